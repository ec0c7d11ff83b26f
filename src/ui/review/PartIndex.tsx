import { useEffect } from 'react'
import { Link, useSearchParams } from 'wouter'
import type { Review } from '../../review/review.ts'
import { reviewParts } from './reviewWords.ts'
import styles from './verdict.module.css'

/** The parts of the page in one line; each has an address of its own. */
export function PartIndex({ report }: { report: Review }) {
  const [search] = useSearchParams()
  const part = search.get('part')
  useEffect(() => show(part), [part])
  return (
    <nav className={styles.index} aria-label="Parts of the review">
      {reviewParts(report).map(({ key, name }) => (
        <Link
          key={key}
          href={`/review?run=${encodeURIComponent(report.runId)}&part=${key}`}
          replace
          onClick={() => show(key)}
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}

function show(part: string | null): void {
  if (part === null) return
  const element = document.getElementById(`review-${part}`)
  element?.scrollIntoView()
  element?.focus({ preventScroll: true })
}

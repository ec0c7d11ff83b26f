import { certificateSentence } from '../../loop/certificate.ts'
import type { Certificate } from '../../loop/experiment.ts'
import styles from './CertificateLine.module.css'
import { formatCount } from './format.ts'

/** What a search that went to its end knows about its best spec; nothing for any other run. */
export function CertificateLine({ certificate }: { certificate: Certificate | null | undefined }) {
  if (certificate === null || certificate === undefined) return null
  return (
    <p className={styles.line}>
      <svg width="14" height="14" viewBox="0 0 14 14" fill="none" aria-hidden="true">
        <path
          d="m2.5 7.5 3 3 6-7"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span>{certificateSentence(certificate, formatCount)}</span>
    </p>
  )
}

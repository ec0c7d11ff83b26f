import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** What tells one look at held-out accounts from another, as manifests hold it. */
export interface LookRecord {
  holdout_sha256: string
  incumbent_sha256: string
  candidate_sha256: string
  thresholds: Record<string, number | boolean>
}

/**
 * Looks at the held-out accounts of a review, this one included, told from the manifests in the folders beside
 * its own; the same specs judged again by the same thresholds are one. Folders without a manifest that can be
 * read count for nothing.
 */
export function looksBeside(outputDir: string, own: LookRecord): number {
  const parent = dirname(resolve(outputDir))
  const looks = new Set([keyOf(own)])
  for (const name of namesIn(parent)) {
    const look = lookIn(join(parent, name, 'manifest.json'))
    if (look?.holdout_sha256 === own.holdout_sha256) looks.add(keyOf(look))
  }
  return looks.size
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function lookIn(path: string): LookRecord | null {
  try {
    const { review } = JSON.parse(readFileSync(path, 'utf8'))
    return typeof review.holdout_sha256 === 'string' ? review : null
  } catch {
    return null
  }
}

function keyOf({ incumbent_sha256, candidate_sha256, thresholds }: LookRecord): string {
  const sorted = Object.entries(thresholds ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([incumbent_sha256, candidate_sha256, sorted])
}

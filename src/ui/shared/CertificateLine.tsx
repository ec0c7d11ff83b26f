import { certificateSentence } from '../../loop/certificate.ts'
import type { Certificate } from '../../loop/experiment.ts'
import styles from './CertificateLine.module.css'
import { formatCount } from './format.ts'

interface CertificateLineProps {
  certificate: Certificate | null | undefined
  gained: boolean // held-out accounts show that the spec is better: a tick, else a dot
}

/** What a search that went to its end knows about its best spec; nothing for any other run. */
export function CertificateLine({ certificate, gained }: CertificateLineProps) {
  if (certificate === null || certificate === undefined) return null
  return (
    <p className={styles.line}>
      <svg width="14" height="14" viewBox="0 0 14 14" fill="none" aria-hidden="true">
        {gained ? (
          <path
            d="m2.5 7.5 3 3 6-7"
            stroke="var(--accent)"
            strokeWidth="1.8"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        ) : (
          <circle cx="7" cy="7" r="3" fill="var(--muted)" />
        )}
      </svg>
      <span>{certificateSentence(certificate, formatCount)}</span>
    </p>
  )
}

import { Button } from '@mantine/core'
import type { ReviewFileKind } from '../../session/commands.ts'
import { useCommands } from '../context.tsx'
import { Card } from '../shared/Card.tsx'
import styles from './verdict.module.css'

const FILES: [kind: ReviewFileKind, text: string][] = [
  ['html', 'Report (HTML)'],
  ['markdown', 'Report (Markdown)'],
  ['changes', 'Account changes (CSV)'],
  ['spec', 'Candidate spec (JSON)'],
  ['manifest', 'Manifest (JSON)'],
]

/** What can be taken to the meeting. */
export function DownloadsCard() {
  const { downloadReview } = useCommands()
  return (
    <Card
      title="Take it away"
      aside="made in this browser; the report is one file that opens anywhere"
    >
      <div className={styles.downloads}>
        {FILES.map(([kind, text]) => (
          <Button key={kind} onClick={() => void downloadReview(kind)}>
            {text}
          </Button>
        ))}
      </div>
    </Card>
  )
}

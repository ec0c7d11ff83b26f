import { Button } from '@mantine/core'
import type { DataState } from '../../store/state.ts'
import { useCommands } from '../context.tsx'
import { formatBytes, formatCount } from '../shared/format.ts'
import { ProgressBar } from '../shared/ProgressBar.tsx'
import { View } from '../shared/View.tsx'
import styles from './LoadingPage.module.css'

type Loading = Extract<DataState, { phase: 'loading' }>

/** A file on its way in: how far, and a way out. */
export function LoadingPage({ loading }: { loading: Loading }) {
  const { cancelLoading } = useCommands()
  const share = readShare(loading)
  return (
    <View name="Data: opening" bare>
      <div className={styles.page}>
        <h1 className={styles.title}>Opening {loading.name}</h1>
        <p className={styles.stage}>
          <span>{stageText(loading)}</span>
          <span>{formatBytes(loading.bytes)}</span>
        </p>
        <div className={styles.progress}>
          <ProgressBar label="Reading the file" share={share} text={stageText(loading)} />
        </div>
        <Button onClick={cancelLoading}>Cancel</Button>
      </div>
    </View>
  )
}

function readShare({ stage, rowsRead, rowsTotal }: Loading): number | null {
  if (stage !== 'reading' || rowsTotal === null || rowsTotal === 0) return null
  return Math.min(1, rowsRead / rowsTotal)
}

function stageText({ stage, rowsRead, rowsTotal }: Loading): string {
  if (stage === 'opening') return 'Reading the table of contents'
  if (stage === 'profiling') return `Looking at every column of ${formatCount(rowsTotal)} rows`
  if (rowsTotal === null) return `${formatCount(rowsRead)} rows read`
  return `${formatCount(rowsRead)} of ${formatCount(rowsTotal)} rows read`
}

import type { DataReady } from '../../store/state.ts'
import { useCommands } from '../context.tsx'
import controls from '../shared/controls.module.css'
import { FilePick } from '../shared/FilePick.tsx'
import styles from './PeriodFiles.module.css'
import { periodWords } from './periodWords.ts'

/** Which file is searched and which is held out; a later file is added, swapped and removed here. */
export function PeriodFiles({ data }: { data: DataReady }) {
  const { addLater, removeLater, swapFiles } = useCommands()
  const { later, readingLater } = data
  if (readingLater !== null && later === null)
    return (
      <p className={styles.line} role="status">
        Reading {readingLater}
      </p>
    )
  if (later === null)
    return (
      <p className={styles.line}>
        <FilePick
          label="Later file of accounts"
          text="Add a later file as holdout"
          accept=".parquet"
          onFile={(file) => void addLater(file)}
        />
        <span>Outcomes of a later period are the best check of a score.</span>
      </p>
    )
  return (
    <p className={styles.line} role="status">
      <span>{periodWords(data.name, data.rows, later)}</span>
      <button type="button" className={controls.link} onClick={() => void swapFiles()}>
        Swap the files
      </button>
      <button type="button" className={controls.link} onClick={() => void removeLater()}>
        Remove {later.name}
      </button>
    </p>
  )
}

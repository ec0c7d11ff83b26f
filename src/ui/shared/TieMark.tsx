import type { KeptFigures } from '../../loop/experiment.ts'
import { tieWords } from '../../loop/ties.ts'
import styles from './TieMark.module.css'

interface TieMarkProps {
  kept: Pick<KeptFigures, 'gainInStandardErrors'>
}

/** 'tie (noise)' beside a kept experiment that gained less than one standard error; nothing beside others. */
export function TieMark({ kept }: TieMarkProps) {
  const words = tieWords(kept)
  if (words === null) return null
  return (
    <span className={styles.tie} title="Gained less than one standard error, as chance alone does">
      {words}
    </span>
  )
}

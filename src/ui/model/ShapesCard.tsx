import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ModelShapes, ShapingState } from '../../store/state.ts'
import { useAppState, useCommands } from '../context.tsx'
import { Card } from '../shared/Card.tsx'
import { FoldButton } from '../shared/FoldButton.tsx'
import { formatSecondsLeft, plural } from '../shared/format.ts'
import { ProgressBar } from '../shared/ProgressBar.tsx'
import styles from './ShapesCard.module.css'
import { ShapesTable } from './ShapesTable.tsx'
import { shapeRows, shapesSub, shapesTitle, shapingWords } from './shapeWords.ts'

/** How the shapes of the features were chosen, while it is done and afterwards; nothing before. */
export function ShapesCard() {
  const shaping = useAppState((state) => state.shaping)
  const shapes = useAppState((state) => state.model?.shapes ?? null)
  if (shapes !== null) return <Chosen shapes={shapes} shaping={shaping} />
  return shaping === null ? null : (
    <Card title="Shapes">
      <Choosing shaping={shaping} />
    </Card>
  )
}

/** What is going on, how far it is and how long it takes; the way out beside it. */
function Choosing({ shaping: { progress, secondsLeft } }: { shaping: ShapingState }) {
  const { cancelShapes } = useCommands()
  const words = shapingWords(progress)
  return (
    <div className={styles.choosing} role="status" aria-label="Choosing shapes" aria-live="off">
      <p>
        Trying lines, logarithms, ranks and bins for every column, each on accounts it was not
        fitted to.
      </p>
      <Button onClick={cancelShapes}>Cancel</Button>
      <div className={styles.progress}>
        <ProgressBar label="Shapes chosen" share={progress?.share ?? null} text={words} />
        <p className={styles.left}>
          <span>{words}</span>
          <span>{secondsLeft === null ? '' : formatSecondsLeft(secondsLeft)}</span>
        </p>
      </div>
    </div>
  )
}

function Chosen({ shapes, shaping }: { shapes: ModelShapes; shaping: ShapingState | null }) {
  const { undoShapes } = useCommands()
  const [open, setOpen] = useState(false)
  const rows = shapeRows(shapes)
  const { pairs } = shapes.report
  const kept = pairs.filter((pair) => pair.kept).length
  return (
    <Card title="Shapes">
      <div className={styles.head}>
        <div>
          <p className={styles.title}>{shapesTitle(rows, shapes.report.common)}</p>
          <p className={styles.sub}>{shapesSub(shapes)}</p>
        </div>
        {shaping === null && (
          <Button onClick={() => void undoShapes()}>Back to the shapes as they were</Button>
        )}
      </div>
      {shaping !== null && <Choosing shaping={shaping} />}
      <FoldButton open={open} onToggle={() => setOpen(!open)}>
        What each choice buys, {plural(rows.length, 'column')}
        {kept === 0 ? '' : ` and ${plural(kept, 'flag')} of two columns`}
      </FoldButton>
      {open && (
        <ShapesTable rows={rows} pairs={pairs} overrule={shapes.overrule} busy={shaping !== null} />
      )}
    </Card>
  )
}

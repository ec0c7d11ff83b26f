import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ModelShapes } from '../../store/state.ts'
import { useAppState, useCommands } from '../context.tsx'
import { Card } from '../shared/Card.tsx'
import { FoldButton } from '../shared/FoldButton.tsx'
import { plural } from '../shared/format.ts'
import styles from './ShapesCard.module.css'
import { ShapesTable } from './ShapesTable.tsx'
import { shapeRows, shapesSub, shapesTitle } from './shapeWords.ts'

/** How the shapes of the features were chosen, while it is done and afterwards; nothing before. */
export function ShapesCard() {
  const shaping = useAppState((state) => state.shaping)
  const shapes = useAppState((state) => state.model?.shapes ?? null)
  if (shapes !== null) return <Chosen shapes={shapes} shaping={shaping} />
  return shaping ? (
    <Card title="Shapes">
      <Choosing />
    </Card>
  ) : null
}

/** Says what is going on; the way out beside it. */
function Choosing() {
  const { cancelShapes } = useCommands()
  return (
    <div className={styles.choosing} role="status" aria-label="Choosing shapes">
      <span className={styles.dot} aria-hidden="true" />
      <p>
        Trying lines, logarithms, ranks and bins for every column, each on accounts it was not
        fitted to. This takes a few seconds, more for many columns.
      </p>
      <Button onClick={cancelShapes}>Cancel</Button>
    </div>
  )
}

function Chosen({ shapes, shaping }: { shapes: ModelShapes; shaping: boolean }) {
  const { undoShapes } = useCommands()
  const [open, setOpen] = useState(false)
  const rows = shapeRows(shapes)
  const { pairs } = shapes.report
  const kept = pairs.filter((pair) => pair.kept).length
  return (
    <Card title="Shapes">
      <div className={styles.head}>
        <div>
          <p className={styles.title}>{shapesTitle(rows)}</p>
          <p className={styles.sub}>{shapesSub(shapes)}</p>
        </div>
        {!shaping && (
          <Button onClick={() => void undoShapes()}>Back to the shapes as they were</Button>
        )}
      </div>
      {shaping && <Choosing />}
      <FoldButton open={open} onToggle={() => setOpen(!open)}>
        What each choice buys, {plural(rows.length, 'column')}
        {kept === 0 ? '' : ` and ${plural(kept, 'flag')} of two columns`}
      </FoldButton>
      {open && <ShapesTable rows={rows} pairs={pairs} overrule={shapes.overrule} busy={shaping} />}
    </Card>
  )
}

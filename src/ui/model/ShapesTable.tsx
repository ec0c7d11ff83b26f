import { useState } from 'react'
import type { ShapeName, ShapesReport } from '../../store/state.ts'
import { useCommands } from '../context.tsx'
import { BreakableName } from '../shared/BreakableName.tsx'
import controls from '../shared/controls.module.css'
import { FoldButton } from '../shared/FoldButton.tsx'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import styles from './ShapesCard.module.css'
import { type ShapeRow, shapeGainText, shapeName } from './shapeWords.ts'

interface ShapesTableProps {
  rows: ShapeRow[]
  pairs: ShapesReport['pairs']
  overrule: Record<string, ShapeName>
  busy: boolean // shapes are being chosen: no choice can be overruled now
}

/** Per column the shape that stands, what it gains over the simplest, and why; each can be overruled. */
export function ShapesTable({ rows, pairs, overrule, busy }: ShapesTableProps) {
  const { chooseShapes } = useCommands()

  function choose(column: string, shape: ShapeName | null): void {
    const { [column]: _, ...others } = overrule
    void chooseShapes(shape === null ? others : { ...others, [column]: shape })
  }

  const compared = rows.filter(({ tried }) => tried.length > 1)
  return (
    <>
      <p className={styles.note}>
        Gain: how much better the outcomes of accounts left out are foretold than with the simplest
        shape (log loss an account), ± one standard error.
      </p>
      <TableScroll label="Shapes, table" className={styles.table}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">column</th>
              <th scope="col">shape</th>
              <th scope="col" className={table.figure}>
                gain
              </th>
              <th scope="col">why</th>
            </tr>
          </thead>
          <tbody>
            {compared.map((row) => (
              <ShapeLines key={row.column} row={row} busy={busy} onChoose={choose} />
            ))}
          </tbody>
        </table>
      </TableScroll>
      <Only rows={rows.filter(({ tried }) => tried.length < 2)} />
      {pairs.length > 0 && <Pairs pairs={pairs} />}
    </>
  )
}

interface ShapeLinesProps {
  row: ShapeRow
  busy: boolean
  onChoose(column: string, shape: ShapeName | null): void
}

function ShapeLines({ row, busy, onChoose }: ShapeLinesProps) {
  const [open, setOpen] = useState(false)
  const { column, chosen, options, overruled, tried } = row
  return (
    <>
      <tr>
        <th scope="row" className={styles.column}>
          <FoldButton open={open} onToggle={() => setOpen(!open)}>
            <BreakableName name={column} />
          </FoldButton>
        </th>
        <td>
          {options.length < 2 ? (
            chosen
          ) : (
            <select
              className={controls.select}
              aria-label={`Shape of ${column}`}
              value={overruled ?? ''}
              disabled={busy}
              onChange={(event) =>
                onChoose(column, (event.currentTarget.value || null) as ShapeName | null)
              }
            >
              <option value="">{overruled === null ? chosen : 'best by cross-validation'}</option>
              {options.map((shape) => (
                <option key={shape} value={shape}>
                  {shape === overruled ? chosen : shapeName(shape)}, always
                </option>
              ))}
            </select>
          )}
        </td>
        <td className={table.figure}>{shapeGainText(row.gain, row.standardError)}</td>
        <td className={`${table.quiet} ${styles.why}`}>{row.why}</td>
      </tr>
      {open &&
        tried.map(({ shape, gain, standardError }) => (
          <tr key={shape} className={styles.tried}>
            <td />
            <th scope="row" className={shape === chosen ? table.strong : undefined}>
              {shape}
            </th>
            <td className={table.figure}>{shapeGainText(gain, standardError)}</td>
            <td className={table.quiet}>{shape === chosen ? 'stands' : ''}</td>
          </tr>
        ))}
    </>
  )
}

/** Columns whose values allow one shape only, by that shape. */
function Only({ rows }: { rows: ShapeRow[] }) {
  const shapes = [...new Set(rows.map(({ chosen }) => chosen))]
  return shapes.map((shape) => {
    const columns = rows.filter(({ chosen }) => chosen === shape).map(({ column }) => column)
    return (
      <p key={shape} className={styles.note}>
        Nothing to choose, {shape}: {columns.join(', ')}.
      </p>
    )
  })
}

/** Flags of two columns that were tried: the strongest one first, until one does not pay. */
function Pairs({ pairs }: { pairs: ShapesReport['pairs'] }) {
  return (
    <TableScroll label="Flags of two columns, table" className={styles.table}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">flag of two columns</th>
            <th scope="col" className={table.figure}>
              gain
            </th>
            <th scope="col">stands</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ flag, gain, standardError, kept }) => (
            <tr key={flag}>
              <th scope="row">{flag}</th>
              <td className={table.figure}>{shapeGainText(gain, standardError)}</td>
              <td className={table.quiet}>
                {kept ? 'kept' : 'not kept: a gain this small may be chance'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}

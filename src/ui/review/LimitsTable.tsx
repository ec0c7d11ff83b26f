import { guardrailName, guardrailText, limitText } from '../../review/guardrailWords.ts'
import type { GuardrailFigure } from '../../review/review.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import styles from './gates.module.css'

/** Each limit set for the score, with what both scores have on held-out accounts; nothing where none was set. */
export function LimitsTable({ guardrails }: { guardrails: GuardrailFigure[] }) {
  if (guardrails.length === 0) return null
  return (
    <TableScroll label="Limits set for this score, table">
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">limit, on held-out accounts</th>
            <th scope="col" className={table.figure}>
              asked
            </th>
            <th scope="col" className={table.figure}>
              candidate
            </th>
            <th scope="col" className={table.figure}>
              incumbent
            </th>
            <th scope="col">
              <span className="visually-hidden">verdict</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {guardrails.map((each) => {
            const { name, value, incumbent, limit, passed } = each
            return (
              <tr key={name}>
                <th scope="row">{guardrailName(name)}</th>
                <td className={table.figure}>{limitText(each)}</td>
                <td className={`${table.figure} ${table.strong}`}>
                  {guardrailText(name, value, limit)}
                </td>
                <td className={table.figure}>{guardrailText(name, incumbent, limit)}</td>
                <td className={passed === true ? table.quiet : styles.broken}>
                  {passed === null ? 'not measured' : passed ? 'kept' : 'broken'}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </TableScroll>
  )
}

import type { SameStory } from '../../studies/sameStory.ts'
import type { FoldFigures, FoldsSummary } from '../../studies/summarizeFolds.ts'
import { formatMetric, plural } from '../shared/format.ts'
import { TableScroll } from '../shared/TableScroll.tsx'
import table from '../shared/table.module.css'
import styles from './studies.module.css'

/** What the search, its start and the ceiling come to outside the folds they were made in. */
export function FoldsTable({ folds, story }: { folds: FoldsSummary; story: SameStory | null }) {
  const rows: [string, FoldFigures | null][] = [
    ['this search', folds.candidate],
    ['incumbent', folds.incumbent],
    ['ceiling', folds.ceiling],
    ['gain of this search', folds.gain],
  ]
  return (
    <>
      <p className={styles.answer}>{folds.sentence}</p>
      {story !== null && <p className={styles.answer}>{story.sentence}</p>}
      <TableScroll label="Values outside the folds, table">
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">on unseen accounts</th>
              <th scope="col" className={table.figure}>
                mean
              </th>
              <th scope="col" className={table.figure}>
                spread of folds
              </th>
              <th scope="col" className={table.figure}>
                standard error
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(
              ([name, figures]) =>
                figures !== null && (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td className={`${table.figure} ${table.strong}`}>
                      {formatMetric(figures.mean)}
                    </td>
                    <td className={table.figure}>{formatMetric(figures.sd)}</td>
                    <td className={table.figure}>{formatMetric(figures.se)}</td>
                  </tr>
                ),
            )}
          </tbody>
        </table>
      </TableScroll>
      {folds.undefinedFolds > 0 && (
        <p className={styles.text}>
          {plural(folds.undefinedFolds, 'fold')} without a value of the metric left out.
        </p>
      )}
      <p className={styles.text}>
        The standard error allows for folds that share most of their accounts (Nadeau and Bengio).
      </p>
    </>
  )
}

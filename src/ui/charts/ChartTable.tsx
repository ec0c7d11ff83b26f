import type { ReactNode } from 'react'
import { TableScroll } from '../shared/TableScroll.tsx'
import styles from './charts.module.css'

/** A chart's figures as text: the first cell of a row names it. */
export interface ChartTableData {
  columns: string[]
  rows: string[][]
  actions?: { column: string; cells: ReactNode[] } // what can be done with each row
}

/** The table view of a chart; scrolls inside the room the chart had. */
export function ChartTable({
  name,
  data,
  height,
}: {
  name: string
  data: ChartTableData
  height: number
}) {
  return (
    <div style={{ height }}>
      <TableScroll label={`${name}, table`} className={styles.tableBox}>
        <table className={styles.table}>
          <caption className="visually-hidden">{name}</caption>
          <thead>
            <tr>
              {data.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              {data.actions !== undefined && <th scope="col">{data.actions.column}</th>}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row, place) => (
              <tr key={row[0]}>
                {row.map((cell, position) =>
                  position === 0 ? (
                    <th key={data.columns[position]} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={data.columns[position]}>{cell}</td>
                  ),
                )}
                {data.actions !== undefined && <td>{data.actions.cells[place]}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </div>
  )
}

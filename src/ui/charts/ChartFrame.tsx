import { type ReactNode, useRef, useState } from 'react'
import { download } from '../../session/download.ts'
import { ActionsPopover } from './ActionsPopover.tsx'
import { ChartTable, type ChartTableData } from './ChartTable.tsx'
import styles from './charts.module.css'
import { chartPicture, pngOf } from './picture.ts'

export interface LegendItem {
  label: string
  mark: 'line' | 'dashes' | 'band' | 'thick' | 'thin' | 'tick' | 'ring'
  color: string // CSS
}

interface ChartFrameProps {
  name: string // accessible name of the figure
  title?: string // on screen; the name where absent
  legend: LegendItem[]
  note?: ReactNode // how much of the data is drawn
  control?: ReactNode // a switch of what is drawn
  height: number // px, of chart and table alike
  table: () => ChartTableData // asked for only while the table is open
  fileName: string // of the picture, without ending
  children: ReactNode
}

/** A chart in its card: named figure, legend, table switch and picture download; the room never changes. */
export function ChartFrame(props: ChartFrameProps) {
  const { name, title = name, legend, note, control, height, table, fileName, children } = props
  const [asTable, setAsTable] = useState(false)
  const box = useRef<HTMLDivElement>(null)

  async function save(kind: 'png' | 'svg') {
    const chart = box.current?.querySelector('svg')
    if (!chart) return
    const legendText = legend.map((item) => `${item.label} (${MARK_WORDS[item.mark]})`).join(' · ')
    const picture = chartPicture(chart, { title, legend: legendText })
    if (kind === 'svg')
      download(`${fileName}.svg`, new Blob([picture.svg], { type: 'image/svg+xml' }))
    else download(`${fileName}.png`, await pngOf(picture))
  }

  return (
    <figure className={styles.figure} aria-label={name}>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <div className={styles.tools}>
          {control}
          <button
            type="button"
            className={styles.tool}
            aria-pressed={asTable}
            aria-label={`Table of ${name}`}
            onClick={() => setAsTable(!asTable)}
          >
            Table
          </button>
          <ActionsPopover
            label={`Picture of ${name}`}
            actions={[
              { text: 'Download PNG', run: () => void save('png') },
              { text: 'Download SVG', run: () => void save('svg') },
            ]}
          >
            {(toggle) => (
              <button
                type="button"
                className={styles.tool}
                disabled={asTable}
                aria-label={`Picture of ${name}`}
                {...toggle}
              >
                Picture
              </button>
            )}
          </ActionsPopover>
        </div>
      </div>
      <div className={styles.legend}>
        {legend.map((item) => (
          <span key={item.label} className={styles.legendItem}>
            <span className={`${styles.mark} ${styles[item.mark]}`} style={{ color: item.color }} />
            {item.label}
          </span>
        ))}
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </div>
      {asTable ? (
        <ChartTable name={name} data={table()} height={height} />
      ) : (
        <div ref={box} className={styles.plot} style={{ height }}>
          {children}
        </div>
      )}
    </figure>
  )
}

const MARK_WORDS: Record<LegendItem['mark'], string> = {
  line: 'line',
  dashes: 'dashes',
  band: 'band',
  thick: 'thick bar',
  thin: 'thin bar',
  tick: 'dashed mark',
  ring: 'ring',
}

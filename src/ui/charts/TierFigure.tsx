import { memo, type ReactNode } from 'react'
import { formatCount, formatShare } from '../shared/format.ts'
import { ChartFrame, type LegendItem } from './ChartFrame.tsx'
import { TierBars } from './TierBars.tsx'
import { missingWords, type TierSeries } from './tierSeries.ts'

interface TierFigureProps {
  series: TierSeries | null // null: the data holds neither money nor retention
  rowsWord: string | null // 'accounts searched'; null where the control says it
  control?: ReactNode
  height: number
}

/** The figure `NRR by tier`: what the data allows to say of each tier, with the start beside it. */
export const TierFigure = memo(function TierFigure(props: TierFigureProps) {
  const { series, rowsWord, control, height } = props
  const legend: LegendItem[] =
    series === null
      ? []
      : [
          { label: series.thick, mark: 'thick', color: 'var(--tier-1)' },
          ...(series.thin === null
            ? []
            : [{ label: series.thin, mark: 'thin', color: 'var(--tier-1)' } as const]),
          { label: 'start', mark: 'tick', color: 'var(--ink)' },
        ]
  return (
    <ChartFrame
      name="NRR by tier"
      title={series?.title ?? 'NRR by tier'}
      legend={legend}
      note={rowsWord ?? undefined}
      control={control}
      height={height}
      fileName="nrr-by-tier"
      table={() => tierTable(series)}
    >
      {series === null ? (
        <p>This data has no retention or MRR column, so nothing can be said by tier.</p>
      ) : (
        <TierBars series={series} height={height} />
      )}
    </ChartFrame>
  )
})

function tierTable(series: TierSeries | null) {
  if (series === null) return { columns: ['tier'], rows: [] }
  const { thick, thin, kind } = series
  const cell = (value: number | null | undefined) =>
    typeof value === 'number' ? formatShare(value, 1) : missingWords(value, kind)
  return {
    columns: ['tier', 'accounts', thick, `${thick} start`].concat(
      thin === null ? [] : [thin, `${thin} start`],
    ),
    rows: series.rows.map((row) =>
      [row.label, formatCount(row.accounts), cell(row.value), cell(row.before)].concat(
        thin === null ? [] : [cell(row.thin), cell(row.thinBefore)],
      ),
    ),
  }
}

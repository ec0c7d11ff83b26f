import type { Metrics } from '../../evaluation/metrics.ts'
import type { Review, SwapSide } from '../review.ts'
import { swapSentence } from '../swapWords.ts'
import { grouped, plain, share } from '../words.ts'
import type { Block, Cell, Section, TableBlock, TableRow } from './document.ts'

/** Where tiers begin, who goes from tier to tier, in accounts and in MRR, and who enters and leaves the top. */
export function tierSection(review: Review): Section {
  const { migration, swap, tierFit } = review
  const which = migration.rows === 'holdout' ? 'held-out accounts' : 'accounts searched'
  const blocks: Block[] = [
    matrix('Accounts', migration.tiers, migration.accounts),
    ...(migration.mrr === null ? [] : [matrix('MRR a month', migration.tiers, migration.mrr)]),
    cutOffTable(review),
  ]
  if (swap !== null) {
    const side = (name: string, { accounts, mrr, retainedShare }: SwapSide): TableRow => ({
      cells: [
        name,
        grouped(Math.round(accounts)),
        mrr === null ? '–' : grouped(Math.round(mrr)),
        retainedShare === null ? '–' : share(retainedShare),
      ],
    })
    blocks.push({
      kind: 'table',
      name: 'Accounts that enter and leave the top',
      columns: [
        { title: `Best-scored ${Math.round(100 * swap.share)} %` },
        { title: 'Accounts', align: 'right' },
        { title: 'MRR a month', align: 'right' },
        { title: 'Retained', align: 'right' },
      ],
      rows: [side('enter', swap.entering), side('leave', swap.leaving)],
      note: swapSentence(swap),
    })
  }
  return {
    title: 'Who changes tier',
    lead: `Rows: the tier under the incumbent. Columns: under the candidate. ${which.charAt(0).toUpperCase()}${which.slice(1)}. ${tierFit.sentence}`,
    blocks,
  }
}

function matrix(unit: string, tiers: string[], values: number[][]): TableBlock {
  const whole = (value: number) => grouped(Math.round(value))
  const sum = (numbers: number[]) => numbers.reduce((total, value) => total + value, 0)
  return {
    kind: 'table',
    name: `Who changes tier, ${unit}`,
    columns: [
      { title: `${unit}: from` },
      ...tiers.map((tier) => ({ title: `to ${tier}`, align: 'right' as const })),
      { title: 'incumbent, all', align: 'right' },
    ],
    rows: [
      ...tiers.map(
        (tier, from): TableRow => ({
          cells: [
            tier,
            ...tiers.map(
              (_, to): Cell =>
                from === to || values[from][to] === 0
                  ? { text: whole(values[from][to]), tone: 'quiet' }
                  : `${whole(values[from][to])} ${to < from ? '↑' : '↓'}`,
            ),
            whole(sum(values[from])),
          ],
        }),
      ),
      {
        strong: true,
        cells: [
          'candidate, all',
          ...tiers.map((_, to) => whole(sum(values.map((row) => row[to])))),
          whole(sum(values.flat())),
        ],
      },
    ],
  }
}

/** From which score on each tier holds accounts, and how many, under both specs. */
function cutOffTable({ tiers, incumbent, candidate }: Review): TableBlock {
  const sizeOf = (metrics: Metrics, label: string) => {
    const value = metrics[`pct_${label}_tier`]
    return value === undefined ? '–' : share(value)
  }
  return {
    kind: 'table',
    name: 'Where tiers begin',
    columns: [
      { title: 'Tier' },
      { title: 'Begins at: incumbent', align: 'right' },
      { title: 'candidate', align: 'right' },
      { title: 'Accounts searched: incumbent', align: 'right' },
      { title: 'candidate', align: 'right' },
    ],
    rows: tiers.candidate.map(({ label, min }, index): TableRow => {
      const before = tiers.incumbent[index].min
      return {
        cells: [
          label,
          plain(before),
          min === before ? { text: plain(min), tone: 'quiet' } : plain(min),
          sizeOf(incumbent.search, label),
          sizeOf(candidate.search, label),
        ],
      }
    }),
  }
}

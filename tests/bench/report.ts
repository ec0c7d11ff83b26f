import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import type { DeepLine } from './deepSearches.ts'
import { markdownTable } from './markdownTable.ts'

export interface Line {
  rows: number
  way: 'python' | 'naive' | 'plain' | 'simd' | 'one' | 'two' | 'all'
  metric: PrimaryMetric | null // null: ways that know one loop only
  perSecond: number // experiments, of processor time
  error: number | null // largest difference from the reference; null: not compared
}

export interface Bench {
  machine: string
  data: string
  python: string | null // packages of the Python loop; null: none was there
  lines: Line[]
  deep: DeepLine[]
}

const PYTHON_DOES =
  'The Python loop computes its metrics for every experiment; the kernels compute the one that is maximised, exactly, and the others for what is kept.'
const SAME_KERNEL = '`auc_roc_churn` and `gini` run at the speed of `auc_roc_retain`.'

/** The measurements for people, for programs, or for the README. */
export function benchReport(form: 'text' | 'json' | 'markdown', bench: Bench): string {
  if (form === 'json') return JSON.stringify({ ...bench, lines: bench.lines.map(whole) }, null, 2)
  return form === 'text' ? text(bench) : markdown(bench)

  function whole(line: Line) {
    return { ...line, timesPython: times(bench, line, 'python'), timesNaive: times(bench, line) }
  }
}

/** How often the rate of another way on as many accounts goes into this one. */
function times({ lines }: Bench, { rows, perSecond }: Line, way: Line['way'] = 'naive') {
  const other = lines.find((line) => line.rows === rows && line.way === way)
  return other === undefined ? null : perSecond / other.perSecond
}

function nameOf({ way, metric }: Pick<Line, 'way' | 'metric'>, { python }: Bench): string {
  if (way === 'python') return `Python loop, all metrics (${python})`
  if (way === 'naive') return 'JavaScript, rescore and sort, AUC'
  if (way === 'one') return 'AUC, all 31 values of a flag’s weight at once'
  if (way === 'two') return 'AUC, all 961 value pairs of two flags’ weights at once'
  if (way === 'all') return 'AUC, all values of 60 flags’ weights and all value pairs of every two'
  return `${metric}, ${way === 'simd' ? 'SIMD' : 'JavaScript'}`
}

function text(bench: Bench): string {
  const rows = bench.lines.map((line) => [
    grouped(line.rows),
    nameOf(line, bench),
    rounded(line.perSecond),
    ratio(times(bench, line, 'python')),
    ratio(times(bench, line)),
    line.error === null ? '' : line.error.toExponential(1),
  ])
  const head = ['accounts', 'way', 'a second', 'x Python', 'x sorting', 'largest error']
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]!.length)))
  return [
    `${bench.machine}; one thread, experiments a second of processor time`,
    `${bench.data}`,
    '',
    ...[head, ...rows].map((row) =>
      row
        .map((cell, at) => (at === 1 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
        .join('  '),
    ),
    '',
    DEEP_IS,
    ...bench.deep.map((line) => {
      const [size, seconds, experiments, python, certificate] = deepCells(line)
      return `${size}: ${seconds} s of processor time, ${experiments} experiments, ${python} of the Python loop in that time. ${certificate}`
    }),
    ...(bench.python === null ? ['', 'No Python loop: python3 with numpy is not here.'] : []),
  ].join('\n')
}

/** Rates by way and number of accounts, with the ratio to the Python loop, or else to sorting. */
function markdown(bench: Bench): string {
  const { lines, machine, data, python } = bench
  const sizes = [...new Set(lines.map(({ rows }) => rows))]
  const than = python === null ? 'naive' : 'python'
  const cell = (like: Line, rows: number) => {
    const line = lines.find(
      (each) => each.rows === rows && each.way === like.way && each.metric === like.metric,
    )
    if (line === undefined) return '–'
    return line.way === than
      ? rounded(line.perSecond)
      : `${rounded(line.perSecond)} (${ratio(times(bench, line, than))} ×)`
  }
  const likes = lines.filter(({ rows }) => rows === sizes[0])
  return [
    `Experiments a second of processor time, one thread, and times the ${than === 'python' ? 'Python loop' : 'plain sorting'}; ${data}. ${machine}. ${PYTHON_DOES} ${SAME_KERNEL}`,
    '',
    markdownTable(
      ['', ...sizes.map((rows) => `${grouped(rows)} accounts`)],
      likes.map((like) => [nameOf(like, bench), ...sizes.map((rows) => cell(like, rows))]),
    ),
    '',
    DEEP_IS,
    '',
    markdownTable(DEEP_HEAD, bench.deep.map(deepCells)),
  ].join('\n')
}

const DEEP_IS =
  'Whole `deep` searches of `auc_roc_retain` to their certificates, one thread, seed 1, nothing warmed up before; in brackets without the threads that compile and collect. The same accounts, the first with 5 of the flags, 4 of the counts and 3 of the fractions.'
const DEEP_HEAD = [
  'accounts × features',
  'processor seconds',
  'experiments',
  'Python experiments in that time',
  'certificate',
]

function deepCells(line: DeepLine): string[] {
  const { rows, features, seconds, ofThread, experiments, python, certificate } = line
  return [
    `${grouped(rows)} × ${features}`,
    Number.isNaN(ofThread) ? rounded(seconds) : `${rounded(seconds)} (${rounded(ofThread)})`,
    grouped(experiments),
    python === null ? '–' : rounded(python),
    certificate,
  ]
}

function rounded(value: number): string {
  return grouped(Number(value.toPrecision(3)))
}

function ratio(value: number | null): string {
  return value === null ? '' : rounded(value)
}

function grouped(value: number): string {
  return value.toLocaleString('en')
}

import { markdownTable } from './markdownTable.ts'
import { METHODS, type Method, type MethodResult } from './qualityMethods.ts'

export interface QualityLine {
  file: string
  rows: number
  columns: number
  results: Partial<Record<Method, MethodResult>>
}

const COLOURS: Record<Method, string> = {
  incumbent: '#b8bcc4',
  'random 2000': '#8d95a3',
  deep: '#6aa5d8',
  'shapes alone': '#5fc3a8',
  'deep + shapes': '#0f7b62',
  logistic: '#d8963c',
  boosting: '#a4508b',
}
const LEFT = 190
const WIDTH = 560
const ROW = 30
const TOP = 62

/** Mean AUC on unseen folds by file: a dot a method, with the spread over the folds. */
export function qualityPicture(lines: readonly QualityLine[]): string {
  const means = lines.flatMap(({ results }) => Object.values(results).map((r) => meanOf(r.aucs)))
  const low = Math.floor(Math.min(0.5, ...means) * 10) / 10
  const x = (auc: number) => LEFT + ((auc - low) / (1 - low)) * WIDTH
  const height = TOP + lines.length * ROW + 40
  const used = METHODS.filter((method) => lines.some(({ results }) => results[method]))
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + 40} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="AUC on unseen folds by file and method">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="12" y="20" font-size="14" font-weight="600" fill="#1d2430">AUC on unseen accounts, mean of 5 folds</text>`,
    ...used.map((method, i) => {
      const at = 14 + i * 112
      return `<circle cx="${at}" cy="40" r="5" fill="${COLOURS[method]}"/><text x="${at + 9}" y="44" fill="#48515f">${method}</text>`
    }),
  ]
  for (let tick = Math.round(low * 10); tick <= 10; tick++) {
    const at = x(tick / 10).toFixed(1)
    parts.push(
      `<line x1="${at}" x2="${at}" y1="${TOP}" y2="${height - 34}" stroke="#e4e7ec"/>`,
      `<text x="${at}" y="${height - 16}" text-anchor="middle" fill="#48515f">${(tick / 10).toFixed(1)}</text>`,
    )
  }
  lines.forEach(({ file, results }, i) => {
    const y = TOP + i * ROW + ROW / 2
    parts.push(`<text x="12" y="${y + 4}" fill="#1d2430">${escaped(file)}</text>`)
    for (const method of used) {
      const result = results[method]
      if (result === undefined) continue
      const mean = meanOf(result.aucs)
      const title = `${file}, ${method}: ${mean.toFixed(4)} ± ${spreadOf(result.aucs).toFixed(4)}`
      parts.push(
        `<circle cx="${x(mean).toFixed(1)}" cy="${y}" r="5" fill="${COLOURS[method]}" fill-opacity="0.9"><title>${escaped(title)}</title></circle>`,
      )
    }
  })
  return `${[...parts, '</svg>'].join('\n')}\n`
}

/** Mean ± standard deviation over the folds, and seconds a fold. */
export function qualityTable(lines: readonly QualityLine[]): string {
  const used = METHODS.filter((method) => lines.some(({ results }) => results[method]))
  const cells = lines.map(({ file, rows, columns, results }) => [
    file,
    `${rows.toLocaleString('en')} × ${columns}`,
    ...used.map((method) => {
      const result = results[method]
      if (result === undefined) return '–'
      return `${meanOf(result.aucs).toFixed(4)} ± ${spreadOf(result.aucs).toFixed(4)} (${result.seconds.toFixed(1)} s)`
    }),
  ])
  return markdownTable(['file', 'accounts × columns', ...used], cells)
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function spreadOf(values: readonly number[]): number {
  const mean = meanOf(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / Math.max(1, values.length - 1))
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
}

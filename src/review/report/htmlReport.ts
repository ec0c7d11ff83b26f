import { barPicture } from './charts.ts'
import type {
  Block,
  Cell,
  Chart,
  ReportDocument,
  Section,
  TableBlock,
  TableRow,
} from './document.ts'
import { html } from './escape.ts'
import { REPORT_CSS } from './reportCss.ts'

/** Nothing is loaded and nothing runs, whatever a name in the data may say. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

const SHORT = 12 // rows of a table, or of a group in one, that is printed on one page

/** The report as one HTML file: no outside request, no script; prints on A4 and Letter. */
export function htmlReport(report: ReportDocument): string {
  const { title, subtitle, verdict, answers, figures, picture, sections } = report
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${html(`${verdict.decision}: ${title}`)}</title>
<style>${REPORT_CSS}</style>
</head>
<body>
<main>
<header>
<p class="kicker">${html(title)}</p>
<p class="verdict ${verdict.ready ? 'ready' : 'keep'}">${html(verdict.decision)}</p>
<h1>${html(verdict.headline)}</h1>
<dl class="answers">
${answers.map(answerOf).join('\n')}
</dl>
<div class="evidence">
<ul class="figures">
${figures.map(({ label, value, note }) => `<li><span class="label">${html(label)}</span><span class="value">${html(value)}</span><span class="note">${html(note)}</span></li>`).join('\n')}
</ul>
${chartOf(picture)}
</div>
<p class="subtitle">${html(subtitle)}</p>
</header>
${sections.map(sectionOf).join('\n')}
</main>
</body>
</html>
`
}

function answerOf({ question, answer, note }: ReportDocument['answers'][number]): string {
  const below = note === undefined ? '' : `<p class="note">${html(note)}</p>`
  return `<div><dt>${html(question)}</dt><dd>${html(answer)}${below}</dd></div>`
}

function sectionOf({ title, lead, blocks }: Section): string {
  const intro = lead === '' ? '' : `<p class="lead">${html(lead)}</p>\n`
  return `<section>\n<h2>${html(title)}</h2>\n${intro}${blocks.map(blockOf).join('\n')}\n</section>`
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `<p>${html(block.text)}</p>`
    case 'list':
      return `<ul class="list">${block.items.map((item) => `<li>${html(item)}</li>`).join('')}</ul>`
    case 'facts':
      return `<dl class="facts">${block.facts
        .map(([name, value]) => `<div><dt>${html(name)}</dt><dd>${html(value)}</dd></div>`)
        .join('')}</dl>`
    case 'charts':
      return `<div class="charts">${block.charts.map(chartOf).join('')}</div>`
    case 'table':
      return tableOf(block)
  }
}

function chartOf({ title, svg }: Chart): string {
  return `<figure><figcaption>${html(title)}</figcaption>${svg}</figure>`
}

function tableOf({ name, columns, rows, note }: TableBlock): string {
  const side = (index: number) => (columns[index]?.align === 'right' ? ' class="number"' : '')
  const head = columns
    .map(({ title }, index) => `<th scope="col"${side(index)}>${html(title)}</th>`)
    .join('')
  const lineOf = (row: TableRow) => {
    if ('group' in row) {
      return `<tr class="group"><th scope="rowgroup" colspan="${columns.length}">${html(row.group)}</th></tr>`
    }
    const cells = row.cells
      .map((cell, index) =>
        index === 0
          ? `<th scope="row"${side(index)}>${cellOf(cell).replaceAll('_', '_<wbr>')}</th>`
          : `<td${side(index)}>${cellOf(cell)}</td>`,
      )
      .join('')
    return `<tr${row.strong ? ' class="strong"' : ''}>${cells}</tr>`
  }
  const bodies = rowGroups(rows)
    .map((group) => `<tbody${lookOf(group)}>${group.map(lineOf).join('\n')}</tbody>`)
    .join('\n')
  const below = note === undefined ? '' : `<p class="note">${html(note)}</p>`
  return `<div class="scroll" role="region" tabindex="0" aria-label="${html(name)}"><table${lookOf(rows)}><thead><tr>${head}</tr></thead>\n${bodies}</table></div>${below}`
}

/** The rows of a table, a new part where a group begins. */
function rowGroups(rows: TableRow[]): TableRow[][] {
  const groups: TableRow[][] = []
  for (const row of rows) {
    if (groups.length === 0 || 'group' in row) groups.push([])
    groups.at(-1)!.push(row)
  }
  return groups
}

function lookOf(rows: TableRow[]): string {
  return rows.length <= SHORT ? ' class="short"' : ''
}

function cellOf(cell: Cell): string {
  if (typeof cell === 'string') return html(cell)
  const { text, tone, bar, note } = cell
  if (bar !== undefined) return barPicture(bar)
  const shown = tone === undefined ? html(text) : `<span class="${tone}">${html(text)}</span>`
  return note === undefined ? shown : `${shown}<span class="said">${html(note)}</span>`
}

import type { Block, Cell, ReportDocument, Section, TableBlock } from './document.ts'
import { markdown } from './escape.ts'

/** The report as Markdown (tables as on GitHub); charts in words. */
export function markdownReport(report: ReportDocument): string {
  const { title, subtitle, verdict, answers, figures, picture, sections } = report
  const lines = [
    `# ${markdown(title)}`,
    '',
    markdown(subtitle),
    '',
    `## ${markdown(verdict.decision)}`,
    '',
    `**${markdown(verdict.headline)}**`,
    '',
    ...answers.flatMap(({ question, answer, note }) => [
      `**${markdown(question)}** ${markdown(answer)}`,
      ...(note === undefined ? [] : ['', `*${markdown(note)}*`]),
      '',
    ]),
    ...figures.map(
      ({ label, value, note }) =>
        `- ${markdown(label)}: **${markdown(value)}** (${markdown(note)})`,
    ),
    '',
    `*${markdown(picture.title)}: ${markdown(picture.words)}*`,
    '',
    ...sections.flatMap(sectionLines),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function sectionLines({ title, lead, blocks }: Section): string[] {
  return [
    `## ${markdown(title)}`,
    '',
    ...(lead === '' ? [] : [markdown(lead), '']),
    ...blocks.flatMap((block) => [...blockLines(block), '']),
  ]
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case 'text':
      return [markdown(block.text)]
    case 'list':
      return block.items.map((item) => `- ${markdown(item)}`)
    case 'facts':
      return block.facts.map(([name, value]) => `- ${markdown(name)}: ${markdown(value)}`)
    case 'charts':
      return block.charts.map(({ title, words }) => `*${markdown(title)}: ${markdown(words)}*`)
    case 'table':
      return tableLines(block)
  }
}

function tableLines({ columns, rows, note }: TableBlock): string[] {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const textOf = (cell: Cell) => {
    if (typeof cell === 'string') return markdown(cell)
    return markdown(cell.note === undefined ? cell.text : `${cell.text}: ${cell.note}`)
  }
  return [
    line(columns.map(({ title }) => markdown(title))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) =>
      'group' in row
        ? line(columns.map((_, index) => (index === 0 ? `**${markdown(row.group)}**` : '')))
        : line(row.cells.map(textOf)),
    ),
    ...(note === undefined ? [] : ['', markdown(note)]),
  ]
}

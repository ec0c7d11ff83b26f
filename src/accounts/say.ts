import type { Problem } from '../lib/problem.ts'

/** A whole number with its noun: '1 row', '2,041 rows'. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** A whole number with commas between thousands. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Up to `most` names in a row: 'a, b, c and 4 more'. */
export function listed(names: readonly string[], most = 6): string {
  if (names.length <= most) {
    const last = names.at(-1) ?? ''
    return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
  }
  return `${names.slice(0, most).join(', ')} and ${grouped(names.length - most)} more`
}

/** A number as short as it can be said with about four digits. */
export function short(value: number): string {
  return value < 0 ? `−${shortSize(-value)}` : shortSize(value)
}

function shortSize(size: number): string {
  if (size >= 1e15) return String(Number(size.toPrecision(4)))
  if (Number.isInteger(size) || size >= 1000) return grouped(Math.round(size))
  const digits = size >= 10 ? 1 : 3
  return String(Number(size.toFixed(digits)) || Number(size.toPrecision(2)))
}

/** A share as a whole percentage, never rounded to 0 or 100 unless it is. */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return 'under 1 %'
  if (share < 1 && share > 0.99) return 'over 99 %'
  return `${Math.round(share * 100)} %`
}

interface About {
  severity: Problem['severity']
  code: string
  what: string
  fix?: string
  column?: string
  row?: number // 0-based; said 1-based
}

/** A problem about a column or a row of the file, with its place worded the same way everywhere. */
export function problem({ severity, code, what, fix = '', column, row }: About): Problem {
  const places: string[] = []
  if (column !== undefined) places.push(`column ${column}`)
  if (row !== undefined) places.push(`row ${grouped(row + 1)}`)
  return {
    severity,
    code,
    what,
    where: places.join(', '),
    fix,
    ...(column === undefined ? {} : { column }),
    ...(row === undefined ? {} : { row: row + 1 }),
  }
}

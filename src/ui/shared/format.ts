/** Numbers in the reader's locale, for the screen only; exports are locale-neutral elsewhere. */

const NONE = '—'
const signDisplay = 'negative' // what rounds to nothing has no sign
const count = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0, signDisplay })
const compact = new Intl.NumberFormat(undefined, {
  notation: 'compact',
  maximumFractionDigits: 1,
  signDisplay,
})
const plain = new Intl.NumberFormat(undefined, { maximumFractionDigits: 3, signDisplay })
const decimals = [0, 1, 2, 3, 4].map(
  (digits) =>
    new Intl.NumberFormat(undefined, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay,
    }),
)

type Maybe = number | null | undefined

interface WeightChange {
  feature: string
  from: number
  to: number
}

/** The true minus, as wide as a plus and a digit; some locales bring a hyphen. */
function written(format: Intl.NumberFormat, value: number): string {
  return format.format(value).replace(/^-/, '−')
}

function isMissing(value: Maybe): value is null | undefined {
  return value === null || value === undefined || Number.isNaN(value)
}

/** '5,000'; '—' where there is none. */
export function formatCount(value: Maybe): string {
  return isMissing(value) ? NONE : written(count, value)
}

/** '1.2M' where there is little room. */
export function formatCompact(value: Maybe): string {
  return isMissing(value) ? NONE : written(compact, value)
}

/** At most three decimals, as many as the value has. */
export function formatNumber(value: Maybe): string {
  return isMissing(value) ? NONE : written(plain, value)
}

/** A value with a fixed number of decimals, 0 to 4. */
export function formatFixed(value: Maybe, digits: 0 | 1 | 2 | 3 | 4): string {
  return isMissing(value) ? NONE : written(decimals[digits] as Intl.NumberFormat, value)
}

/** A metric to four decimals; cards use three. */
export function formatMetric(value: Maybe, digits: 2 | 3 | 4 = 4): string {
  return formatFixed(value, digits)
}

/** A difference with its sign, a true minus: '+0.116', '−0.004'. */
export function formatGain(value: Maybe, digits: 2 | 3 | 4 = 3): string {
  if (isMissing(value)) return NONE
  const text = formatFixed(Math.abs(value), digits)
  const isZero = Number(Math.abs(value).toFixed(digits)) === 0
  if (isZero) return text
  return value < 0 ? `−${text}` : `+${text}`
}

/** The gain of a kept experiment: better by something, however little, or equal with smaller weights. */
export function formatKeptGain(gain: number, digits: 3 | 4 = 4): string {
  if (gain === 0) return 'equal'
  const least = 10 ** -digits
  return gain > 0 && gain < least / 2 ? `< ${formatGain(least, digits)}` : formatGain(gain, digits)
}

/** '1.8', of standard errors: a gain below one is never written as one, nor one above zero as none. */
export function formatErrors(gain: number): string {
  if (gain === 0) return formatCount(0)
  if (gain < 0.05) return `< ${formatFixed(0.1, 1)}`
  if (gain < 1) return formatFixed(Math.min(0.9, gain), 1)
  return gain < 100 ? formatFixed(gain, 1) : formatCount(gain)
}

/** A move in words: 'sessions: 5 → −1'. */
export function formatChange({ feature, from, to }: WeightChange): string {
  return `${feature}: ${formatCount(from)} → ${formatCount(to)}`
}

const SHOWN_CHANGES = 3 // of an experiment that changes more, the two largest stand for all

/** Many moves in few words: 'sessions: 5 → −1, seats: 4 → 6', or '12 weights: sessions 5 → 21, seats 5 → 19, …'. */
export function formatChanges(changes: readonly WeightChange[]): string {
  if (changes.length === 0) return 'no change'
  if (changes.length <= SHOWN_CHANGES) return changes.map(formatChange).join(', ')
  const largest = [...changes].sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from))
  const named = largest
    .slice(0, SHOWN_CHANGES - 1)
    .map(({ feature, from, to }) => `${feature} ${formatCount(from)} → ${formatCount(to)}`)
  return `${plural(changes.length, 'weight')}: ${named.join(', ')}, …`
}

/** Whether an experiment changes so many weights that only some of them are named. */
export function isAbridged(changes: readonly WeightChange[]): boolean {
  return changes.length > SHOWN_CHANGES
}

/** A share of one as per cent, '71 %'; a share above zero is never shown as '0 %', nor one below one as '100 %'. */
export function formatShare(share: Maybe, digits: 0 | 1 | 2 = 0): string {
  if (isMissing(share)) return NONE
  const step = 10 ** -digits
  const percent = share * 100
  if (percent > 0 && percent < step / 2) return `< ${formatFixed(step, digits)} %`
  if (percent < 100 && percent > 100 - step / 2) return `> ${formatFixed(100 - step, digits)} %`
  return `${formatFixed(percent, digits)} %`
}

/** '0.03 s', '12 s', '4 min 10 s', '2 h 5 min'. */
export function formatSeconds(seconds: Maybe): string {
  if (isMissing(seconds)) return NONE
  if (seconds < 0.01) return `< ${formatFixed(0.01, 2)} s`
  if (seconds < 1) return `${formatFixed(seconds, 2)} s`
  if (seconds < 10) return `${formatFixed(seconds, 1)} s`
  if (seconds < 59.5) return `${formatCount(seconds)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${formatCount(Math.floor(whole / 3600))} h ${Math.floor((whole % 3600) / 60)} min`
}

/** 'about 3 s left': an estimate in whole seconds, rounded up. */
export function formatSecondsLeft(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds))
  return `about ${whole < 60 ? `${formatCount(whole)} s` : formatSeconds(whole)} left`
}

/** '24 MB', powers of 1,000 as file managers show. */
export function formatBytes(bytes: Maybe): string {
  if (isMissing(bytes)) return NONE
  if (bytes < 1000) return `${formatCount(bytes)} B`
  if (bytes < 1e6) return `${formatCount(bytes / 1e3)} kB`
  if (bytes < 1e9) return `${formatFixed(bytes / 1e6, bytes < 1e7 ? 1 : 0)} MB`
  return `${formatFixed(bytes / 1e9, 1)} GB`
}

/** Date and time in the reader's locale, from ISO 8601. */
export function formatMoment(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return NONE
  return date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
}

/** A day in the reader's locale, from milliseconds since 1970 UTC. */
export function formatDay(ms: Maybe): string {
  if (isMissing(ms)) return NONE
  return new Date(ms).toLocaleDateString(undefined, { dateStyle: 'medium', timeZone: 'UTC' })
}

/** '1 account', '5,000 accounts'. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`
}

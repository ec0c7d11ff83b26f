import type { ByTier, Metrics } from '../evaluation/metrics.ts'
import { type Problem, problemSentence } from '../lib/problem.ts'

/** Warnings and notes, one a line, each once. */
export function noteLines(problems: Problem[]): string[] {
  const words = { error: 'Error', warning: 'Warning', note: 'Note' } as const
  const lines = problems.map((problem) => `${words[problem.severity]}: ${problemSentence(problem)}`)
  return [...new Set(lines)].map((line) => line.trim())
}

/** Every metric on a line of its own, at full precision. */
export function metricLines(metrics: Metrics): string[] {
  return Object.entries(metrics).map(([name, value]) => {
    if (value === null) return `${name.padEnd(36)} none`
    if (typeof value === 'number') return `${name.padEnd(36)} ${value}`
    const tiers = Object.entries(value as ByTier).map(
      ([tier, figure]) => `${tier} ${figure === null ? 'none' : figure}`,
    )
    return `${name.padEnd(36)} ${tiers.length === 0 ? 'none' : tiers.join('  ')}`
  })
}

/** A figure for people: four decimals, or a dash where there is none. */
export function figure(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? '–' : value.toFixed(4)
}

/** A whole number with separators. */
export function grouped(value: number): string {
  return value.toLocaleString('en')
}

/** A gain with its sign. */
export function gain(from: number, to: number): string {
  const difference = to - from
  return `${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(4)}`
}

import type { Gate, GateName, Review } from '../../review/review.ts'
import { formatFixed, formatGain, formatNumber, formatShare, plural } from '../shared/format.ts'

export type GateState = 'passes' | 'fails' | 'not verified'

/** A gate as a line: what it asks, what was measured, what is asked for, and how it stands. */
export interface GateLine {
  name: string
  figure: string
  asked: string
  state: GateState
}

const NAMES: Record<GateName, string> = {
  gain: 'Better on accounts never seen',
  tier_movement: 'Accounts that change tier',
  segments: 'Largest fall of a segment',
  guardrails: 'Limits set for this score',
  noise: 'More than noise would find',
}

export function gateLine(gate: Gate, { gain }: Review): GateLine {
  const { name, threshold, passed } = gate
  return {
    name: NAMES[name],
    figure: figureOf(gate, gain),
    asked: askedOf(name, threshold),
    state: passed === null ? 'not verified' : passed ? 'passes' : 'fails',
  }
}

function figureOf({ name, value }: Gate, gain: Review['gain']): string {
  if (value === null) return '—'
  switch (name) {
    case 'gain':
      return gain === null
        ? formatGain(value)
        : `${formatGain(value)} (${formatGain(gain.low)} to ${formatGain(gain.high)})`
    case 'tier_movement':
      return formatShare(value, 1)
    case 'segments':
      return formatFixed(value, 3)
    case 'guardrails':
      return value === 0 ? 'none broken' : `${plural(value, 'limit')} broken`
    case 'noise':
      return `p = ${formatFixed(value, 3)}`
  }
}

function askedOf(name: GateName, threshold: number | null): string {
  if (threshold === null) return name === 'guardrails' ? 'none was set' : ''
  switch (name) {
    case 'gain':
      return `at least ${formatNumber(threshold)}, interval above zero`
    case 'tier_movement':
      return `at most ${formatShare(threshold, 1)}`
    case 'segments':
      return `at most ${formatNumber(threshold)}`
    case 'guardrails':
      return 'none broken'
    case 'noise':
      return `p at most ${formatNumber(threshold)}`
  }
}

/** '4 of 5 checks pass, 1 not verified'. */
export function gateCount({ gates }: Review): string {
  const count = (passed: boolean | null) => gates.filter((gate) => gate.passed === passed).length
  const [fail, open] = [count(false), count(null)]
  const parts = [
    `${count(true)} of ${plural(gates.length, 'check')} ${count(true) === 1 ? 'passes' : 'pass'}`,
    ...(fail === 0 ? [] : [`${fail} ${fail === 1 ? 'fails' : 'fail'}`]),
    ...(open === 0 ? [] : [`${open} not verified`]),
  ]
  return parts.join(', ')
}

/** How often these held-out accounts were consulted, for people who decide. */
export function looksSentence(looks: number, runId: string, runs: readonly string[]): string {
  if (looks <= 1) return 'This is the first decision drawn from these held-out accounts.'
  const others = new Set(runs.filter((id) => id !== runId)).size
  const from =
    others === 0
      ? 'all about this run, by different thresholds'
      : `about ${plural(others + 1, 'run')}`
  return `${looks} decisions have been drawn from these held-out accounts, ${from}. The more often they are consulted, the likelier a lucky one is among them.`
}

import { describe, expect, it } from 'vitest'
import { sampleTable } from '../../src/accounts/sample.ts'
import { numbersOf, slowAuc } from './slowClimb.ts'

const table = sampleTable('churn')
const churned = table.columns.find((column) => column.name === 'churned')!
const texts = churned.kind === 'text' ? churned.dictionary : []
const kept = Array.from(numbersOf(table, 'churned'), (code) => Number(texts[code] === 'no'))

function aucAlone(name: string): number {
  const values = numbersOf(table, name)
  return slowAuc(
    Int32Array.from(values, (value) => Math.round(value * 100)),
    kept,
  )
}

describe('churn sample', () => {
  it('says yes or no, and a quarter or so left', () => {
    expect([...texts].sort()).toEqual(['no', 'yes'])
    const left = 1 - kept.reduce((a, b) => a + b, 0) / kept.length
    expect(left).toBeGreaterThan(0.15)
    expect(left).toBeLessThan(0.35)
  })

  it('shows usage that decays before churn, in no column so strongly that it is the outcome', () => {
    expect(aucAlone('seats_used_share')).toBeGreaterThan(0.55)
    expect(aucAlone('nps')).toBeGreaterThan(0.52)
    expect(aucAlone('contract_months')).toBeGreaterThan(0.55)
    expect(aucAlone('days_since_last_login')).toBeLessThan(0.45)
    expect(aucAlone('support_tickets')).toBeLessThan(0.49)
    const last = numbersOf(table, 'logins_last_30d')
    const before = numbersOf(table, 'logins_30d_before')
    const left = Int32Array.from(Array.from(last), (value, row) =>
      Math.round((1000 * value) / before[row]!),
    )
    const decay = slowAuc(left, kept)
    expect(decay).toBeGreaterThan(0.65)
    expect(decay).toBeLessThan(0.9)
    expect(Math.abs(aucAlone('logins_30d_before') - 0.5)).toBeLessThan(0.1)
  })

  it('leaves a third of the NPS answers out', () => {
    const nps = table.columns.find((column) => column.name === 'nps')!
    const missing = nps.missing!.reduce((a, b) => a + b, 0) / table.rowCount
    expect(missing).toBeGreaterThan(0.28)
    expect(missing).toBeLessThan(0.38)
  })

  it('ends with no revenue from those who left', () => {
    const mrrEnd = numbersOf(table, 'mrr_end')
    expect(kept.every((stays, row) => stays === 1 || mrrEnd[row] === 0)).toBe(true)
    expect(kept.every((stays, row) => stays === 0 || mrrEnd[row]! > 0)).toBe(true)
  })
})

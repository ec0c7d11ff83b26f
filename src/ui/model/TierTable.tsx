import type { Tier } from '../../evaluation/tiers.ts'
import { formatCount, formatNumber, formatShare } from '../shared/format.ts'
import { NumberField } from '../shared/NumberField.tsx'
import table from '../shared/table.module.css'
import { tierColor } from '../shared/tierColor.ts'
import styles from './TierEditor.module.css'
import { cutRange } from './tierCuts.ts'

interface TierTableProps {
  tiers: Tier[] // best first
  maxScore: number
  accounts: Record<string, number> | null
  onCut(index: number, score: number): void
}

/** The tiers as numbers: from where to where, and how many accounts each holds. */
export function TierTable({ tiers, maxScore, accounts, onCut }: TierTableProps) {
  const total = Object.values(accounts ?? {}).reduce((sum, count) => sum + count, 0)
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">tier</th>
          <th scope="col">from score</th>
          <th scope="col" className={table.figure}>
            accounts
          </th>
          <th scope="col" className={table.figure}>
            share
          </th>
        </tr>
      </thead>
      <tbody>
        {tiers.map((tier, index) => (
          <tr key={tier.label}>
            <th scope="row" className={styles.tier}>
              <span
                className={styles.swatch}
                style={{ background: tierColor(index, tiers.length) }}
              />
              {tier.label}
            </th>
            <td className={styles.upTo}>
              {index === tiers.length - 1 ? (
                `${formatNumber(tier.min)} `
              ) : (
                <NumberField
                  label={`Tier ${tier.label} from`}
                  value={tier.min}
                  min={cutRange(tiers, index, maxScore)[0]}
                  max={cutRange(tiers, index, maxScore)[1]}
                  onCommit={(score) => onCut(index, score)}
                />
              )}
              <span className={styles.until}>
                {tier.max > maxScore ? 'and above' : `to below ${formatNumber(tier.max)}`}
              </span>
            </td>
            <td className={table.figure}>
              {accounts === null ? '…' : formatCount(accounts[tier.label] ?? 0)}
            </td>
            <td className={`${table.figure} ${table.quiet}`}>
              {accounts === null || total === 0
                ? '…'
                : formatShare((accounts[tier.label] ?? 0) / total)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

import type { Review } from '../../review/review.ts'
import { Card } from '../shared/Card.tsx'
import styles from './gates.module.css'
import { gateCount, gateLine } from './gateWords.ts'
import { LimitsTable } from './LimitsTable.tsx'
import { LooksLine } from './LooksLine.tsx'
import { StateIcon } from './StateIcon.tsx'
import { ThresholdsFold } from './ThresholdsForm.tsx'

/** The five checks a candidate must pass, each with its figure, what was asked for, and what it means. */
export function GateCard({ report }: { report: Review }) {
  return (
    <Card title="The five checks" aside={gateCount(report)}>
      <ul className={styles.gates}>
        {report.gates.map((gate) => {
          const { name, figure, asked, state } = gateLine(gate, report)
          return (
            <li key={gate.name} data-state={state}>
              <span className={styles.state}>
                <StateIcon state={state} />
                {state}
              </span>
              <span className={styles.name}>{name}</span>
              <span className={styles.figure}>
                {figure}
                <small>{asked}</small>
              </span>
              <p className={styles.sentence}>{gate.sentence}</p>
            </li>
          )
        })}
      </ul>
      <LimitsTable guardrails={report.guardrails} />
      <div className={styles.foot}>
        <ThresholdsFold thresholds={report.thresholds} />
        <LooksLine report={report} />
      </div>
    </Card>
  )
}

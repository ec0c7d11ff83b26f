import type { BeforeRun } from '../../accounts/contractView.ts'
import { OUTCOME_ROLES, type Role } from '../../accounts/role.ts'
import type { DataReady } from '../../store/state.ts'
import { formatFixed, formatShare, plural } from '../shared/format.ts'

interface DataHeadline {
  title: string
  sub: string
}

/** What the open file amounts to, in two sentences computed from it. */
export function dataHeadline(data: DataReady): DataHeadline {
  const features = data.roles.filter(({ role }) => role === 'feature').length
  const outcomes = data.roles.filter(({ role }) => isOutcome(role)).length
  const errors = data.problems.filter(({ severity }) => severity === 'error').length
  return {
    title: `${plural(data.rows, 'account')}, ${readiness(features, outcomes, errors)}`,
    sub: [
      `${plural(features, 'feature')}, ${plural(outcomes, 'outcome')}.`,
      data.retainedShare === null ? '' : `${formatShare(data.retainedShare)} retained.`,
      ceiling(data.beforeRun),
      reach(data.beforeRun),
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  }
}

function readiness(features: number, outcomes: number, errors: number): string {
  if (outcomes === 0) return 'but no outcome to learn from'
  if (features === 0) return 'but no feature to weigh'
  if (errors > 0) return `${plural(errors, 'problem')} before a run`
  return 'ready to search'
}

function ceiling({ noiseCeiling }: BeforeRun): string {
  if (noiseCeiling === null) return ''
  return `On the accounts searched chance alone can reach AUC ${formatFixed(noiseCeiling, 2)} (how often a retained account scores above a churned one).`
}

function reach({ smallestGain }: BeforeRun): string {
  if (smallestGain === null) return ''
  return `The accounts held out would show a gain in AUC of about ${formatFixed(smallestGain, 2)} or more.`
}

function isOutcome(role: Role): boolean {
  return (OUTCOME_ROLES as readonly Role[]).includes(role)
}

/**
 * How an account moved among the others, and the column that moved it there: the one rule of the list of
 * accounts, of the panel of one account and of account_changes.csv. The candidate's scores may lie higher or
 * lower as a whole, with cut-offs that follow, so what counts is what an account does beside the others: it can
 * gain points and fall.
 */

/** The column whose points changed most beside what they change on average, in the direction of the move. */
export interface MoveReason {
  name: string
  points: number // change
  average: number // of all accounts
}

/** What all accounts do; points have three decimals. */
export interface AllAccounts {
  accounts: number
  change: number // of the score, on average
  columns: { name: string; change: number }[] // of the points before clipping, on average
}

interface Placed {
  tierSteps: number // positive: into a better tier
  incumbent: { place: number } // 1: the highest score
  candidate: { place: number }
}

/** 1: up, -1: down, by tier or, where that stays, by the place among all accounts; 0: neither. */
export function moveDirection({ tierSteps, incumbent, candidate }: Placed): number {
  return Math.sign(tierSteps !== 0 ? tierSteps : incumbent.place - candidate.place)
}

/** Null where the account did not move, or nothing pushed it there. Ties go to the first column. */
export function moveReason(
  changes: readonly number[], // points before clipping, in the order of `all.columns`
  all: AllAccounts,
  direction: number,
): MoveReason | null {
  let reason: MoveReason | null = null
  let most = 0
  for (const [index, { name, change: average }] of all.columns.entries()) {
    const pushed = direction * besideOthers(changes[index], average)
    if (pushed > most) {
      most = pushed
      reason = { name, points: changes[index], average }
    }
  }
  return reason
}

/** A change beside the average one: what changes for every account alike, as a base score, is 0. */
export function besideOthers(change: number, average: number): number {
  return toDecimals(change - average)
}

/** Points have three decimals at most. */
export function toDecimals(points: number): number {
  return Math.round(points * 1000) / 1000 + 0
}

import type { MovedAccount } from './movedAccounts.ts'
import { besideOthers, type MoveReason, moveDirection } from './moveReason.ts'
import { grouped, plain, short } from './words.ts'

/** What moved an account, in a sentence: where it went, what its score does beside the others, by which column. */
export function moveWords(account: MovedAccount): string {
  const { change, reason, all } = account
  const direction = moveDirection(account)
  const gain = gainWords(change, all.change)
  if (direction === 0) {
    const nothing = change === 0 && all.change === 0
    return `${startWords(account)}: ${nothing ? 'its score is the same under both' : gain}.`
  }
  const difference = besideOthers(change, all.change)
  if (Math.sign(difference) === direction) {
    const by = reason === null ? '' : `, ${partWords(reason, difference)} by ${columnWords(reason)}`
    return `${startWords(account)}: ${gain}${by}.`
  }
  // The cut-offs moved, or scores lie closer together: what it gains or loses beside the others did not decide.
  const but = Math.sign(change) === direction ? ': ' : ', although '
  const most = direction > 0 ? 'what helps it most is' : 'what holds it back most is'
  const by = reason === null ? '' : `; ${most} ${columnWords(reason)}`
  return `${startWords(account)}${but}${gain}${by}.`
}

function startWords({ tierSteps, incumbent, candidate, all }: MovedAccount): string {
  if (tierSteps !== 0) {
    return `${tierSteps > 0 ? 'Rises' : 'Falls'} from tier ${incumbent.tier} to ${candidate.tier}`
  }
  const was =
    incumbent.place === candidate.place ? 'as before' : `instead of ${grouped(incumbent.place)}`
  return `Stays in tier ${candidate.tier}, at place ${grouped(candidate.place)} of ${grouped(all.accounts)} ${was}`
}

/** 'it gains 6.21 points where accounts gain 22.5 on average'. */
function gainWords(change: number, average: number): string {
  const [own, others] = toldApart(change, average)
  const score =
    change === 0
      ? 'its score stays the same'
      : `it ${change > 0 ? 'gains' : 'loses'} ${own} ${own === '1' ? 'point' : 'points'}`
  if (change === average) return `${score}, as accounts do on average`
  const do_ = average > 0 ? `gain ${others}` : `lose ${others}`
  return `${score} where accounts ${average === 0 ? 'keep theirs' : do_} on average`
}

function partWords({ points, average }: MoveReason, difference: number): string {
  const most = 2 * Math.abs(besideOthers(points, average)) >= Math.abs(difference)
  return most ? 'most of the difference' : 'the largest part of the difference'
}

/** 'promo_usage (no change here, +22.5 on average)'. */
function columnWords({ name, points, average }: MoveReason): string {
  const [own, others] = toldApart(points, average)
  const signed = (change: number, size: string) =>
    change === 0 ? 'no change' : `${change > 0 ? '+' : '−'}${size}`
  return `${name} (${signed(points, own)} here, ${signed(average, others)} on average)`
}

/** The sizes of an account's change and the average one, short unless rounding hides which is higher. */
function toldApart(own: number, average: number): [string, string] {
  const sizes = [own, average].map(Math.abs)
  const rounded = [own, average].map((change, index) =>
    Math.abs(change) < (index === 0 ? 10 : 1) ? change : Math.round(change * 10) / 10,
  )
  const kept = Math.sign(rounded[0] - rounded[1]) === Math.sign(own - average)
  const [first, second] = kept ? rounded.map((change) => short(Math.abs(change))) : sizes.map(plain)
  return [first, second]
}

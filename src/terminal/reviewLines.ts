import type { Gate, Review } from '../review/review.ts'
import { verdictOf } from '../review/verdict.ts'
import { signed } from '../review/words.ts'

const MARKS = new Map<Gate['passed'], string>([
  [true, 'holds'],
  [false, 'fails'],
  [null, 'not verified'],
])

/** A review in a few lines for people: decision, gain, why, and every gate. */
export function reviewLines(review: Review, folder: string): string[] {
  const { gain, metric, gates } = review
  const { decision, headline, answer, why, wrong } = verdictOf(review)
  const { cautions } = review
  return [
    `${decision}: ${headline}`,
    gain === null
      ? `${metric}: no gain can be told on held-out accounts`
      : `${metric} on held-out accounts: ${gain.incumbent.toFixed(4)} to ${gain.candidate.toFixed(4)} (${signed(gain.value, 4)}, 95 % interval ${signed(gain.low, 4)} to ${signed(gain.high, 4)})`,
    '',
    `Switch? ${answer}`,
    `Why: ${why}`,
    ...(cautions.length === 0
      ? [`What could still be wrong: ${wrong}`]
      : ['What could still be wrong:', ...cautions.map((caution) => `  - ${caution}`)]),
    '',
    ...gates.map(
      ({ name, passed, sentence }) =>
        `  ${name.padEnd(14)}${(MARKS.get(passed) ?? '').padEnd(14)}${sentence}`,
    ),
    '',
    `Written to ${folder}`,
  ]
}

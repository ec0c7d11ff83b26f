import type { StudyKind } from './study.ts'

/** A metric's value or gain in sentences. */
export function figure(value: number): string {
  const text = value.toFixed(3)
  return Number(text) === 0 ? '0.000' : text.replace('-', '−')
}

/** Why a study that is done has no result. */
export const NO_RESULT: Record<StudyKind, string> = {
  shuffle: 'The metric has no value on these accounts.',
  resample: 'The metric has no value on these accounts.',
  folds:
    'Half of the accounts is too few for this metric: it needs more than 100 accounts, of both outcomes.',
  ceiling: 'These outcomes allow no regression.',
  tolerance: 'The metric has no value on these accounts.',
}

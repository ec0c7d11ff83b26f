import type { Spec } from '../../accounts/spec.ts'
import { type Suited, suitedWords } from '../../accounts/suited.ts'
import type { ModelState } from '../../store/state.ts'
import { formatCount, plural } from '../shared/format.ts'

const SOURCES: Record<ModelState['source'], string> = {
  default: 'The spec was made from the columns.',
  completed: 'The spec was made from the columns, with what was decided about missing values.',
  imported: 'The spec was imported.',
  edited: 'The spec was edited here.',
  run: 'The spec was taken from a run.',
  shaped: 'The shape of each feature was chosen by cross-validation.',
}

/** What the spec is, where it came from, and what the last run made of it. */
export function modelHeadline(
  model: ModelState,
  suited: Suited | null = null, // where the last run departed from its spec
): { title: string; sub: string } {
  const { spec } = model
  const features = Object.values(spec.features)
  const locked = features.filter((feature) => feature.locked === true).length
  const base = spec.base_score ?? 0
  return {
    title: `${plural(features.length, 'weight')}${standing(spec, model.best)}`,
    sub: [
      SOURCES[model.source],
      `A score is ${base === 0 ? '' : `${formatCount(base)} points plus `}the sum of weight × value, clipped to 0\u00a0–\u00a0${formatCount(spec.max_score)}.`,
      model.best === null || suited === null ? '' : suitedWords(suited),
      locked === 0 ? '' : `${formatCount(locked)} locked: the search leaves them alone.`,
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  }
}

function standing(spec: Spec, best: ModelState['best']): string {
  if (best !== null) {
    const changed = changedFeatures(spec, best).length
    if (changed === 0) return ', the best of the last run'
    return `; the best of the last run differs in ${formatCount(changed)}`
  }
  const weights = Object.values(spec.features).map(({ weight }) => weight)
  const [first] = weights
  if (weights.length === 1) return `: ${formatCount(first)} points`
  return new Set(weights).size === 1 ? `, every one ${formatCount(first)}` : ''
}

/** Features whose weight differs between the spec and the best of the last run. */
export function changedFeatures(spec: Spec, best: Record<string, number> | null): string[] {
  if (best === null) return []
  return Object.entries(spec.features)
    .filter(([name, feature]) => Object.hasOwn(best, name) && best[name] !== feature.weight)
    .map(([name]) => name)
}

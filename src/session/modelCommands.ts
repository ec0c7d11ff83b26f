import type { FeatureSpec, Spec } from '../accounts/spec.ts'
import { downloadName } from '../exports/fileNames.ts'
import { problemSentence } from '../lib/problem.ts'
import type { ModelState } from '../store/state.ts'
import type { Commands } from './commands.ts'
import { type SessionContext, tell } from './context.ts'
import { download } from './download.ts'

/** The spec as edited on the page: the start of the next run. */
export interface ModelCommands
  extends Pick<Commands, 'updateFeature' | 'updateTiers' | 'updateBaseScore' | 'exportSpec'> {
  /** Shows a spec and computes its scores and problems; null while the contract allows none. */
  setSpec(spec: Spec | null, source: ModelState['source'], patch?: ModelPatch): Promise<void>
}

/** What a new spec comes with, where it is not what the spec before it had. */
export type ModelPatch = Partial<Pick<ModelState, 'shapes' | 'best' | 'incumbent'>>

export function createModelCommands(context: SessionContext): ModelCommands {
  const { store } = context
  let shown = 0
  let describing: Promise<unknown> = Promise.resolve()

  async function setSpec(
    spec: Spec | null,
    source: ModelState['source'],
    patch: ModelPatch = {},
  ): Promise<void> {
    const turn = ++shown
    if (spec === null) {
      store.setState({ model: null })
      return
    }
    const before = store.getState().model
    store.setState({
      model: {
        spec,
        source,
        problems: before?.problems ?? [],
        scores: before?.scores ?? null,
        best: before?.best ?? null,
        incumbent: before?.incumbent ?? null,
        shapes: before !== null && sameFeatures(before.spec, spec) ? before.shapes : null,
        ...patch,
      },
    })
    try {
      await describing // a second at a million accounts: of quick edits only the last is described
      if (turn !== shown) return
      const answer = context.data().call((service) => service.describeSpec(spec))
      describing = answer.catch(() => {})
      const view = await answer
      const current = store.getState().model
      if (turn !== shown || current === null) return
      store.setState({ model: { ...current, ...view } })
    } catch (error) {
      tell(store, error)
    }
  }

  return {
    setSpec,

    async updateFeature(name, patch: Partial<FeatureSpec>) {
      const spec = store.getState().model?.spec
      if (spec === undefined) return
      const features = { ...spec.features, [name]: { ...spec.features[name], ...patch } }
      await setSpec({ ...spec, features }, 'edited')
    },

    async updateTiers(tiers) {
      const spec = store.getState().model?.spec
      if (spec !== undefined) await setSpec({ ...spec, tiers }, 'edited')
    },

    async updateBaseScore(points) {
      const spec = store.getState().model?.spec
      if (spec !== undefined) await setSpec({ ...spec, base_score: points }, 'edited')
    },

    async exportSpec(format, which) {
      const { model, run } = store.getState()
      const start = model?.spec ?? run?.header.spec
      if (start === undefined) return
      const spec = which === 'best' && run !== null ? bestSpec(run) : start
      const { specJson, specYaml } = await specFiles()
      const text = format === 'json' ? specJson(spec) : specYaml(spec)
      const type = format === 'json' ? 'application/json' : 'application/yaml'
      download(downloadName([spec.model], format), new Blob([text], { type }))
    },
  }
}

/** Whether two specs have the same features made in the same way, whatever their weights. */
function sameFeatures(one: Spec, other: Spec): boolean {
  const made = ({ features }: Spec) =>
    JSON.stringify(Object.entries(features).map(([name, { transform }]) => [name, transform]))
  return made(one) === made(other)
}

/** A run's best spec: its start with the best weights. */
export function bestSpec(run: { header: { spec: Spec }; best: { weights: number[] } }): Spec {
  return withWeights(run.header.spec, run.best.weights)
}

/** A spec with other weights, given in the spec's order. */
export function withWeights(spec: Spec, weights: ArrayLike<number>): Spec {
  const features = Object.entries(spec.features).map(
    ([name, feature], i) => [name, { ...feature, weight: weights[i] }] as const,
  )
  return { ...spec, features: Object.fromEntries(features) }
}

/** The parsers of spec files, fetched when first needed: the first paint does without them. */
function specFiles() {
  return import('../exports/specFile.ts')
}

/** Reads a spec file; rejects with one sentence that names path, value and rule. */
export async function readSpecFile(file: File): Promise<Spec> {
  const { readSpecText } = await specFiles()
  const result = readSpecText(await file.text(), file.name)
  if (!result.ok) throw new Error(result.problems.slice(0, 3).map(problemSentence).join(' '))
  return result.value
}

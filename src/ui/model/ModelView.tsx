import type { ModelState } from '../../store/state.ts'
import { useAppState, useCommands } from '../context.tsx'
import controls from '../shared/controls.module.css'
import { EmptyState } from '../shared/EmptyState.tsx'
import { formatNumber } from '../shared/format.ts'
import { Headline } from '../shared/Headline.tsx'
import { NextStep } from '../shared/NextStep.tsx'
import { ProblemList } from '../shared/ProblemList.tsx'
import { StartRunButton } from '../shared/StartRunButton.tsx'
import { View } from '../shared/View.tsx'
import styles from './ModelView.module.css'
import { modelHeadline } from './modelHeadline.ts'
import { ShapesCard } from './ShapesCard.tsx'
import { SpecToolbar } from './SpecToolbar.tsx'
import { TierEditor } from './TierEditor.tsx'
import { WeightTable } from './WeightTable.tsx'

/** The second step: the spec a run starts from, editable, and the tiers it puts accounts in. */
export function ModelView() {
  const model = useAppState((state) => state.model)
  const isReady = useAppState((state) => state.data.phase === 'ready')
  if (model === null) return <NoModel isReady={isReady} />
  return <Model model={model} />
}

function Model({ model }: { model: ModelState }) {
  const suited = useAppState(({ run }) => run?.header.suited ?? null)
  const clipped = useAppState(({ run }) => run?.clipped ?? null)
  const { problems, best } = model
  const isNew =
    clipped !== null && best !== null && problems.every(({ what }) => what !== clipped.what)
  const headline = modelHeadline(model, suited)
  return (
    <View name="Model" context={`spec ${model.spec.model}`} actions={<StartRunButton />}>
      <Headline title={headline.title} sub={headline.sub} />
      <SpecToolbar hasBest={model.best !== null} />
      <ProblemList
        problems={isNew ? [...problems, clipped] : problems}
        action={(problem) =>
          problem.code === 'scores-clipped' &&
          problem !== clipped && <BetterBase scores={model.scores} />
        }
      />
      <div className={styles.stack}>
        <ShapesCard />
        <TierEditor
          tiers={model.spec.tiers}
          maxScore={model.spec.max_score}
          scores={model.scores}
        />
        <WeightTable spec={model.spec} best={model.best} problems={model.problems} />
      </div>
    </View>
  )
}

/** The remedy for clipped scores, where another base score is one. */
function BetterBase({ scores }: Pick<ModelState, 'scores'>) {
  const { updateBaseScore } = useCommands()
  const base = scores?.betterBase ?? null
  if (base === null) return null
  return (
    <button type="button" className={controls.link} onClick={() => void updateBaseScore(base)}>
      Set the base score to {formatNumber(base)}
    </button>
  )
}

function NoModel({ isReady }: { isReady: boolean }) {
  const isLoading = useAppState((state) => state.data.phase === 'loading')
  if (isLoading)
    return (
      <View name="Model">
        <EmptyState
          title="Reading the accounts…"
          text="Weights and tiers stand here once they are read."
        >
          <NextStep />
        </EmptyState>
      </View>
    )
  return (
    <View name="Model">
      <EmptyState
        title="No model yet"
        text={
          isReady
            ? 'The open file has a problem that stands in the way. It is told on Data, with what to do.'
            : 'The model is made from the columns of your accounts: open a file first, then its weights and tiers stand here.'
        }
      >
        <NextStep />
      </EmptyState>
    </View>
  )
}

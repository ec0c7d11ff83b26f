import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import type { Spec } from '../../accounts/spec.ts'
import type { AppState } from '../../store/state.ts'
import { useAppState, useCommands } from '../context.tsx'
import { ConfirmButton } from '../shared/ConfirmButton.tsx'
import controls from '../shared/controls.module.css'
import { FileButton } from '../shared/FileButton.tsx'
import styles from './ModelView.module.css'
import { changedFeatures } from './modelHeadline.ts'
import { shapesBlock } from './shapesBlock.ts'

type Which = 'start' | 'best'

/** Spec in and out, and back to the defaults. */
export function SpecToolbar({ hasBest }: { hasBest: boolean }) {
  const commands = useCommands()
  const [chosen, setChosen] = useState<Which | null>(null)
  const untouched = useAppState(isStartOfRun)
  const which = hasBest ? (chosen ?? (untouched ? 'best' : 'start')) : 'start'
  return (
    <div className={styles.toolbar}>
      <FileButton
        text="Import spec"
        accept=".json,.yaml,.yml"
        onFile={(file) => void commands.importSpec(file)}
      />
      <Button onClick={() => void commands.exportSpec('json', which)}>Export spec (JSON)</Button>
      <Button onClick={() => void commands.exportSpec('yaml', which)}>Export spec (YAML)</Button>
      {hasBest && (
        <label className={styles.which}>
          with
          <select
            className={controls.select}
            value={which}
            onChange={(event) => setChosen(event.currentTarget.value as Which)}
          >
            <option value="best">the best weights</option>
            <option value="start">the start weights</option>
          </select>
        </label>
      )}
      <UseBest />
      <BestShapes />
      <ConfirmButton
        text="Reset"
        confirm="Yes, back to the defaults"
        onConfirm={() => void commands.resetSpec()}
      />
    </div>
  )
}

/** Whether the spec still is what the last run came from: only then its best is what is wanted. */
function isStartOfRun({ model, run }: AppState): boolean {
  if (model === null || run === null) return false
  const { spec, origin } = run.header
  return isSame(model.spec, spec) || (origin !== undefined && isSame(model.spec, origin.spec))
}

function isSame(spec: Spec, start: Spec): boolean {
  return (
    JSON.stringify(spec.tiers) === JSON.stringify(start.tiers) &&
    Object.entries(spec.features).every(
      ([name, feature]) => start.features[name]?.weight === feature.weight,
    )
  )
}

/** Chooses how each feature is made of its column, by what tells retained from churned best. */
function BestShapes() {
  const { chooseShapes } = useCommands()
  const block = useAppState(shapesBlock)
  const reasonId = useId()
  const reason = block ?? 'Lines, logarithms, ranks or bins: chosen by cross-validation'
  return (
    <>
      <Button
        aria-disabled={block !== null}
        data-disabled={block !== null || undefined}
        aria-describedby={reasonId}
        title={reason}
        onClick={() => {
          if (block === null) void chooseShapes({})
        }}
      >
        Best shape for each feature
      </Button>
      <span id={reasonId} hidden>
        {reason}
      </span>
    </>
  )
}

/** Takes the best of the last run as the start of the next. */
function UseBest() {
  const { useSpec: takeSpec } = useCommands()
  const runId = useAppState((state) => state.run?.runId ?? null)
  const index = useAppState((state) => state.run?.lastKept[0]?.index ?? 0)
  const differs = useAppState(
    ({ model }) => model !== null && changedFeatures(model.spec, model.best).length > 0,
  )
  if (runId === null || !differs) return null
  return <Button onClick={() => void takeSpec(runId, index)}>Start from the best</Button>
}

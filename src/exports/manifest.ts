import type { RoleAssignment } from '../accounts/role.ts'
import type { Shaped } from '../accounts/shaped.ts'
import type { Spec } from '../accounts/spec.ts'
import type { SplitRecord, Window } from '../accounts/splitRecord.ts'
import type { Suited } from '../accounts/suited.ts'
import type { RunHeader, RunSummary } from '../journal/entry.ts'
import { runResult } from '../journal/runResult.ts'
import { sha256HexOfText } from '../lib/sha256.ts'
import { certificateRecord } from '../loop/certificate.ts'
import { changeCurveRecord, curveRecord } from '../loop/curve.ts'
import type { ChangePoint, CurvePoint } from '../loop/experiment.ts'
import { guardrailsRecord } from '../loop/guardrails.ts'
import { specJson } from './specFile.ts'

export const MANIFEST_FORMAT_VERSION = 1

/** What the host knows beside the run's record; absent: not told in the manifest. */
export interface ManifestDetails {
  bestSpec: Spec // the spec the run ended with; the baseline where nothing was kept
  createdAt: string // of this manifest, UTC ISO 8601
  roles?: RoleAssignment[]
  columnsHash?: string // of the columns the spec uses, see `columnsFingerprint`
  journalFileHash?: string // SHA-256 of the exported journal's bytes
  journalHead?: string // hash the journal's chain ends with
}

/** The record of a run that lets someone else repeat and check it; JSON-ready, no row of the data. */
export function manifest(run: RunSummary, details: ManifestDetails): Record<string, unknown> {
  const { header } = run
  const { data, baseline } = header
  const figures = { search: baseline.value, holdout: baseline.holdoutValue }
  const result = runResult(run) ?? { index: 0, ...baseline }
  return {
    format_version: MANIFEST_FORMAT_VERSION,
    run_id: header.runId,
    created_at: details.createdAt,
    run_started_at: header.createdAt,
    run_ended_at: run.endedAt,
    state: run.state,
    app_version: header.appVersion,
    ...(header.buildHash === undefined ? {} : { build_hash: header.buildHash }),
    evaluation_version: header.evaluationVersion,
    data: {
      file_name: data.name,
      sha256: data.fingerprint,
      rows: data.rows,
      columns: data.columns,
      ...(details.columnsHash === undefined ? {} : { used_columns_sha256: details.columnsHash }),
      ...(details.roles === undefined ? {} : { roles: rolesOf(details.roles) }),
    },
    spec: {
      model: header.spec.model,
      features: Object.keys(header.spec.features).length,
      baseline_sha256: specHash(header.spec),
      best_sha256: specHash(details.bestSpec),
      ...(header.origin === undefined ? {} : { origin_sha256: specHash(header.origin.spec) }),
      ...(header.shaped === undefined ? {} : { shapes: shapesRecord(header.shaped) }),
      outcome_columns: outcomeColumns(header.spec),
      ...(header.spec.time === undefined ? {} : { windows: header.spec.time }),
    },
    metric: header.metric,
    strategy: header.strategy,
    seed: Number.isNaN(header.seed) ? null : header.seed,
    budget: Number.isFinite(header.budget) ? header.budget : null,
    split: splitOf(header.split),
    workers: header.workers,
    ...(header.kernel === undefined ? {} : { kernel: header.kernel }),
    ...(header.suited === undefined ? {} : { suited: suitedRecord(header.suited) }),
    ...(header.maxFeatures === undefined ? {} : { max_features: header.maxFeatures }),
    ...(header.guardrails === undefined ? {} : { guardrails: guardrailsRecord(header.guardrails) }),
    results: {
      experiments: run.experiments,
      kept: run.kept,
      ...(run.refused === undefined ? {} : { refused: run.refused }),
      search_seconds: run.searchSeconds,
      best_experiment: result.index,
      baseline: figures,
      best: { search: result.value, holdout: result.holdoutValue },
      ...(run.curve === undefined ? {} : { curve: curveOf(run.curve, header.spec) }),
      ...(run.changeCurve === undefined
        ? {}
        : { change_curve: changeCurveOf(run.changeCurve, header) }),
    },
    ...(run.certificate === undefined ? {} : { certificate: certificateRecord(run.certificate) }),
    ...(details.journalFileHash === undefined
      ? {}
      : { journal_file_sha256: details.journalFileHash }),
    ...(details.journalHead === undefined ? {} : { journal_head_sha256: details.journalHead }),
  }
}

/** SHA-256 of the spec's canonical JSON text: equal specs, equal hash. */
export function specHash(spec: Spec): string {
  return sha256HexOfText(specJson(spec))
}

/** How shapes were chosen by cross-validation, and which were overruled. */
function shapesRecord({ from, overrule }: Shaped) {
  return { chosen_from_sha256: specHash(from), overruled: overrule }
}

/** The curve with the points of each spec's features; the others have none. */
function curveOf(curve: CurvePoint[], spec: Spec) {
  const names = Object.keys(spec.features)
  return curveRecord(curve).map((record, i) => ({
    ...record,
    weights: Object.fromEntries(
      names.flatMap((name, j) => {
        const weight = curve[i]!.weights[j]!
        return weight === 0 ? [] : [[name, weight]]
      }),
    ),
  }))
}

/** The curve with the points of each spec's features that it changes. */
function changeCurveOf(curve: ChangePoint[], { spec, changesFrom }: RunHeader) {
  const start = Object.entries(spec.features).map(([name, { weight }], j) => ({
    name,
    before: changesFrom?.[j] ?? weight,
  }))
  return changeCurveRecord(curve).map((record, i) => ({
    ...record,
    weights: Object.fromEntries(
      start.flatMap(({ name, before }, j) => {
        const weight = curve[i]!.weights[j]!
        return weight === before ? [] : [[name, weight]]
      }),
    ),
  }))
}

function splitOf(split: SplitRecord): Record<string, unknown> {
  const { windows, second } = split
  const windowOf = (window: Window) => ({
    features_asof: [window.featuresAsofFrom, window.featuresAsofTo],
    outcome_end: [window.outcomeEndFrom, window.outcomeEndTo],
  })
  return {
    kind: split.kind,
    seed: split.seed,
    share: split.share,
    search_rows: split.searchRows,
    holdout_rows: split.holdoutRows,
    ...(split.leftOutRows === undefined ? {} : { left_out_rows: split.leftOutRows }),
    ...(split.asOf == null ? {} : { as_of: split.asOf }),
    ...(windows === undefined
      ? {}
      : { windows: { search: windowOf(windows.search), holdout: windowOf(windows.holdout) } }),
    ...(second === undefined
      ? {}
      : {
          holdout_file: {
            file_name: second.name,
            sha256: second.fingerprint,
            rows: second.rows,
            columns: second.columns,
          },
        }),
  }
}

function rolesOf(roles: RoleAssignment[]): Record<string, string[]> {
  const columns: Record<string, string[]> = {}
  for (const { column, role } of roles) columns[role] = [...(columns[role] ?? []), column]
  return columns
}

function outcomeColumns(spec: Spec): Record<string, string> {
  const { mrr_column, retain_column, churn_column, ltv_column, columns } = spec
  const named = { mrr: mrr_column, retained: retain_column, churned: churn_column, ltv: ltv_column }
  return Object.fromEntries(
    Object.entries({ ...named, ...columns }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  )
}

function suitedRecord({ baseScore, lowest, highest }: Suited) {
  return {
    ...(baseScore === undefined ? {} : { base_score: baseScore }),
    ...(lowest === undefined ? {} : { min: lowest }),
    ...(highest === undefined ? {} : { max: highest }),
  }
}

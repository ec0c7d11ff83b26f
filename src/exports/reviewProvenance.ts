import { columnsFingerprint } from '../accounts/columnsFingerprint.ts'
import { outcomeColumns } from '../accounts/outcomeColumns.ts'
import { grouped, listed } from '../accounts/say.ts'
import type { Shaped } from '../accounts/shaped.ts'
import type { Spec } from '../accounts/spec.ts'
import { suitedWords } from '../accounts/suited.ts'
import type { Table } from '../accounts/table.ts'
import type { RunSummary } from '../journal/entry.ts'
import { certificateSentence } from '../loop/certificate.ts'
import { guardrailsSentence, refusalSentence } from '../loop/guardrails.ts'
import { BOOTSTRAP_SEED } from '../review/buildReview.ts'
import type { Provenance } from '../review/report/provenance.ts'
import type { Review } from '../review/review.ts'
import type { StudyRecord } from '../studies/study.ts'
import { specHash } from './manifest.ts'

/** What the guardrails of a run ask for, and what they refused. */
export function guardrailWords({ header, refused }: RunSummary): string {
  const asked = guardrailsSentence(header.guardrails ?? {}, grouped)
  return `${asked} ${refusalSentence(refused, grouped) ?? 'They refused no better spec.'}`
}

/** What a host knows of a reviewed run beside its review. */
export interface ReviewedFacts {
  run: RunSummary
  table: Table // the rows its split divides
  candidate: Spec
  studies: readonly StudyRecord[]
  command?: string // as given in the terminal
}

/** How a review came about, from the journal's record of its run. */
export function reviewProvenance(
  { split }: Review,
  { run, table, candidate, studies, command }: ReviewedFacts,
): Provenance {
  const { header, certificate } = run
  const { second } = split
  return {
    model: candidate.model,
    files: [
      { used: second === undefined ? 'searched and held out' : 'searched', ...header.data },
      ...(second === undefined ? [] : [{ used: 'held out', ...second }]),
    ],
    columnsHash: columnsFingerprint(table, candidate),
    outcomes: [...outcomeColumns(table, candidate)],
    strategy: header.strategy,
    ...(header.shaped === undefined ? {} : { shapes: shapesWords(header.shaped) }),
    seed: header.seed,
    budget: Number.isFinite(header.budget) ? header.budget : null,
    experiments: run.experiments,
    kept: run.kept,
    searchSeconds: run.searchSeconds,
    ...(header.guardrails === undefined ? {} : { guardrails: guardrailWords(run) }),
    ...(certificate === undefined ? {} : { certificate: certificateSentence(certificate) }),
    ...(studies.length === 0 ? {} : { studies: studyWords(studies, header) }),
    ...(header.suited === undefined ? {} : { suited: suitedWords(header.suited) }),
    ...(header.kernel === undefined ? {} : { kernel: header.kernel }),
    appVersion: header.appVersion,
    evaluationVersion: header.evaluationVersion,
    incumbentHash: specHash(header.origin?.spec ?? header.spec),
    candidateHash: specHash(candidate),
    bootstrapSeed: BOOTSTRAP_SEED,
    ...(command === undefined ? {} : { command }),
  }
}

/** 'chosen by cross-validation, country by hand'. */
function shapesWords({ overrule }: Shaped): string {
  const byHand = Object.keys(overrule)
  return `chosen by cross-validation${byHand.length === 0 ? '' : `, ${listed(byHand)} by hand`}`
}

/** What a study repeats, in words. */
const STUDY_WORDS: Record<StudyRecord['kind'], string> = {
  shuffle: 'shuffled outcomes',
  resample: 'resampled accounts',
  folds: 'folds',
  ceiling: 'ceiling',
  tolerance: 'tolerances',
}

/** 'shuffled outcomes 100 and folds 20; searches as the run's, deep until it is done, drawn from seed 42'. */
function studyWords(
  studies: readonly StudyRecord[],
  { strategy, budget, seed, shaped }: RunSummary['header'],
): string {
  const done = studies.map(
    ({ kind, replicates }) => `${STUDY_WORDS[kind]} ${grouped(replicates.length)}`,
  )
  const search = Number.isFinite(budget)
    ? `${strategy} of ${grouped(budget)} experiments`
    : `${strategy} until it is done`
  const anew = shaped === undefined ? '' : ', shapes chosen anew by shuffled outcomes and folds'
  return `${listed(done)}; searches as the run's, ${search}, drawn from seed ${seed}${anew}`
}

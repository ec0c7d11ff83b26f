import type { SplitRecord, Window } from '../../accounts/splitRecord.ts'
import type { Review } from '../review.ts'
import { counted, decimals, grouped, plain, share } from '../words.ts'
import type { Section } from './document.ts'
import type { Provenance } from './provenance.ts'

/** How it was done, enough to repeat it. */
export function provenanceSection(review: Review, made: Provenance): Section {
  const { thresholds, tierFit, gain, looks, split, filesCheckedAt } = review
  const facts: [string, string | null][] = [
    ['Command', made.command ?? null],
    ...made.files.map((file): [string, string] => [
      `File ${file.used}`,
      `${file.name}, ${counted(file.rows, 'row')} × ${counted(file.columns, 'column')}, SHA-256 ${file.fingerprint}`,
    ]),
    ['Fingerprints checked again', filesCheckedAt],
    ['Columns used', made.columnsHash === undefined ? null : `SHA-256 ${made.columnsHash}`],
    ['Outcomes', made.outcomes.map(([role, column]) => `${role}: ${column}`).join(', ') || null],
    ['Held out', splitWords(split)],
    ['Searched period', split.windows === undefined ? null : windowWords(split.windows.search)],
    ['Held-out period', split.windows === undefined ? null : windowWords(split.windows.holdout)],
    ['Outcomes known up to', split.asOf ?? null],
    ['Metric maximised', review.metric],
    [
      'Search',
      `strategy ${made.strategy}, ${made.budget === null ? 'until it was done' : `budget ${grouped(made.budget)} experiments`}, seed ${made.seed ?? 'unknown'}${made.shapes === undefined ? '' : `, shapes ${made.shapes}`}`,
    ],
    [
      'Experiments',
      `${grouped(made.experiments)} made, ${grouped(made.kept)} kept, ${decimals(made.searchSeconds, 2)} s of search`,
    ],
    ['Spec searched', made.suited ?? null],
    ['Guardrails', made.guardrails?.replace(/^Guardrails: /, '') ?? null],
    ['Certificate', made.certificate ?? null],
    ['Studies', made.studies ?? null],
    ['Kernel', made.kernel ?? null],
    [
      'Interval',
      gain === null
        ? null
        : `paired bootstrap of accounts, ${grouped(gain.replicates)} Poisson replicates${review.metric === 'ks' ? ' of the gaps where they are widest, less the excess of the replicates’ own widest gaps' : ''}, seed ${made.bootstrapSeed}, standard error ${decimals(gain.standardError, 4)}${gain.deLong === null ? '' : `; by DeLong ${decimals(gain.deLong.low, 4)} to ${decimals(gain.deLong.high, 4)}, standard error ${decimals(gain.deLong.standardError, 4)}`}`,
    ],
    [
      'Thresholds',
      `gain at least ${plain(thresholds.minGain)}, tier movement at most ${share(thresholds.maxTierMovement)}, fall of a segment at most ${plain(thresholds.maxSegmentDrop)}, p of noise at most ${plain(thresholds.maxNoiseP)}`,
    ],
    ['Tier cut-offs', tierFit.sentence],
    ['Looks at this holdout', looks === null ? 'not known here' : `${looks}, this one included`],
    ['Incumbent spec', `SHA-256 ${made.incumbentHash}`],
    ['Candidate spec', `SHA-256 ${made.candidateHash}`],
    ['Versions', `Ratchet ${made.appVersion}, evaluator ${made.evaluationVersion}`],
    ['Review', `${review.runId}, ${review.createdAt}`],
  ]
  return {
    title: 'How it was done',
    lead: 'The same files, seed and versions give the same specs and figures, on any number of workers.',
    blocks: [
      { kind: 'facts', facts: facts.filter((fact): fact is [string, string] => fact[1] !== null) },
    ],
  }
}

const SPLITS: Record<SplitRecord['kind'], string> = {
  'id-hash': 'by a hash of the account id',
  'row-hash': 'by a hash of the row number',
  none: 'nothing',
  time: 'later outcomes, by the time columns',
  file: 'the second, later file',
  unknown: 'not told by the imported journal',
}

function splitWords({
  kind,
  share: wanted,
  seed,
  searchRows,
  holdoutRows,
  leftOutRows = 0,
}: SplitRecord): string {
  const hash =
    kind === 'id-hash' || kind === 'row-hash' ? `, share ${plain(wanted)}, seed ${seed}` : ''
  const left = leftOutRows === 0 ? '' : `, ${grouped(leftOutRows)} between the periods in neither`
  return `${SPLITS[kind]}${hash}: ${counted(searchRows, 'row')} searched, ${grouped(holdoutRows)} held out${left}`
}

function windowWords({
  featuresAsofFrom,
  featuresAsofTo,
  outcomeEndFrom,
  outcomeEndTo,
}: Window): string {
  const span = (from: string, to: string) => (from === to ? `on ${from}` : `from ${from} to ${to}`)
  return `looked at ${span(featuresAsofFrom, featuresAsofTo)}; outcomes over ${span(outcomeEndFrom, outcomeEndTo)}`
}

import type { KeptFigures } from './experiment.ts'

/** Kept experiments that tell the size of their gain, and those of them that gained next to nothing. */
export interface TieCounts {
  measured: number
  ties: number
}

type Gain = Pick<KeptFigures, 'gainInStandardErrors'>

/** Whether a gain is below one standard error, which chance alone makes; false where its size is not told. */
export function isTie({ gainInStandardErrors }: Gain): boolean {
  return gainInStandardErrors !== undefined && gainInStandardErrors < 1
}

/** 'tie (noise)', or 'tie' where nothing was gained but a simpler spec; null for what is no tie. */
export function tieWords(kept: Gain): string | null {
  if (!isTie(kept)) return null
  return kept.gainInStandardErrors === 0 ? 'tie' : 'tie (noise)'
}

/** Counts with those of more kept experiments; the same where none of them tells its size. */
export function countTies(counts: TieCounts | undefined, kept: Gain[]): TieCounts | undefined {
  const measured = kept.filter(({ gainInStandardErrors }) => gainInStandardErrors !== undefined)
  if (measured.length === 0) return counts
  return {
    measured: (counts?.measured ?? 0) + measured.length,
    ties: (counts?.ties ?? 0) + measured.filter(isTie).length,
  }
}

/** 'Of 41 kept, 29 gained less than one standard error each: noise.'; null where none did, or none tells its size. */
export function tieSentence(
  counts: TieCounts | undefined,
  kept: number,
  written = (count: number) => count.toLocaleString('en'),
): string | null {
  if (counts === undefined || counts.ties === 0) return null
  const { measured, ties } = counts
  const all = `${written(measured)} kept${measured === kept ? '' : ' whose gain was measured'}`
  return `Of ${all}, ${written(ties)} gained less than one standard error${ties === 1 ? '' : ' each'}: noise.`
}

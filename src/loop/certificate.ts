import type { Certificate } from './experiment.ts'

/** A certificate as files hold it. */
export function certificateRecord({
  single,
  pairs,
  wholePairs,
  global,
  byStandardError,
  standardErrors,
  asked,
  guarded,
  checked,
}: Certificate) {
  return {
    single,
    pairs,
    ...(wholePairs === undefined ? {} : { whole_pairs: wholePairs }),
    ...(global ? { global } : {}),
    ...(byStandardError ? { by_standard_error: true } : {}),
    ...(standardErrors === undefined ? {} : { standard_errors: standardErrors }),
    ...(asked === undefined ? {} : { asked_of_two: asked }),
    ...(guarded ? { within_guardrails: true } : {}),
    checked,
  }
}

/** What a certificate says, as a sentence; `written` writes its numbers. */
export function certificateSentence(
  certificate: Certificate,
  written = (count: number) => count.toLocaleString('en'),
): string {
  const { pairs, wholePairs, global, byStandardError, standardErrors, asked, guarded, checked } =
    certificate
  const count = written(checked)
  const within = guarded ? ' within the guardrails' : ''
  if (global) {
    const bounds = guarded ? 'their bounds and the guardrails' : 'their bounds'
    return `No weights within ${bounds} are better (${count} checked).`
  }
  const which = asked === undefined ? 'no change' : `none of the ${written(asked)} best changes`
  const two = asked === undefined ? 'two weights' : 'each two weights'
  const together = `${which} of ${two}${pairsInWords(pairs, wholePairs, written)}`
  const by = byStandardError ? ` by more than ${errorsInWords(standardErrors)}` : ''
  return `No change of one weight and ${together} improves the metric${within}${by} (${count} checked).`
}

/** ' by up to 3 points', and of how many pairs by any. */
function pairsInWords(
  pairs: true | string,
  wholePairs: number | undefined,
  written: (count: number) => string,
): string {
  if (pairs === true) return ''
  const points = `by up to ${pairs.replace(/\D+/, '')} points`
  if (wholePairs === undefined) return ` ${points}`
  return ` (${written(wholePairs)} ${wholePairs === 1 ? 'pair' : 'pairs'} over their whole bounds, the others ${points})`
}

/** 'one standard error, …' or '2.8 standard errors, …', never fewer than were asked for; journals before say none. */
function errorsInWords(asked = 1): string {
  const tenths = Math.ceil(10 * asked)
  const errors = tenths > 10 ? `${(tenths / 10).toFixed(1)} standard errors` : 'one standard error'
  return `${errors}, with one account more of each outcome allowed for`
}

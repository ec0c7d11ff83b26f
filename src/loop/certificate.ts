import type { Certificate } from './experiment.ts'

/** A certificate as files hold it. */
export function certificateRecord({
  single,
  pairs,
  global,
  byStandardError,
  guarded,
  checked,
}: Certificate) {
  return {
    single,
    pairs,
    ...(global ? { global } : {}),
    ...(byStandardError ? { by_standard_error: true } : {}),
    ...(guarded ? { within_guardrails: true } : {}),
    checked,
  }
}

/** What a certificate says, as a sentence; `written` writes its numbers. */
export function certificateSentence(
  { pairs, global, byStandardError, guarded, checked }: Certificate,
  written = (count: number) => count.toLocaleString('en'),
): string {
  const count = written(checked)
  const within = guarded ? ' within the guardrails' : ''
  if (global) {
    const bounds = guarded ? 'their bounds and the guardrails' : 'their bounds'
    return `No weights within ${bounds} are better (${count} checked).`
  }
  const together =
    pairs === true
      ? 'no change of two weights'
      : `no change of two weights by up to ${pairs.replace(/\D+/, '')} points`
  const by = byStandardError ? ' by more than one standard error' : ''
  return `No change of one weight and ${together} improves the metric${by}${within} (${count} checked).`
}

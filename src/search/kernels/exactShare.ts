/**
 * amount * part / whole of whole numbers below 2^53, `part` not above `whole`: the whole part exactly,
 * the rest rounded once. Plain arithmetic rounds products beyond 2^53, and two ties that come to the
 * same would differ in the last digit.
 */
export function exactShare(amount: number, part: number, whole: number): number {
  const product = amount * part
  if (product <= Number.MAX_SAFE_INTEGER) return product / whole
  const exact = BigInt(amount) * BigInt(part)
  const divisor = BigInt(whole)
  return Number(exact / divisor) + Number(exact % divisor) / whole
}

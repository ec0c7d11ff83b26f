/** A metric's value or gain in sentences. */
export function figure(value: number): string {
  const text = value.toFixed(3)
  return Number(text) === 0 ? '0.000' : text.replace('-', '−')
}

/** The keep rule: strict improvement. A metric that is not defined (NaN) never wins. */
export function decide(candidate: number, incumbent: number): boolean {
  return candidate > incumbent
}

/** CSS colour of the tier at `index` (0 is the best) of `total`: one ramp from dark teal to grey. */
export function tierColor(index: number, total: number): string {
  const place = total <= 1 ? 0 : (index / (total - 1)) * 3
  const low = Math.floor(place)
  const share = Math.round((place - low) * 100)
  if (share === 0) return `var(--tier-${low})`
  return `color-mix(in oklab, var(--tier-${low + 1}) ${share}%, var(--tier-${low}))`
}

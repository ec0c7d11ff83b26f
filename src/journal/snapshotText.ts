/** Features whose text is joined at once, so that a few changed weights cost a few joins. */
const BLOCK = 8

/** `{"name":weight,…}` of one candidate after another; what differs from the one before is made anew. */
export type SnapshotText = (weights: ArrayLike<number>) => string

/** `escaped`: names of the features as they stand between the quotes of JSON. */
export function createSnapshotText(escaped: string[]): SnapshotText {
  const held: number[] = escaped.map(() => Number.NaN)
  const texts: string[] = escaped.map(() => '')
  const blocks: string[] = Array.from({ length: Math.ceil(escaped.length / BLOCK) }, () => '')

  return (weights) => {
    for (let block = 0; block < blocks.length; block++) {
      const from = block * BLOCK
      const to = Math.min(from + BLOCK, escaped.length)
      let changed = false
      for (let feature = from; feature < to; feature++) {
        const weight = weights[feature]!
        if (held[feature] === weight) continue
        held[feature] = weight
        texts[feature] = `"${escaped[feature]}":${JSON.stringify(weight)}`
        changed = true
      }
      if (changed) blocks[block] = texts.slice(from, to).join(',')
    }
    return `{${blocks.join(',')}}`
  }
}

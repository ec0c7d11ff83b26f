/**
 * The first key that stands twice in one object of a valid JSON text, as its offset, or -1. The
 * platform's reader takes the last of them without a word.
 */
export function repeatedKey(json: string): number {
  const open: (Set<string> | null)[] = [] // keys of each object around; null: a list
  let expectsKey = false
  for (const match of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    const token = match[0]
    if (token === '{' || token === '[') open.push(token === '{' ? new Set() : null)
    else if (token === '}' || token === ']') open.pop()
    const keys = open.at(-1) ?? null
    if (token[0] === '"' && expectsKey && keys) {
      const key = JSON.parse(token) as string
      if (keys.has(key)) return match.index
      keys.add(key)
    }
    expectsKey = token === '{' || (token === ',' && keys !== null)
  }
  return -1
}

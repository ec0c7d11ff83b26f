const LONGEST = 80

/** Names Windows keeps for devices, whatever their extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * A name that every system takes, for a download: `parts` joined by hyphens, then the extension.
 * Letters and digits of all scripts stay; what could be a path, a command or invisible does not.
 */
export function downloadName(parts: string[], extension: string): string {
  const stem = parts
    .map(plain)
    .filter((part) => part !== '')
    .join('-')
  const short = [...stem]
    .slice(0, LONGEST)
    .join('')
    .replace(/[-_.]+$/, '')
  const safe = short === '' || RESERVED.test(short.split('.')[0]!) ? `ratchet-${short}` : short
  return `${safe.replace(/-$/, '')}.${extension}`
}

/** The name of a file without its last extension: `accounts.parquet` is `accounts`. */
export function withoutExtension(name: string): string {
  return name.replace(/(?<=.)\.[^.]{1,10}$/, '')
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}\p{M}._]+/gu, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[-_.]+|[-_.]+$/g, '')
}

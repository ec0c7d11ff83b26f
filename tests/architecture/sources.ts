import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface SourceFile {
  path: string // from the checkout, with forward slashes
  text: string
}

export interface ImportedModule {
  specifier: string
  target: string // path from the checkout, or the package's name
  isPackage: boolean
  typeOnly: boolean
}

export const checkout = fileURLToPath(new URL('../../', import.meta.url))

/** Every file under a folder of the checkout whose name ends in one of the endings. */
export function readSources(folder: string, endings: string[]): SourceFile[] {
  return readdirSync(join(checkout, folder)).flatMap((name) => {
    const path = posix.join(folder, name)
    if (name === 'node_modules') return []
    if (statSync(join(checkout, path)).isDirectory()) return readSources(path, endings)
    if (!endings.some((ending) => name.endsWith(ending))) return []
    return [{ path, text: readFileSync(join(checkout, path), 'utf8') }]
  })
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w$*\s{},]+?\s+from\s+)?['"]([^'"\n]+)['"]/g
const DYNAMIC = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g
const WORKER = /new URL\(\s*['"]([^'"\n]+\.m?[jt]sx?)['"]\s*,\s*import\.meta\.url/g

/** What a file imports: statically, on demand, and as a worker. */
export function importsOf(file: SourceFile): ImportedModule[] {
  const code = withoutComments(file.text)
  return [
    ...Array.from(code.matchAll(IMPORT), (m) => moduleOf(file.path, m[2]!, m[1] !== undefined)),
    ...Array.from(code.matchAll(DYNAMIC), (m) => moduleOf(file.path, m[1]!, false)),
    ...Array.from(code.matchAll(WORKER), (m) => moduleOf(file.path, m[1]!, false)),
  ]
}

/** The text with comments blanked; good enough for sources without `//` inside strings other than URLs. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1')
}

/** 'src/search' of 'src/search/strategies/random.ts'; 'src' of 'src/main.tsx'; 'workers' of its files. */
export function folderOf(path: string): string {
  const parts = path.split('/')
  return parts[0] === 'src' && parts.length > 2 ? `src/${parts[1]}` : parts[0]!
}

function moduleOf(from: string, specifier: string, typeOnly: boolean): ImportedModule {
  if (specifier.startsWith('.')) {
    const target = posix.normalize(posix.join(posix.dirname(from), specifier))
    return { specifier, target, isPackage: false, typeOnly }
  }
  const parts = specifier.split('/')
  const target = specifier.startsWith('@') ? `${parts[0]}/${parts[1]}` : parts[0]!
  return { specifier, target, isPackage: true, typeOnly }
}

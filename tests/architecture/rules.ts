import { folderOf, importsOf, type SourceFile, withoutComments } from './sources.ts'

const CORE = ['src/lib', 'src/evaluation', 'src/accounts', 'src/loop']

const HOSTED = [...CORE, 'src/search', 'src/studies', 'src/review', 'src/journal', 'src/exports']

/** Which folders a folder may import from, itself aside. */
export const ARROWS: Record<string, string[]> = {
  'src/lib': [],
  'src/evaluation': ['src/lib'],
  'src/accounts': ['src/lib', 'src/evaluation'],
  'src/loop': ['src/lib', 'src/evaluation'],
  'src/statistics': ['src/lib', 'src/evaluation'],
  'src/search': [...CORE, 'src/statistics'],
  'src/studies': [...CORE, 'src/search', 'src/statistics'],
  'src/review': [...CORE, 'src/statistics', 'src/studies'],
  'src/journal': CORE,
  'src/exports': [...CORE, 'src/journal', 'src/review'],
  'src/ingest': ['src/lib', 'src/accounts'],
  'src/store': [...CORE, 'src/review', 'src/journal'],
  'src/session': [
    ...CORE,
    'src/search',
    'src/studies',
    'src/review',
    'src/journal',
    'src/exports',
    'src/store',
  ],
  'src/ui': [...CORE, 'src/studies', 'src/review', 'src/journal', 'src/store', 'src/session'],
  'src/terminal': [...HOSTED, 'src/ingest'],
  workers: [...HOSTED, 'src/ingest'],
}

/** Further arrows for types alone, which leave no trace at run time. */
export const TYPE_ARROWS: Record<string, string[]> = {
  'src/journal': ['src/studies', 'src/review'],
  'src/exports': ['src/studies'],
  'src/store': ['src/search', 'src/studies'],
  'src/session': ['workers'],
  'src/ui': ['src/search', 'src/exports'],
  workers: ['src/store'],
}

/** What the session names of the workers at run time: their entries, and the word they greet with. */
const STARTED = /^workers\/(\w+\.worker|protocol)\.ts$/

/** Who may import a package; packages not named here are free for all but the pure core. */
export const PACKAGES: { name: RegExp; allowed: RegExp }[] = [
  { name: /^idb$/, allowed: /^src\/journal\/idbJournal\.ts$/ },
  { name: /^hyparquet(-compressors)?$/, allowed: /^src\/ingest\// },
  { name: /^hyparquet-writer$/, allowed: /^src\/exports\/tableParquet\.ts$/ },
  { name: /^comlink$/, allowed: /^(src\/session|workers)\// },
  {
    name: /^(react|react-dom|@mantine\/.*|recharts|wouter|@tanstack\/.*|@fontsource.*)$/,
    allowed: /^src\/(ui\/|main\.tsx$)/,
  },
  { name: /^zod$/, allowed: /^src\/accounts\/specSchema\.ts$/ },
  { name: /^yaml$/, allowed: /^src\/exports\/specFile\.ts$/ },
  { name: /^@noble\/hashes$/, allowed: /^src\/(lib|journal)\// },
  { name: /^node:/, allowed: /^src\/terminal\// },
]

const PURE =
  /^src\/(lib|evaluation|statistics|accounts|loop|search|studies|review|exports|journal)\/(?!idbJournal\.ts$)/
const IMPURE = [
  /\bMath\.random\b/,
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /\bperformance\./,
  /\bconsole\./,
  /\bcrypto\./,
]

/** Machine paths and registry hosts have no place in the repository. */
const PRIVATE = [/\/work\//, /\/home\/[a-z]/, /\/root\//, /registry\.npmjs\.org/, /\/tmp\/[a-z]/]

/** Imports against the direction of the arrows. */
export function arrowViolations(files: SourceFile[]): string[] {
  return files.flatMap((file) => {
    const folder = folderOf(file.path)
    const allowed = ARROWS[folder]
    if (file.path.split('/').length === 2 && folder === 'src') return [] // the composition root
    if (allowed === undefined) return [`${file.path}: ${folder} has no place in the arrows`]
    return importsOf(file).flatMap((module) => {
      if (module.isPackage || !/^(src|workers)\//.test(module.target)) return []
      const target = folderOf(module.target)
      const forTypes = module.typeOnly && TYPE_ARROWS[folder]?.includes(target)
      const startsWorker = folder === 'src/session' && STARTED.test(module.target)
      if (target === folder || allowed.includes(target) || forTypes || startsWorker) return []
      return [`${file.path} imports ${module.target}`]
    })
  })
}

/** Packages imported outside the place that owns them. */
export function packageViolations(files: SourceFile[]): string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((module) => module.isPackage)
      .filter((module) =>
        PACKAGES.some((rule) => rule.name.test(module.target) && !rule.allowed.test(file.path)),
      )
      .map((module) => `${file.path} imports ${module.specifier}`),
  )
}

/** Files reached from a folder through any chain of imports that leave a trace at run time. */
export function reachedFrom(files: SourceFile[], folder: string): Set<string> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const queue = files.filter((file) => folderOf(file.path) === folder)
  const reached = new Set(queue.map((file) => file.path))
  for (const file of queue)
    for (const module of importsOf(file)) {
      const next = byPath.get(module.target)
      if (module.isPackage || module.typeOnly || next === undefined || reached.has(next.path))
        continue
      reached.add(next.path)
      queue.push(next)
    }
  return reached
}

/** State a module of the evaluator could carry from one evaluation to the next: top-level `let` or `var`. */
export function evaluatorStateViolations(files: SourceFile[]): string[] {
  return files
    .filter((file) => folderOf(file.path) === 'src/evaluation')
    .flatMap((file) =>
      [...withoutComments(file.text).matchAll(/^(?:export\s+)?(?:let|var)\s+(\w+)/gm)].map(
        (match) => `${file.path} keeps ${match[1]} between evaluations`,
      ),
    )
}

/** Clocks, chance and output in the pure core. */
export function purityViolations(files: SourceFile[]): string[] {
  return files
    .filter((file) => PURE.test(file.path))
    .flatMap((file) => {
      const code = withoutComments(file.text)
      return IMPURE.filter((word) => word.test(code)).map((word) => `${file.path}: ${word.source}`)
    })
}

/** Worker entries that do more than serve a service. */
export function workerEntryViolations(files: SourceFile[]): string[] {
  return files
    .filter((file) => file.path.endsWith('.worker.ts'))
    .filter((file) => lineCount(file) > 30 || /\bfunction\s+\w+/.test(withoutComments(file.text)))
    .map((file) => `${file.path} does more than expose a service`)
}

/** Files longer than a limit, the longest first. */
export function longFiles(files: SourceFile[], limit: number): string[] {
  return files
    .filter((file) => lineCount(file) > limit)
    .sort((a, b) => lineCount(b) - lineCount(a))
    .map((file) => `${file.path}: ${lineCount(file)} lines`)
}

/** Machine paths and hosts of package registries. */
export function privateWordViolations(files: SourceFile[]): string[] {
  return files.flatMap((file) =>
    PRIVATE.filter((word) => word.test(file.text)).map((word) => `${file.path}: ${word.source}`),
  )
}

/** Files whose exports are not named. */
export function defaultExportViolations(files: SourceFile[]): string[] {
  return files
    .filter((file) => /^export default\b/m.test(withoutComments(file.text)))
    .map((file) => file.path)
}

function lineCount(file: SourceFile): number {
  return file.text.split('\n').length - 1
}

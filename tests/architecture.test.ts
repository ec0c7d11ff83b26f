import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  arrowViolations,
  defaultExportViolations,
  evaluatorStateViolations,
  longFiles,
  packageViolations,
  privateWordViolations,
  purityViolations,
  reachedFrom,
  workerEntryViolations,
} from './architecture/rules.ts'
import { checkout, folderOf, importsOf, readSources } from './architecture/sources.ts'

const CODE = ['.ts', '.tsx', '.mjs']
const files = [...readSources('src', CODE), ...readSources('workers', CODE)]
const everything = [
  ...files,
  ...readSources('src', ['.css', '.md']),
  ...readSources('tests', ['.ts', '.tsx', '.mjs', '.json', '.jsonl']),
  ...readSources('public', ['_headers', '.json', '.svg']),
].filter((file) => !file.path.startsWith('tests/architecture'))

/** Files over 400 lines, each with the reason why it is one noun all the same. */
const LONG_FOR_A_REASON: Record<string, string> = {}

describe('architecture', () => {
  it('reads the sources and their imports', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(files.flatMap(importsOf).length).toBeGreaterThan(files.length)
  })

  it('keeps the direction of the arrows', () => {
    expect(arrowViolations(files)).toEqual([])
  })

  it('keeps packages in the place that owns them', () => {
    expect(packageViolations(files)).toEqual([])
  })

  it('lets the evaluator reach nothing but itself and lib', () => {
    const folders = new Set([...reachedFrom(files, 'src/evaluation')].map(folderOf))
    const own = ['src/evaluation', 'src/lib']
    expect([...folders].filter((folder) => !own.includes(folder))).toEqual([])
  })

  it('gives the search no way to files, screens, journals or the session', () => {
    const folders = new Set([...reachedFrom(files, 'src/search')].map(folderOf))
    const core = ['accounts', 'evaluation', 'lib', 'loop', 'search', 'statistics'].map(
      (name) => `src/${name}`,
    )
    expect([...folders].filter((folder) => !core.includes(folder))).toEqual([])
  })

  it('gives the evaluator no state that anything could change', () => {
    expect(evaluatorStateViolations(files)).toEqual([])
  })

  it('keeps clocks, chance and output out of the pure core', () => {
    expect(purityViolations(files)).toEqual([])
  })

  it('keeps worker entries to the lines that expose', () => {
    expect(files.some((file) => file.path.endsWith('.worker.ts'))).toBe(true)
    expect(workerEntryViolations(files)).toEqual([])
  })

  it('keeps files short', () => {
    const questions = longFiles(files, 300)
    if (questions.length > 0) console.warn(`Over 300 lines:\n${questions.join('\n')}`)
    const walls = longFiles(files, 400).filter(
      (line) => !(line.split(':')[0]! in LONG_FOR_A_REASON),
    )
    expect(walls).toEqual([])
  })

  it('names its exports', () => {
    expect(defaultExportViolations(files)).toEqual([])
  })

  it('mentions no machine and no registry', () => {
    expect(privateWordViolations(everything)).toEqual([])
  })

  it('pins exact versions', () => {
    const manifest = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'))
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([])
  })
})

describe('the checker itself', () => {
  const made = (path: string, text: string) => [{ path, text }]

  it('sees an import against the arrows, static, on demand or as a worker', () => {
    const bad = "import { run } from '../search/engine.ts'\n"
    expect(arrowViolations(made('src/evaluation/auc.ts', bad))).toHaveLength(1)
    expect(arrowViolations(made('src/search/a.ts', "await import('../ui/App.tsx')"))).toHaveLength(
      1,
    )
    const worker = "new Worker(new URL('../../workers/data.worker.ts', import.meta.url))"
    expect(arrowViolations(made('src/ui/a.ts', worker))).toHaveLength(1)
    expect(arrowViolations(made('src/session/a.ts', worker))).toEqual([])
    const lines = "import {\n  a,\n  type B,\n} from '../journal/entry.ts'\n"
    expect(arrowViolations(made('src/search/b.ts', lines))).toHaveLength(1)
    expect(arrowViolations(made('src/nowhere/a.ts', ''))).toHaveLength(1)
  })

  it('lets types pass only where that is agreed', () => {
    const type = "import type { DataService } from '../../workers/protocol.ts'\n"
    const value = "import { WORKER_READY } from '../../workers/protocol.ts'\n"
    expect(arrowViolations(made('src/session/a.ts', type))).toEqual([])
    expect(arrowViolations(made('src/session/a.ts', value))).toEqual([])
    expect(arrowViolations(made('src/ui/a.ts', type))).toHaveLength(1)
    const service = "import { createDataService } from '../../workers/dataService.ts'\n"
    expect(arrowViolations(made('src/session/a.ts', service))).toHaveLength(1)
  })

  it('does not mind imports in comments', () => {
    expect(arrowViolations(made('src/lib/a.ts', "// import { a } from '../ui/a.ts'\n"))).toEqual([])
  })

  it('sees a package in the wrong place', () => {
    expect(packageViolations(made('src/ui/a.tsx', "import { openDB } from 'idb'"))).toHaveLength(1)
    expect(packageViolations(made('src/lib/a.ts', "import 'node:fs'"))).toHaveLength(1)
    expect(
      packageViolations(made('src/store/a.ts', "import { Card } from '@mantine/core'")),
    ).toHaveLength(1)
    expect(packageViolations(made('src/ui/a.tsx', "import { Card } from '@mantine/core'"))).toEqual(
      [],
    )
  })

  it('follows chains of imports', () => {
    const chain = [
      { path: 'src/search/a.ts', text: "import { b } from '../lib/b.ts'" },
      { path: 'src/lib/b.ts', text: "export { c } from '../ui/c.ts'" },
      { path: 'src/ui/c.ts', text: 'export const c = 1' },
    ]
    expect(reachedFrom(chain, 'src/search').has('src/ui/c.ts')).toBe(true)
  })

  it('sees impurity, state, long files, busy workers, default exports and private words', () => {
    expect(purityViolations(made('src/search/a.ts', 'const x = Math.random()'))).toHaveLength(1)
    expect(purityViolations(made('src/loop/a.ts', 'const x = new Date()'))).toHaveLength(1)
    expect(purityViolations(made('src/journal/idbJournal.ts', 'Date.now()'))).toEqual([])
    expect(evaluatorStateViolations(made('src/evaluation/a.ts', 'let cache = 1'))).toHaveLength(1)
    expect(longFiles(made('src/ui/a.ts', '\n'.repeat(401)), 400)).toHaveLength(1)
    expect(workerEntryViolations(made('workers/a.worker.ts', 'function work() {}'))).toHaveLength(1)
    expect(defaultExportViolations(made('src/ui/a.ts', 'export default 1'))).toHaveLength(1)
    const path = ['', 'work', 'main'].join('/')
    expect(privateWordViolations(made('src/ui/a.ts', `const p = '${path}'`))).toHaveLength(1)
  })
})

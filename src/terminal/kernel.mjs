// Compiles src/search/kernels/assembly to WebAssembly and writes its bytes into a module. Run by itself
// it compiles; `ensureKernel` does that only where the sources are not those of the module at hand.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SELF = fileURLToPath(import.meta.url)
const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const SOURCES = join(ROOT, 'src/search/kernels/assembly')
const MODULE = join(ROOT, 'src/search/kernels/simdKernel.generated.ts')
const OPTIONS = ['--runtime', 'stub', '--enable', 'simd', '--enable', 'bulk-memory']
const SPEED = ['--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert']

/** Compiles the kernel where needed; throws with the compiler's words when that fails. */
export function ensureKernel() {
  if (firstLine() === mark()) return
  const { status, stderr, error } = spawnSync(process.execPath, [SELF], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The search kernel did not compile: ${error ?? stderr}`)
}

async function compile() {
  const { default: asc } = await import('assemblyscript/asc')
  const out = { wasm: null }
  const { error, stderr } = await asc.main(
    ['run.ts', '--outFile', 'kernel.wasm', ...OPTIONS, ...SPEED],
    {
      readFile: (name) => {
        const source = sources().find((one) => one.name === name)
        // The decorator of a function is a comment in the sources, because TypeScript has none.
        return source?.text.replaceAll('\n// @inline\n', '\n@inline\n') ?? null
      },
      writeFile: (_, contents) => {
        out.wasm = contents
      },
      listFiles: () => [],
    },
  )
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`)
  const bytes = Buffer.from(out.wasm).toString('base64')
  const text = `${mark()}\nexport const SIMD_KERNEL =\n  '${bytes}'\n`
  const own = `${MODULE}.${process.pid}` // several processes may compile at once
  writeFileSync(own, text)
  renameSync(own, MODULE)
}

/** Names what the module was made from: the sources, how, and by which compiler. */
function mark() {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const hash = createHash('sha256')
  hash.update(JSON.stringify([manifest.devDependencies.assemblyscript, OPTIONS, SPEED]))
  for (const { name, text } of sources()) hash.update(JSON.stringify([name, text]))
  return `// Made by src/terminal/kernel.mjs from assembly/, ${hash.digest('hex').slice(0, 32)}`
}

function sources() {
  const names = readdirSync(SOURCES).filter((name) => name.endsWith('.ts'))
  return names.sort().map((name) => ({ name, text: readFileSync(join(SOURCES, name), 'utf8') }))
}

function firstLine() {
  try {
    return readFileSync(MODULE, 'utf8').split('\n', 1)[0]
  } catch {
    return null
  }
}

if (process.argv[1] === SELF) await compile()

// A plain static host on this machine:
//   node tests/hosting/staticServer.mjs --port 4391 --root dist [--base /some/sub/path/] [--headers]
// With --headers it sends what the folder's `_headers` file says, as hosts that know that file do.
import { createReadStream, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { parseArgs } from 'node:util'

const MIME_TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
}

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    root: { type: 'string', default: 'dist' },
    base: { type: 'string', default: '/' },
    headers: { type: 'boolean', default: false },
  },
})
const extraHeaders = values.headers ? readHeaders(join(values.root, '_headers')) : {}

createServer((request, response) => {
  const path = filePath(new URL(request.url, 'http://localhost').pathname)
  if (path === null) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n')
    return
  }
  const type = MIME_TYPES[extname(path)] ?? 'application/octet-stream'
  response.writeHead(200, { 'Content-Type': type, ...extraHeaders })
  if (request.method === 'HEAD') response.end()
  else createReadStream(path).pipe(response)
}).listen(Number(values.port), '127.0.0.1')

/** The file a URL path stands for, or null: outside the base, outside the folder, or not there. */
function filePath(urlPath) {
  if (!urlPath.startsWith(values.base)) return null
  const inside = normalize(decoded(urlPath.slice(values.base.length)))
  if (inside === '..' || inside.startsWith(`..${sep}`)) return null
  const path = join(values.root, inside)
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isFile()) return path
  const index = join(path, 'index.html')
  return found?.isDirectory() && statSync(index, { throwIfNoEntry: false }) ? index : null
}

function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return '..' // not an address of anything
  }
}

/** The `/*` section of a `_headers` file: indented `Name: value` lines. */
function readHeaders(file) {
  const lines = readFileSync(file, 'utf8').split('\n')
  const pairs = lines
    .filter((line) => /^\s+[\w-]+:/.test(line))
    .map((line) => [
      line.slice(0, line.indexOf(':')).trim(),
      line.slice(line.indexOf(':') + 1).trim(),
    ])
  return Object.fromEntries(pairs)
}

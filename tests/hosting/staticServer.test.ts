import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const script = fileURLToPath(new URL('./staticServer.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ratchet-hosting-'))
const servers: ChildProcess[] = []
let plain = 0
let headed = 0

beforeAll(async () => {
  mkdirSync(join(folder, 'site', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'site', 'index.html'), '<p>page</p>')
  writeFileSync(join(folder, 'site', 'assets', 'a.js'), 'export {}')
  writeFileSync(join(folder, 'site', '_headers'), '/*\n  X-Test: one: two\n')
  plain = await serve('--base', '/some/path/')
  headed = await serve('--headers')
})

afterAll(() => {
  for (const server of servers) server.kill()
})

describe('static server', () => {
  it('serves the folder below its base path only', async () => {
    expect((await get(plain, '/some/path/')).body).toBe('<p>page</p>')
    const script = await get(plain, '/some/path/assets/a.js')
    expect([script.status, script.headers['content-type']]).toEqual([200, 'text/javascript'])
    expect((await get(plain, '/')).status).toBe(404)
    expect((await get(plain, '/some/path/missing.js')).status).toBe(404)
    expect((await get(plain, '/some/path/assets/')).status).toBe(404)
  })

  it('sends the headers of the folder only when asked', async () => {
    expect((await get(headed, '/')).headers['x-test']).toBe('one: two')
    expect((await get(plain, '/some/path/')).headers).not.toHaveProperty('x-test')
  })

  it('never leaves the folder', async () => {
    for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt'])
      expect((await get(headed, path)).status).toBe(404)
    expect((await get(headed, '/%')).status).toBe(404)
  })
})

async function serve(...args: string[]): Promise<number> {
  const port = await freePort()
  const root = join(folder, 'site')
  servers.push(spawn(process.execPath, [script, '--port', `${port}`, '--root', root, ...args]))
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await get(port, '/').catch(() => null)) return port
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`server not up: port ${port}`)
}

/** Without the URL class, which would tidy up the paths under test. */
function get(port: number, path: string) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path }, (response) => {
        let body = ''
        response.on('data', (chunk) => {
          body += chunk
        })
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        )
      })
      asked.on('error', reject)
      asked.end()
    },
  )
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

// `npm start`: install if needed, build, serve the page on this machine.
import { parseArgs } from 'node:util'
import { ensureInstalled, root } from './install.mjs'

const DEFAULT_PORT = 4173

const port = readPort()
if (port === null || !ensureInstalled()) process.exit(2)

const { build, preview } = await import('vite')
await build({ root, logLevel: 'warn' })
const server = await preview({
  root,
  logLevel: 'warn',
  preview: { port, strictPort: false, host: 'localhost', open: false },
})

const address = server.resolvedUrls?.local[0] ?? `http://localhost:${port}/`
process.stdout.write(`\n  Ratchet is ready: ${address}\n\n  Ctrl-C ends it.\n\n`)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop)

function stop() {
  server.httpServer.closeAllConnections?.()
  server.close().finally(() => process.exit(0))
}

function readPort() {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' } } })
    const asked = Number(values.port ?? DEFAULT_PORT)
    if (Number.isInteger(asked) && asked > 0 && asked < 65536) return asked
    process.stderr.write(`The port must be a whole number from 1 to 65535: ${values.port}\n`)
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
  }
  return null
}

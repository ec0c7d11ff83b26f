import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { buildHash } from './src/terminal/buildHash.ts'
import { securityHeaders } from './src/terminal/headers.ts'
import { ensureKernel } from './src/terminal/kernel.mjs'
import { policyMeta } from './src/terminal/policyMeta.ts'

ensureKernel()

export default defineConfig({
  base: './',
  plugins: [react(), policyMeta()],
  define: { __BUILD_HASH__: JSON.stringify(buildHash()) },
  worker: { format: 'es' },
  build: { target: 'es2022', sourcemap: false },
  server: { headers: securityHeaders({ isolated: true, dev: true }) },
  preview: { headers: securityHeaders({ isolated: true, dev: false }) },
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    maxWorkers: '100%', // one core fewer by default, which on two halves the work done
    testTimeout: 60_000,
    hookTimeout: 60_000, // the terminal's hooks start whole processes
  },
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CONTENT_SECURITY_POLICY, securityHeaders } from '../../src/terminal/headers.ts'
import { policyMeta } from '../../src/terminal/policyMeta.ts'
import { checkout } from '../architecture/sources.ts'

const headers = securityHeaders({ isolated: true, dev: false })

describe('security headers', () => {
  it('are told to static hosts as our own server sends them', () => {
    const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)
    const file = readFileSync(join(checkout, 'public', '_headers'), 'utf8')
    expect(file).toBe(`/*\n${lines.join('\n')}\n`)
  })

  it('isolate the page and let it load from, and send to, nowhere else', () => {
    expect(headers['Cross-Origin-Opener-Policy']).toBe('same-origin')
    expect(headers['Cross-Origin-Embedder-Policy']).toBe('require-corp')
    const policy = headers['Content-Security-Policy']!
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).not.toMatch(/\*|https?:|'unsafe-eval'/)
  })

  it('leave development without a policy, as its scripts are inline', () => {
    const development = securityHeaders({ isolated: true, dev: true })
    expect(development).not.toHaveProperty('Content-Security-Policy')
  })

  it('carry the same policy into the built page', () => {
    const [meta] = policyMeta().transformIndexHtml()
    expect(headers['Content-Security-Policy']).toContain(meta!.attrs.content)
    expect(policyMeta().apply).toBe('build')
  })

  it('keep the policy free of what a meta element cannot carry', () => {
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/frame-ancestors|report-uri|sandbox/)
  })
})

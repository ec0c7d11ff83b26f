import { CONTENT_SECURITY_POLICY } from './headers.ts'

/**
 * A build step that writes the content security policy into the page itself, so that it holds on hosts
 * that send no headers. Not in development, whose scripts are inline.
 */
export function policyMeta() {
  return {
    name: 'ratchet-policy-meta',
    apply: 'build' as const,
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend' as const,
      },
    ],
  }
}

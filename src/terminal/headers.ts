/** The content security policy of the page: nothing is loaded from, or sent to, another origin. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

interface HeaderOptions {
  isolated: boolean // cross-origin isolation, which allows SharedArrayBuffer
  dev: boolean // the development server needs inline scripts and a web socket
}

/** Response headers for the servers we run ourselves; `public/_headers` repeats them for static hosts. */
export function securityHeaders({ isolated, dev }: HeaderOptions): Record<string, string> {
  const headers: Record<string, string> = {
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  }
  if (isolated) {
    headers['Cross-Origin-Opener-Policy'] = 'same-origin'
    headers['Cross-Origin-Embedder-Policy'] = 'require-corp'
  }
  if (!dev)
    headers['Content-Security-Policy'] = `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`
  return headers
}

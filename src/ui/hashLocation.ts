import { useSyncExternalStore } from 'react'

/**
 * Where the page is, kept wholly behind the `#` so that any static folder can serve it:
 * `#/journal?run=abc` is the path `/journal` with the search `run=abc`. Both hooks plug into wouter.
 */
function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

function parts(): [string, string] {
  const [path = '', ...search] = window.location.hash.replace(/^#?\/?/, '').split('?')
  return [`/${path}`, search.join('?')]
}

/** Goes to `#<to>`; `replace` leaves no step behind for the back button. */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  const url = `#/${to.replace(/^#?\/?/, '')}`
  if (url === window.location.hash) return
  window.history[options.replace === true ? 'replaceState' : 'pushState'](null, '', url)
  window.dispatchEvent(new Event('hashchange'))
}

function useHashSearch(): string {
  return useSyncExternalStore(subscribe, () => parts()[1])
}

/** The location hook for wouter's Router; its `useSearchParams` reads and writes the hash query. */
export function useHashLocation(): [string, typeof navigate] {
  return [useSyncExternalStore(subscribe, () => parts()[0]), navigate]
}

useHashLocation.searchHook = useHashSearch
useHashLocation.hrefs = (href: string) => `#${href}`

import { createRoot } from 'react-dom/client'
import { createStore } from 'zustand/vanilla'
import { INITIAL_STATE } from '../../src/store/store.ts'
import { App } from '../../src/ui/App.tsx'
import type { GalleryFixture } from './fixture.ts'
import { NO_COMMANDS } from './noCommands.ts'

/** Shows the page in a fixed state: `?state=ready&scheme=dark`; without a state, the list of them. */
const modules = import.meta.glob<{ fixtures: Record<string, GalleryFixture> }>('./fixtures/*.ts', {
  eager: true,
})
const fixtures: Record<string, GalleryFixture> = Object.assign(
  {},
  ...Object.values(modules).map((module) => module.fixtures),
)

const search = new URLSearchParams(window.location.search)
const scheme = search.get('scheme')
if (scheme === 'light' || scheme === 'dark')
  window.localStorage.setItem('mantine-color-scheme-value', scheme)

const root = createRoot(document.getElementById('root')!)
const fixture = fixtures[search.get('state') ?? '']
if (fixture === undefined) {
  root.render(
    <ul>
      {Object.keys(fixtures).map((name) => (
        <li key={name}>
          <a href={`?state=${name}`}>{name}</a>
        </li>
      ))}
    </ul>,
  )
} else {
  window.location.hash = `#${fixture.view}`
  const store = createStore(() => ({ ...INITIAL_STATE, ...fixture.state }))
  root.render(<App store={store} commands={{ ...NO_COMMANDS, ...fixture.commands }} />)
}

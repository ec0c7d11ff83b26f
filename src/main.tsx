import { createRoot } from 'react-dom/client'
import { createSession } from './session/createSession.ts'
import { createAppStore } from './store/store.ts'
import { App } from './ui/App.tsx'

const store = createAppStore()
const session = createSession(store)
void session.restore()

createRoot(document.getElementById('root') as HTMLElement).render(
  <App store={store} commands={session.commands} />,
)

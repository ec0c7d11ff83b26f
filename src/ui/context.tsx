import { createContext, type ReactNode, useContext } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import type { Commands } from '../session/commands.ts'
import type { AppState } from '../store/state.ts'

interface AppContext {
  store: StoreApi<AppState>
  commands: Commands
}

const Context = createContext<AppContext | null>(null)

/** Gives the views below it the store they read and the commands they call. */
export function AppProvider({ store, commands, children }: AppContext & { children: ReactNode }) {
  return <Context value={{ store, commands }}>{children}</Context>
}

function useApp(): AppContext {
  const app = useContext(Context)
  if (app === null) throw new Error('component outside AppProvider')
  return app
}

/** A part of the state; `selector` returns a primitive or a reference that is stable between changes. */
export function useAppState<T>(selector: (state: AppState) => T): T {
  return useStore(useApp().store, selector)
}

/** What the page can ask for. */
export function useCommands(): Commands {
  return useApp().commands
}

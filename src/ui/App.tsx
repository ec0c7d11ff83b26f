import '@fontsource-variable/inter'
import './mantineStyles.ts'
import './tokens.css'
import './base.css'
import { MantineProvider } from '@mantine/core'
import { lazy, Suspense, useEffect } from 'react'
import { Redirect, Route, Router, Switch, useLocation } from 'wouter'
import type { StoreApi } from 'zustand/vanilla'
import type { Commands } from '../session/commands.ts'
import type { AppState } from '../store/state.ts'
import styles from './App.module.css'
import { AppProvider, useAppState } from './context.tsx'
import { DataStep } from './data/DataStep.tsx'
import { useHashLocation } from './hashLocation.ts'
import { ModelView } from './model/ModelView.tsx'
import { useFocusKept } from './shared/useFocusKept.ts'
import { DropArea } from './shell/DropArea.tsx'
import { NoticeRegion } from './shell/NoticeRegion.tsx'
import { Rail } from './shell/Rail.tsx'
import { RailFoot } from './shell/RailFoot.tsx'
import { ViewBoundary } from './shell/ViewBoundary.tsx'
import { theme } from './theme.ts'

const importRun = () => import('./run/RunView.tsx')
const importJournal = () => import('./journal/JournalView.tsx')
const importReview = () => import('./review/ReviewView.tsx')

const RunView = lazy(async () => ({ default: (await importRun()).RunView }))
const JournalView = lazy(async () => ({ default: (await importJournal()).JournalView }))
const ReviewView = lazy(async () => ({ default: (await importReview()).ReviewView }))

interface AppProps {
  store: StoreApi<AppState>
  commands: Commands
}

/** The whole page: reads the store, calls the commands, decides nothing. */
export function App({ store, commands }: AppProps) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <AppProvider store={store} commands={commands}>
        <Router hook={useHashLocation}>
          <Shell />
        </Router>
      </AppProvider>
    </MantineProvider>
  )
}

function Shell() {
  const [path] = useLocation()
  const preparing = useAppState((state) => state.preparing)
  useFocusKept(() => document.getElementById('content'), `${path} ${preparing}`)
  usePreloadedViews()
  // biome-ignore lint/correctness/useExhaustiveDependencies: each view starts at its top
  useEffect(() => {
    window.scrollTo(0, 0)
  }, [path])
  return (
    <DropArea>
      <div className={styles.app}>
        <button
          type="button"
          className={styles.skip}
          onClick={() => document.getElementById('content')?.focus()}
        >
          Skip to the content
        </button>
        <Rail />
        <RailFoot />
        <div className={styles.content}>
          <ViewBoundary key={path}>
            <Suspense fallback={<main id="content" tabIndex={-1} aria-busy="true" />}>
              <Switch>
                <Route path="/data" component={DataStep} />
                <Route path="/model" component={ModelView} />
                <Route path="/run">
                  <RunView />
                </Route>
                <Route path="/journal">
                  <JournalView />
                </Route>
                <Route path="/review">
                  <ReviewView />
                </Route>
                <Route>
                  <Redirect to="/data" replace />
                </Route>
              </Switch>
            </Suspense>
          </ViewBoundary>
        </div>
        <NoticeRegion />
      </div>
    </DropArea>
  )
}

/** Fetches the code of the other views once the first one stands, so that no step waits for it. */
function usePreloadedViews(): void {
  useEffect(() => {
    const timer = window.setTimeout(() => {
      for (const load of [importRun, importJournal, importReview]) load().catch(() => undefined)
    }, 300)
    return () => window.clearTimeout(timer)
  }, [])
}

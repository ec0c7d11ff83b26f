import { useAppState } from '../context.tsx'
import { LoadingPage } from './LoadingPage.tsx'
import { ReadyPage } from './ReadyPage.tsx'
import { StartPage } from './StartPage.tsx'

/** The first step: nothing open, a file being read, or its columns and what is wrong with them. */
export function DataStep() {
  const data = useAppState((state) => state.data)
  if (data.phase === 'empty') return <StartPage problem={data.problem} />
  if (data.phase === 'loading') return <LoadingPage loading={data} />
  return <ReadyPage data={data} />
}

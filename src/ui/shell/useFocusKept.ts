import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useAppState } from '../context.tsx'

/** Gives the focus to the view's content where a change of view, or the start of a run, removed what had it. */
export function useFocusKept(): void {
  const [path] = useLocation()
  const preparing = useAppState((state) => state.preparing)
  const last = useRef<EventTarget | null>(null)
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      last.current = target
    }
    addEventListener('focusin', remember)
    return () => removeEventListener('focusin', remember)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what had the focus may be gone after either
  useEffect(() => {
    if (last.current instanceof HTMLElement && !last.current.isConnected)
      document.getElementById('content')?.focus({ preventScroll: true })
  }, [path, preparing])
}

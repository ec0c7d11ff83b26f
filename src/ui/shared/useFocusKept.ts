import { useEffect, useRef } from 'react'

/** Gives the focus to another element where a change of `key` removed what had it. */
export function useFocusKept(other: () => HTMLElement | null, key: unknown): void {
  const last = useRef<EventTarget | null>(null)
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      last.current = target
    }
    addEventListener('focusin', remember)
    return () => removeEventListener('focusin', remember)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what had the focus is looked at when the key changes
  useEffect(() => {
    if (last.current instanceof HTMLElement && !last.current.isConnected)
      other()?.focus({ preventScroll: true })
  }, [key])
}

import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'

const ROW = 44 // px

/** What a drawn row needs to be steered to. */
export interface SteeredRow {
  tabStop: boolean // the one row that Tab reaches
  takesFocus: boolean // the keys moved here
  onFocus(): void
}

/** Rows of which only those on screen are drawn, moved through by arrows, Page, Home and End. */
export function useSteeredRows(count: number) {
  const [active, setActive] = useState(0)
  const [steered, setSteered] = useState(false) // the keys moved the active row: it takes the focus
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 12,
    scrollPaddingEnd: ROW,
  })
  const items = virtual.getVirtualItems()
  const tabStop = items.some((item) => item.index === active) ? active : items[0]?.index

  return {
    box, // the element that scrolls
    items,
    above: items[0]?.start ?? 0, // px of rows that are not drawn
    below: virtual.getTotalSize() - (items.at(-1)?.end ?? 0),
    row: (index: number): SteeredRow => ({
      tabStop: index === tabStop,
      takesFocus: steered && index === active,
      onFocus() {
        setActive(index)
        setSteered(false)
      },
    }),
    press(event: KeyboardEvent): void {
      const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 400) / ROW) - 2)
      const steps: Record<string, number> = {
        ArrowDown: active + 1,
        ArrowUp: active - 1,
        PageDown: active + page,
        PageUp: active - page,
        Home: 0,
        End: count - 1,
      }
      const to = steps[event.key]
      if (to === undefined) return
      event.preventDefault()
      const next = Math.min(count - 1, Math.max(0, to))
      setActive(next)
      setSteered(true)
      virtual.scrollToIndex(next)
    },
    /** Other rows are shown: back to the first. */
    reset(): void {
      setActive(0)
      setSteered(false)
      virtual.scrollToOffset(0)
    },
  }
}

/** The button of a row, which takes the focus once the keys have moved there and the row is loaded. */
export function useRowButton(
  takesFocus: boolean,
  loaded: boolean,
): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (takesFocus && loaded) button.current?.focus({ preventScroll: true })
  }, [takesFocus, loaded])
  return button
}

/** The room of the rows that are not drawn. */
export function RowSpacer({ height, className }: { height: number; className?: string }) {
  if (height <= 0) return null
  return (
    <tr className={className}>
      <td style={{ height }} />
    </tr>
  )
}

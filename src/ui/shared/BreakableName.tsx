import { Fragment } from 'react'

/** A name as it is, which may break after the signs that divide its words. */
export function BreakableName({ name }: { name: string }) {
  let at = 0
  const parts = name.split(/(?<=[_.\-/])(?=\w)/).map((part) => {
    at += part.length
    return { part, end: at }
  })
  return parts.map(({ part, end }) => (
    <Fragment key={end}>
      {part}
      {end < name.length && <wbr />}
    </Fragment>
  ))
}

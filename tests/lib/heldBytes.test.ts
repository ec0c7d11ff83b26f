import { expect, test } from 'vitest'
import { heldBytes, holding, mostHeld } from '../../src/lib/heldBytes.ts'

test('every buffer counts once and whole, those in shared memory apart', () => {
  const buffer = new ArrayBuffer(800)
  const values = new Float64Array(new SharedArrayBuffer(80))
  const value = {
    views: [new Uint8Array(buffer, 8, 4), new Int32Array(buffer), values],
    byName: new Map([['a', { values, own: new Uint16Array(3) }]]),
    buffer: null,
    text: 'no buffer',
  }
  expect(heldBytes(value)).toEqual({ own: 806, shared: 80 })
})

test('what is kept in closures counts as it is now, of objects and of functions, in circles too', () => {
  let table: Uint8Array | null = null
  const grow = holding(
    () => [table, whole],
    () => {
      table = new Uint8Array(100)
    },
  )
  const inner = new Uint8Array(7)
  const whole: object = holding(() => inner, { grow })
  expect(heldBytes(whole)).toEqual({ own: 7, shared: 0 })
  grow()
  expect(heldBytes(whole)).toEqual({ own: 107, shared: 0 })
})

test('of several threads the one that holds most is told, and none where none answered', () => {
  const told = (own: number) => ({ status: 'fulfilled', value: { own, shared: 5 } }) as const
  const lost = { status: 'rejected', reason: new Error('gone') } as const
  expect(mostHeld([told(3), lost, told(9), told(4)])).toEqual({ own: 9, shared: 5 })
  expect(mostHeld([told(0)])).toEqual({ own: 0, shared: 5 })
  expect(mostHeld([lost])).toBe(null)
})

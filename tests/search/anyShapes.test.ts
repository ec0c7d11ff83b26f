import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileDataset } from '../../src/accounts/compileDataset.ts'
import { defaultSpec } from '../../src/accounts/defaultSpec.ts'
import { gridSpec } from '../../src/accounts/gridSpec.ts'
import { parseSpec, specToFile } from '../../src/accounts/parseSpec.ts'
import type { Role, RoleAssignment } from '../../src/accounts/role.ts'
import { isFloat } from '../../src/accounts/rowScorer.ts'
import { specView } from '../../src/accounts/specView.ts'
import { chooseShapes } from '../../src/search/shapes/chooseShapes.ts'
import { type Cell, tableOf } from '../accounts/tables.ts'

const ROWS = 140

const cell: fc.Arbitrary<fc.Arbitrary<Cell>> = fc.constantFrom<fc.Arbitrary<Cell>[]>(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  fc.double({ min: 0, max: 1e-6, noNaN: true }),
  fc.constant(7),
  fc.boolean(),
  fc.constantFrom('a', 'b', 'c', 'd', '__proto__', ''),
  fc.constantFrom('only', 'two'),
)
const column = cell.chain((each) =>
  fc.oneof(
    fc.array(each, { minLength: ROWS, maxLength: ROWS }),
    fc.array(fc.option(each, { freq: 3 }), { minLength: ROWS, maxLength: ROWS }),
    fc.array(fc.option(each, { freq: 1 }), { minLength: ROWS, maxLength: ROWS }),
  ),
)

it('takes any table, and every spec it makes is sound and scores exactly', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('x', 'y', 'z', 'a = b', '__proto__', 'x unknown'), column, {
        minKeys: 1,
      }),
      fc.array(fc.boolean(), { minLength: ROWS, maxLength: ROWS }),
      (columns, churned) => {
        const table = tableOf({ ...columns, churned })
        const roles = table.columns.map(({ name }): RoleAssignment => {
          const role: Role = name === 'churned' ? 'churned' : 'feature'
          return { column: name, role, reason: 'test' }
        })
        const start = defaultSpec(table, roles)
        if (!start.ok) return
        const outcome = Uint8Array.from(churned, (flag) => (flag ? 0 : 1))
        const rows = Uint32Array.from({ length: ROWS - 10 }, (_, row) => row)
        const made = chooseShapes({ table, spec: start.value, rows, outcome, seed: 1 })
        if (made === null) return
        const { spec } = made
        const parsed = parseSpec(JSON.parse(JSON.stringify(specToFile(spec))))
        expect(parsed.ok ? [] : parsed.problems).toEqual([])
        expect(specView(table, spec).problems.filter((p) => p.severity === 'error')).toEqual([])
        expect(gridSpec(table, spec).problems).toEqual([])
        const dataset = compileDataset(table, spec)
        expect(dataset.ok && !isFloat(dataset.value)).toBe(true)
        for (const { weight, min, max } of Object.values(spec.features)) {
          expect(weight >= min && weight <= max && min === 0).toBe(true)
        }
      },
    ),
    { numRuns: 40 },
  )
})

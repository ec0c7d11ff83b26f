import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkContract } from '../../src/accounts/checkContract.ts'
import { columnUsage } from '../../src/accounts/columnUsage.ts'
import { compileDataset } from '../../src/accounts/compileDataset.ts'
import { applyRoles, defaultSpec, rolesOfSpec } from '../../src/accounts/defaultSpec.ts'
import { gridSpec } from '../../src/accounts/gridSpec.ts'
import { ROLES } from '../../src/accounts/role.ts'
import { guessOf } from './guessCase.ts'
import { type Cell, columnOf } from './tables.ts'

const ROWS = 8

test('no table and no choice of roles throws; what compiles was called sound', () => {
  const name = fc.oneof(
    fc.constantFrom(
      'churn',
      'retained',
      'mrr',
      'mrr_end',
      'ltv',
      'id',
      'account_count',
      'former_tier',
      '__proto__',
      '',
    ),
    fc.string({ maxLength: 8 }),
  )
  const cells = fc.oneof(
    ...[
      fc.oneof(
        fc.integer({ min: -3, max: 40 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      ),
      fc.constantFrom(0, 1),
      fc.boolean(),
      fc.constantFrom('yes', 'no', ' ', '12', '2024-01-05', 'Churned'),
      fc.string({ maxLength: 4 }),
    ].map((cell: fc.Arbitrary<Cell>) =>
      fc.array(fc.option(cell, { freq: 8 }), { minLength: ROWS, maxLength: ROWS }),
    ),
  )
  const columns = fc.array(fc.tuple(name, cells, fc.constantFrom(...ROLES)), {
    minLength: 1,
    maxLength: 7,
  })
  fc.assert(
    fc.property(columns, (made) => {
      const raw = { rowCount: ROWS, columns: made.map(([each, values]) => columnOf(each, values)) }
      const { table, roles } = guessOf(raw)
      expect(roles.map(({ column }) => column)).toEqual(table.columns.map((column) => column.name))
      const chosen = roles.map((each, index) => ({ ...each, role: made[index][2] }))
      for (const assigned of [roles, chosen]) {
        const problems = checkContract(table, assigned)
        for (const { what, fix } of problems) expect(`${what} ${fix}`.trim()).toMatch(/\.$/)
        const spec = defaultSpec(table, assigned)
        if (!spec.ok) continue
        columnUsage(table, spec.value, assigned)
        rolesOfSpec(table, spec.value)
        const again = applyRoles(spec.value, table, assigned)
        expect(again.ok && Object.keys(again.value.features)).toEqual(
          Object.keys(spec.value.features),
        )
        const grid = gridSpec(table, spec.value)
        if (!grid.ok) continue
        const compiled = compileDataset(table, grid.value)
        const blocked = problems.some(
          ({ severity, code }) => severity === 'error' && code !== 'too-few-accounts',
        )
        if (!blocked)
          expect(compiled.problems.filter(({ severity }) => severity === 'error')).toEqual([])
      }
    }),
    { numRuns: 200 },
  )
})

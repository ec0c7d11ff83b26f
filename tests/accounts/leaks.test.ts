import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { contractView } from '../../src/accounts/contractView.ts'
import { defaultSpec, rolesOfSpec } from '../../src/accounts/defaultSpec.ts'
import { prepareTable } from '../../src/accounts/prepareTable.ts'
import { profileTable } from '../../src/accounts/profileTable.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import { blockLeaks, CHOSEN, usedLeaks } from '../../src/accounts/usedLeaks.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { bufferSource } from '../../src/ingest/byteSource.ts'
import { readTable } from '../../src/ingest/readTable.ts'
import type { Problem } from '../../src/lib/problem.ts'
import { createDataService } from '../../workers/dataService.ts'
import { sharedData } from '../sharedData.ts'
import { guessOf } from './guessCase.ts'
import { type Cell, cells, noise, tableOf } from './tables.ts'

const ROWS = 1200
const churned = cells(ROWS, (row) => (noise(row, 1, 10) < 3 ? 1 : 0))
const mrr = cells(ROWS, (row) => 50 + noise(row, 2, 900))
const mrrEnd = cells(ROWS, (row) =>
  churned[row] === 1 ? 0 : Math.round(mrr[row] * (0.8 + noise(row, 3, 50) / 100)),
)
const base = {
  account_id: cells(ROWS, (row) => `a${row}`),
  usage: cells(ROWS, (row) => noise(row, 4, 40) + (churned[row] === 1 ? 0 : 12)),
  mrr,
  mrr_end: mrrEnd,
  churned,
}
/** The outcome, but wrong for one account in `n`. */
const nearly = (n: number) =>
  cells(ROWS, (row) => (row % n === 0 ? 1 - churned[row] : churned[row]))
const when = (flags: number[], one: (row: number) => Cell, other: (row: number) => Cell) =>
  cells(ROWS, (row) => (flags[row] === 1 ? one(row) : other(row)))

describe('the outcome in disguise is left out until somebody includes it', () => {
  test.each<[string, Cell[]]>([
    ['flipped', cells(ROWS, (row) => 1 - churned[row])],
    ['scaled', cells(ROWS, (row) => 400 * churned[row] - 7)],
    ['shifted, with noise', cells(ROWS, (row) => 10 + 3 * churned[row] + noise(row, 5, 290) / 100)],
    [
      'shifted, with noise that overlaps a little',
      cells(ROWS, (row) => 3 * churned[row] + noise(row, 5, 330) / 100),
    ],
    [
      'as text',
      when(
        churned,
        () => 'bad',
        () => 'good',
      ),
    ],
    [
      'as several texts',
      when(
        churned,
        (row) => `x${noise(row, 6, 4)}`,
        (row) => `y${noise(row, 6, 5)}`,
      ),
    ],
    [
      'as a code without an order',
      when(
        churned,
        () => 5,
        (row) => (noise(row, 6, 2) === 1 ? 2 : 9),
      ),
    ],
    ['true or false', cells(ROWS, (row) => churned[row] === 1)],
    [
      'by having a value alone',
      when(
        churned,
        (row) => noise(row, 7, 5),
        () => null,
      ),
    ],
    [
      'by having none',
      when(
        churned,
        () => null,
        (row) => noise(row, 7, 5),
      ),
    ],
    ['with one account in 100 wrong', nearly(100)],
    [
      'as missing with one in 100 wrong',
      when(
        nearly(100),
        (row) => noise(row, 7, 5),
        () => null,
      ),
    ],
    ['revenue at the end', mrrEnd.map((value) => value * 12)],
    ['revenue lost', cells(ROWS, (row) => mrr[row] - mrrEnd[row])],
    ['revenue at the end, nearly', cells(ROWS, (row) => -mrrEnd[row] + noise(row, 8, 40))],
  ])('%s', (_, disguise) => {
    const guess = guessOf(tableOf({ ...base, disguise }))
    expect(guess.role('disguise')).toBe('ignored')
    expect(guess.role('usage')).toBe('feature')
    const leak = guess.problems.find(({ code }) => code === 'column-leaks')
    expect(leak).toMatchObject({ severity: 'warning', column: 'disguise' })
    expect(guess.roles.find(({ column }) => column === 'disguise')!.reason.length).toBeGreaterThan(
      20,
    )
  })

  test.each<[string, Cell[], string | undefined]>([
    ['one account in 12 wrong: warned', nearly(12), 'leak-suspected'],
    ['one account in 5 wrong: said nothing of', nearly(5), undefined],
    ['twelve times the revenue at the start', mrr.map((value) => value * 12), undefined],
    ['one text for one account', cells(ROWS, (row) => (row === 3 ? 'odd' : 'usual')), undefined],
  ])('%s', (_, column, code) => {
    const guess = guessOf(tableOf({ ...base, column }))
    expect(guess.role('column')).toBe('feature')
    expect(guess.codes.filter((each) => /leak/.test(each))).toEqual(
      code === undefined ? [] : [code],
    )
  })

  test('revenue at the start stays where hardly anybody churns or changes plan', () => {
    const few = cells(ROWS, (row) => (row % 50 === 0 ? 1 : 0))
    const end = cells(ROWS, (row) => (few[row] === 1 ? 0 : mrr[row] + noise(row, 9, 3)))
    const guess = guessOf(
      tableOf({ ...base, churned: few, mrr_end: end, arr_start: mrr.map((value) => value * 12) }),
    )
    expect(guess.role('arr_start')).toBe('feature')
  })

  test('times after the start of the outcome window are told', () => {
    const day = (text: string) => cells(ROWS, () => text)
    const guess = guessOf(
      tableOf({
        ...base,
        features_asof: day('2026-01-01'),
        outcome_start: day('2026-01-02'),
        outcome_end: day('2026-03-31'),
        last_contact: cells(ROWS, (row) => (row === 9 ? '2026-02-01' : '2025-12-01')),
        signed_up: cells(ROWS, (row) => `2024-0${1 + (row % 9)}-01`),
      }),
    )
    const late = guess.problems.filter(({ code }) => code === 'time-after-start')
    expect(
      late.map(({ column, what }) => [column, /1 row, the first of them row 10/.test(what)]),
    ).toEqual([['last_contact', true]])
  })
})

describe('leaks by an outcome that is chosen later', () => {
  const { churned: _, mrr_end: __, ...rest } = base
  const table = tableOf({ ...rest, y17: churned, twin: churned })

  test('are left out as well, but not what a person chose', () => {
    const { table: prepared } = prepareTable(table)
    const profiles = profileTable(prepared, null)
    const roles = guessOf(table).roles.map((each) =>
      each.column === 'y17' ? { ...each, role: 'churned' as const, reason: CHOSEN } : each,
    )
    const blocked = blockLeaks(prepared, profiles, roles)
    const roleOf = (of: typeof roles) => of.find(({ column }) => column === 'twin')!.role
    expect(roleOf(roles)).toBe('feature')
    expect(roleOf(blocked.roles)).toBe('ignored')
    const chosen = roles.map((each) =>
      each.column === 'twin' ? { ...each, reason: CHOSEN } : each,
    )
    expect(roleOf(blockLeaks(prepared, profiles, chosen).roles)).toBe('feature')
  })

  test('in the page: choosing it leaves its twin out, including the twin warns', async () => {
    const service = createDataService()
    const file = new File([tableParquet(table)], 'late.parquet')
    const opened = await service.open(file, () => {})
    if (!opened.ok) throw new Error(opened.problems[0].what)
    const choose = (
      roles: typeof opened.value.contract.roles,
      column: string,
      role: 'churned' | 'feature',
    ) => roles.map((each) => (each.column === column ? { column, role, reason: CHOSEN } : each))
    const named = await service.assignRoles(
      choose(opened.value.contract.roles, 'y17', 'churned'),
      null,
    )
    expect(named.roles.find(({ column }) => column === 'twin')!.role).toBe('ignored')
    expect(named.problems).toContainEqual(
      expect.objectContaining({ code: 'column-leaks', column: 'twin' }),
    )
    const included = await service.assignRoles(choose(named.roles, 'twin', 'feature'), named.spec)
    expect(included.spec!.features).toHaveProperty('twin')
    expect(included.problems).toContainEqual(
      expect.objectContaining({ code: 'leak-included', severity: 'warning', column: 'twin' }),
    )
  })
})

describe('a spec from elsewhere that scores by the outcome in disguise', () => {
  const table = tableOf({
    ...base,
    twin: churned,
    told: when(
      churned,
      () => null,
      (row) => noise(row, 7, 5),
    ),
    near: nearly(12),
    bill: mrrEnd.map((value) => value * 12),
    churn_score: cells(ROWS, (row) => noise(row, 11, 9)), // by its name alone
  })
  const weight = { weight: 5, min: -5, max: 25 }
  const spec: Spec = {
    model: 'theirs',
    max_score: 100,
    features: {
      usage: weight,
      twin: weight,
      told: { ...weight, missing: 'zero_points' },
      near: weight,
      bill: weight,
      churn_score: weight,
    },
    tiers: [{ label: 'A', min: 0, max: 101 }],
    churn_column: 'churned',
    columns: { mrr_end: 'mrr_end' },
    extra: {},
  }
  const leaksIn = (problems: Problem[]) =>
    problems
      .filter(({ code }) => /leak/.test(code))
      .map(({ severity, code, column }) => `${severity} ${code} ${column}`)

  test('is an error for each column until somebody includes it, then a warning', () => {
    const { table: prepared } = prepareTable(table)
    const profiles = profileTable(prepared, null)
    const roles = rolesOfSpec(prepared, spec)
    const blocked = usedLeaks(prepared, profiles, roles)
    expect(leaksIn(blocked)).toEqual([
      'error leak-blocked twin',
      'error leak-blocked told',
      'error leak-blocked bill',
      'warning leak-suspected near',
    ])
    expect(blocked.map(({ what }) => what).slice(0, 2)).toEqual([
      'twin is a feature of the spec, but it tells churned from retained accounts without a single error: it is probably the outcome in disguise.',
      'told is a feature of the spec, but it has a value exactly for the accounts that churned, or that stayed: it is probably the outcome in disguise.',
    ])
    const unknown = roles.map((each) =>
      each.role === 'churned' ? { ...each, role: 'ignored' as const } : each,
    )
    expect(usedLeaks(prepared, profiles, unknown)).toMatchObject([
      { column: 'bill', what: expect.stringContaining('its values follow revenue at the end') },
    ])
    const chosen = roles.map((each) => ({ ...each, reason: CHOSEN }))
    expect(leaksIn(usedLeaks(prepared, profiles, chosen)).sort()).toEqual([
      'warning leak-included bill',
      'warning leak-included near',
      'warning leak-included told',
      'warning leak-included twin',
    ])
  })

  test('in the page: blocked, told for a spec that gains count from, and remembered once included', async () => {
    const service = createDataService()
    const opened = await service.open(new File([tableParquet(table)], 'leaky.parquet'), () => {})
    if (!opened.ok) throw new Error(opened.problems[0].what)
    const adopted = await service.adoptSpec(spec, opened.value.contract.roles)
    expect(leaksIn(adopted.problems).slice(0, 3)).toEqual([
      'error leak-blocked twin',
      'error leak-blocked told',
      'error leak-blocked bill',
    ])
    const { roles } = adopted
    expect(await service.blockedLeaks(spec, roles)).toEqual(['twin', 'told', 'bill'])
    const byHand = roles.map((each) =>
      each.column === 'twin' || each.column === 'told' ? { ...each, reason: CHOSEN } : each,
    )
    const { bill: _, ...features } = spec.features
    const without = await service.adoptSpec({ ...spec, features }, byHand)
    expect(leaksIn(without.problems)).toContain('warning leak-included twin')
    expect(leaksIn(without.problems).join()).not.toContain('error')
    expect(await service.blockedLeaks(spec, without.roles)).toEqual(['bill'])
    const again = await service.restoreContract(without.roles, { ...spec, features })
    const role = again.roles.map((each) =>
      each.column === 'near' ? { ...each, role: 'ignored' as const } : each,
    )
    const later = await service.assignRoles(role, { ...spec, features })
    expect(Object.keys(later.spec!.features)).toEqual(['usage', 'twin', 'told', 'churn_score'])
  })
})

describe.skipIf(!sharedData)('real files', () => {
  const suspects =
    'ClumpThickness, UniformityOfCellSize, UniformityOfCellShape, MarginalAdhesion, SingleEpithelialCellSize, BareNuclei and 1 more'
  test.each([
    ['accounts_5k', null, []],
    ['mlc_telecom_churn', null, []],
    ['ravenstack_accounts', null, ['column-leaks churn_events']],
    ['ravenstack_raw_subscriptions', null, []],
    ['telco_app', null, []],
    ['telco_ibm', null, []],
    ['riskslim_adult', 'Over50K', []],
    ['riskslim_mammo', 'Malignant', []],
    ['riskslim_breastcancer', 'Benign', [`leak-suspected ${suspects}`]],
  ] as const)('%s: what is flagged', async (file, outcome, flagged) => {
    const bytes = readFileSync(`${sharedData}/${file}.parquet`)
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
    const read = await readTable(bufferSource(file, buffer as ArrayBuffer))
    if (!read.ok) throw new Error(read.problems[0].what)
    const guess = guessOf(read.value)
    const profiles = profileTable(guess.table, null)
    const asked = guess.roles.map((each) =>
      each.column === outcome ? { ...each, role: 'churned' as const } : each,
    )
    const { roles, problems } = outcome === null ? guess : blockLeaks(guess.table, profiles, asked)
    const spec = defaultSpec(guess.table, roles)
    const view = contractView(guess.table, profiles, roles, spec, problems)
    const found = view.problems.filter(({ code }) => /leak/.test(code))
    expect(found.map(({ code, what }) => `${code} ${what.split(/ (is|are|alone) /)[0]}`)).toEqual(
      flagged,
    )
  })
})

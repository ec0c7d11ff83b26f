import { describe, expect, test } from 'vitest'
import { outcomeCandidates } from '../../src/accounts/outcomeCandidates.ts'
import { profileTable } from '../../src/accounts/profileTable.ts'
import { guessOf } from './guessCase.ts'
import { type Cell, cells, noise, tableOf, timeColumn } from './tables.ts'

const ROWS = 300
const flag = (salt: number) => cells(ROWS, (row) => (noise(row, salt, 10) < 3 ? 1 : 0))
const yes = (salt: number, words: [string, string] = ['No', 'Yes']) =>
  cells(ROWS, (row) => words[noise(row, salt, 10) < 3 ? 1 : 0])
const whole = (salt: number, bound: number) => cells(ROWS, (row) => noise(row, salt, bound))
const real = (salt: number, bound: number) =>
  cells(ROWS, (row) => noise(row, salt, bound * 1000) / 1000)
const texts = (salt: number, values: number, prefix = 'v') =>
  cells(ROWS, (row) => `${prefix}${noise(row, salt, values)}`)
const ids = (prefix: string) => cells(ROWS, (row) => `${prefix}${(row * 7919) % 100_003}`)
const numberIds = cells(ROWS, (row) => 15_000_000 + ((row * 7919) % 100_003))

describe('the outcome by name', () => {
  const cases: [name: string, values: Cell[], role: string, event?: string][] = [
    ['churn', flag(1), 'churned'],
    ['Churn', yes(1), 'churned', 'Yes'],
    ['churned', cells(ROWS, (row) => noise(row, 1, 4) === 0), 'churned'],
    ['is_churned', flag(1), 'churned'],
    ['isChurned', flag(1), 'churned'],
    ['churn_flag', flag(1), 'churned'],
    ['ChurnFlag', yes(1, ['N', 'Y']), 'churned', 'Y'],
    ['Churn Value', flag(1), 'churned'],
    ['Churn Label', yes(1), 'churned', 'Yes'],
    ['customer_churned', yes(1, ['false', 'true']), 'churned', 'true'],
    ['churned_90d', flag(1), 'churned'],
    ['churn_next_30_days', flag(1), 'churned'],
    ['churn_next_month', flag(1), 'churned'],
    ['churned_this_quarter', flag(1), 'churned'],
    ['lapse', yes(1, ['In force', 'Lapsed']), 'churned', 'Lapsed'],
    ['subscription_state', yes(1, ['active', 'expired']), 'churned', 'expired'],
    ['Exited', flag(1), 'churned'],
    ['Attrition', yes(1), 'churned', 'Yes'],
    [
      'Attrition_Flag',
      yes(1, ['Existing Customer', 'Attrited Customer']),
      'churned',
      'Attrited Customer',
    ],
    ['Customer Status', yes(1, ['Stayed', 'Churned']), 'churned', 'Churned'],
    ['churn', yes(1, [' False.', ' True.']), 'churned', ' True.'],
    ['churn_status', yes(1, ['not churned', 'churned']), 'churned', 'churned'],
    ['cancelled', flag(1), 'churned'],
    ['canceled', flag(1), 'churned'],
    ['left', flag(1), 'churned'],
    ['retained', flag(1), 'retained'],
    ['retained_6mo', flag(1), 'retained'],
    ['isRetained', flag(1), 'retained'],
    ['renewed', yes(1), 'retained', 'Yes'],
    ['stayed', flag(1), 'retained'],
    ['renewal_status', yes(1, ['Lapsed', 'Renewed']), 'retained', 'Renewed'],
    ['active_after_90_days', flag(1), 'retained'],
    ['gekündigt', yes(1, ['nein', 'ja']), 'churned', 'ja'],
    ['Kuendigung', yes(1, ['N', 'J']), 'churned', 'J'],
    ['résilié', yes(1, ['Non', 'Oui']), 'churned', 'Oui'],
    ['churn', yes(1, ['No', 'Sí']), 'churned', 'Sí'],
    ['baja', flag(1), 'churned'],
    ['cancelado', yes(1, ['não', 'sim']), 'churned', 'sim'],
    ['Status', yes(1, ['Aktiv', 'Gekündigt']), 'churned', 'Gekündigt'],
  ]
  test.each(cases.map(([name, values, role, event]) => ({ name, values, role, event })))(
    '$name',
    ({ name, values, role, event }) => {
      const guess = guessOf(tableOf({ [name]: values, logins: whole(2, 90), plan: texts(3, 3) }))
      expect([guess.role(name), guess.event(name)]).toEqual([role, event])
      expect(guess.role('logins')).toBe('feature')
      expect(guess.role('plan')).toBe('feature')
    },
  )

  test.each(['Over50K', 'Malignant', 'Target', 'IsActiveMember', 'is_active', 'HasCrCard'])(
    '%s is not guessed to be an outcome',
    (name) => {
      const guess = guessOf(tableOf({ [name]: flag(1), age: whole(2, 90) }))
      expect(guess.role(name)).toBe('feature')
    },
  )

  test('candidates name two-valued columns, likely names first', () => {
    const table = tableOf({
      a: flag(1),
      plan: texts(2, 3),
      b: yes(3),
      Target: flag(4),
      n: whole(5, 9),
    })
    expect(outcomeCandidates(profileTable(table, null))).toEqual(['Target', 'a', 'b'])
  })

  test('of several statuses the one that names churn is the event', () => {
    const status = cells(ROWS, (row) => ['Stayed', 'Churned', 'Joined'][noise(row, 1, 3)])
    const guess = guessOf(tableOf({ 'Customer Status': status, tenure: whole(2, 70) }))
    expect(guess.role('Customer Status')).toBe('churned')
    expect(guess.event('Customer Status')).toBe('Churned')
  })

  test.each([
    ['Is_Churned__c', flag(1), undefined],
    ['default.payment.next.month', flag(1), undefined],
    [
      'Lifecycle Stage',
      cells(ROWS, (row) => (noise(row, 1, 4) === 0 ? 'Former customer' : 'Customer')),
      'Former customer',
    ],
  ])('%s says who churned', (name, values, event) => {
    const guess = guessOf(tableOf({ [name]: values, tenure: whole(2, 70) }))
    expect(guess.role(name)).toBe('churned')
    expect(guess.event(name)).toBe(event)
  })

  test('a churn column with other values is still taken, so that the contract can say what is wrong', () => {
    const guess = guessOf(tableOf({ churn: whole(1, 3), tenure: whole(2, 70) }))
    expect(guess.role('churn')).toBe('churned')
  })
})

describe('other roles by name', () => {
  const cases: [name: string, values: Cell[], role: string][] = [
    ['customerID', ids('C-'), 'id'],
    ['customer_id', numberIds, 'id'],
    ['AccountId', ids('A'), 'id'],
    ['accountid', ids('A'), 'id'],
    ['id', numberIds, 'id'],
    ['uuid', ids('u'), 'id'],
    ['user_id', ids('u'), 'id'],
    ['CLIENTNUM', numberIds, 'id'],
    ['RowNumber', cells(ROWS, (row) => row + 1), 'id'],
    ['Kundennummer', ids('K'), 'id'],
    ['id_client', ids('C'), 'id'],
    ['customer', ids('cus_'), 'id'],
    ['account', cells(ROWS, (row) => ['checking', 'savings', 'none'][noise(row, 1, 3)]), 'feature'],
    ['Kündigungsgrund', texts(1, 4), 'ignored'],
    ['motif_résiliation', texts(1, 4), 'ignored'],
    ['Umsatz_Monat', real(1, 900), 'mrr'],
    ['ingreso_mensual', real(1, 900), 'mrr'],
    ['MonthlyCharges', real(1, 120), 'mrr'],
    ['Monthly Charge', real(1, 120), 'mrr'],
    ['monthly_revenue', real(1, 900), 'mrr'],
    ['mrr', real(1, 900), 'mrr'],
    ['premium_monthly', real(1, 900), 'mrr'],
    ['mrr_start', real(1, 900), 'mrr'],
    ['mrr_usd', real(1, 900), 'mrr'],
    ['MRR__c', real(1, 900), 'mrr'],
    ['area code', cells(ROWS, (row) => [408, 415, 510][noise(row, 1, 3)]), 'ignored'],
    ['lines_of_code', whole(1, 900), 'feature'],
    ['created', cells(ROWS, (row) => 1_600_000_000 + 977 * noise(row, 1, 9000)), 'time'],
    ['arr', real(1, 9000), 'mrr'],
    ['revenue', real(1, 900), 'mrr'],
    ['mrr_end', real(1, 900), 'mrr_end'],
    ['ending_mrr', real(1, 900), 'mrr_end'],
    ['mrr_after', real(1, 900), 'mrr_end'],
    ['mrr_next_quarter', real(1, 900), 'mrr_end'],
    ['ltv', real(1, 900), 'ltv'],
    ['actual_ltv', real(1, 900), 'ltv'],
    ['clv', real(1, 900), 'ltv'],
    ['lifetime_value', real(1, 900), 'ltv'],
    ['activated', flag(1), 'activated'],
    ['is_activated', yes(1), 'activated'],
    ['prior_tier', texts(1, 4), 'former_tier'],
    ['former_tier', texts(1, 4), 'former_tier'],
    ['won_back', flag(1), 'won_back'],
    ['reactivated', flag(1), 'won_back'],
    ['account_count', whole(1, 40), 'count'],
    ['segment', texts(1, 4), 'segment'],
    ['region', texts(1, 4), 'feature'],
    ['plan_tier', texts(1, 3), 'feature'],
    ['cohort', texts(1, 40), 'feature'],
    ['Surname', ids('S'), 'ignored'],
    ['email', ids('a@b.c'), 'ignored'],
    ['zip_code', whole(1, 99_999), 'ignored'],
    ['churn_date', cells(ROWS, (row) => `2024-01-${10 + noise(row, 1, 18)}`), 'ignored'],
    ['signup', cells(ROWS, (row) => `2024-01-${10 + noise(row, 1, 18)}`), 'time'],
    ['created_at', cells(ROWS, (row) => 1.7e9 + row), 'time'],
    ['as_of_date', cells(ROWS, (row) => 20_240_101 + noise(row, 1, 28)), 'time'],
    ['churn_reason', texts(1, 5), 'ignored'],
    ['account_state', cells(ROWS, (row) => ['CA', 'NY', 'TX'][noise(row, 1, 3)]), 'feature'],
    ['Cancel Reason', texts(1, 5), 'ignored'],
    ['Churn Score', whole(1, 100), 'ignored'],
    ['CLTV', whole(1, 6000), 'ignored'],
    ['churn_probability', real(1, 1), 'ignored'],
    ['previous_cancellations', whole(1, 4), 'feature'],
    ['activation_speed', real(1, 1), 'feature'],
    ['paid', flag(1), 'feature'],
  ]
  test.each(cases.map(([name, values, role]) => ({ name, values, role })))(
    '$name is $role',
    ({ name, values, role }) => {
      const guess = guessOf(tableOf({ churned: flag(9), [name]: values, logins: whole(2, 90) }))
      expect(guess.role(name)).toBe(role)
    },
  )

  test('outcomes of rows that stand for several accounts are counts, whatever they count', () => {
    const accounts = cells(ROWS, (row) => 50 + noise(row, 1, 90))
    const upTo = (salt: number) => cells(ROWS, (row) => noise(row, salt, accounts[row] + 1))
    for (const name of ['account_count', 'n_accounts']) {
      const columns = { [name]: accounts, churned: upTo(2), activated: upTo(3), plan: texts(4, 3) }
      const guess = guessOf(tableOf(columns))
      const roles = Object.keys(columns).map(guess.role)
      expect(roles).toEqual(['count', 'churned', 'activated', 'feature'])
    }
  })

  test('a number of accounts beside a 0/1 outcome describes the account', () => {
    const guess = guessOf(tableOf({ churned: flag(1), number_of_accounts: whole(2, 9) }))
    expect(guess.role('number_of_accounts')).toBe('feature')
  })

  test('times are never features', () => {
    const table = tableOf({ churned: flag(9), logins: whole(2, 90) })
    const guess = guessOf({
      ...table,
      columns: [...table.columns, timeColumn('outcome_end', ROWS)],
    })
    expect(guess.role('outcome_end')).toBe('time')
  })

  test('the best name wins and the rest is named', () => {
    const guess = guessOf(
      tableOf({
        churned: flag(9),
        RowNumber: cells(ROWS, (row) => row + 1),
        CustomerId: numberIds,
        x: whole(2, 90),
      }),
    )
    expect(guess.role('CustomerId')).toBe('id')
    expect(guess.role('RowNumber')).toBe('ignored')
    const note = guess.problems.find(({ code }) => code === 'role-competing-columns')
    expect(note?.what).toContain('RowNumber')
  })

  test('yearly revenue is taken with a note', () => {
    const guess = guessOf(tableOf({ churned: flag(9), arr: real(1, 9000), x: whole(2, 90) }))
    expect(guess.codes).toContain('revenue-per-year')
  })
})

describe('columns that give the outcome away', () => {
  const churned = flag(9)

  test('a copy and a complement of the outcome are ignored with a warning', () => {
    const guess = guessOf(
      tableOf({
        churned,
        status: churned.map((value) => (value === 1 ? 'gone' : 'here')),
        alive: churned.map((value) => 1 - value),
        x: whole(2, 90),
      }),
    )
    expect(guess.role('status')).toBe('ignored')
    expect(guess.role('alive')).toBe('ignored')
    expect(guess.codes.filter((code) => code === 'column-leaks')).toHaveLength(2)
  })

  test('many columns that leak for one reason make one problem', () => {
    const copies = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((name) => [name, churned.map((value) => value + 3)]),
    )
    const guess = guessOf(tableOf({ churned, ...copies, x: whole(2, 90) }))
    const leaks = guess.problems.filter(({ code }) => code === 'column-leaks')
    expect(leaks.map(({ what }) => what)).toEqual([
      'a, b, c and d are ignored, of each: it tells churned from retained accounts without a single error.',
    ])
  })

  test('so is a column that has values for churned accounts only', () => {
    const survey = churned.map((value, row) => (value === 1 ? `answer ${noise(row, 3, 4)}` : null))
    const guess = guessOf(tableOf({ churned, survey, x: whole(2, 90) }))
    expect(guess.role('survey')).toBe('ignored')
  })

  test('one that is nearly the outcome stays, with a warning', () => {
    const hint = churned.map((value, row) => (row % 25 === 0 ? 1 - value : value))
    const guess = guessOf(tableOf({ churned, hint, x: whole(2, 90) }))
    expect(guess.role('hint')).toBe('feature')
    expect(guess.codes).toContain('leak-suspected')
  })

  test('nine in ten accounts told right are enough for the warning, by value or by having one', () => {
    const hint = churned.map((value, row) => (row % 12 === 0 ? 1 - value : value))
    const survey = hint.map((value, row) => (value === 1 ? noise(row, 3, 4) : null))
    const weak = churned.map((value, row) => (row % 4 === 0 ? 1 - value : value))
    const guess = guessOf(tableOf({ churned, hint, survey, weak, x: whole(2, 90) }))
    const warning = guess.problems.find(({ code }) => code === 'leak-suspected')
    expect(warning?.what).toBe(
      'hint and survey alone tell churned from retained accounts with an AUC of 0.9 or more.',
    )
  })

  test('revenue at the end is no feature even beside a better named column', () => {
    const guess = guessOf(
      tableOf({ churned, mrr_end: real(1, 90), ending_mrr: real(2, 90), x: whole(2, 9) }),
    )
    expect(guess.role('ending_mrr')).toBe('ignored')
  })
})

describe('columns that say nothing', () => {
  test('empty, constant and many-valued columns are ignored and named', () => {
    const guess = guessOf(
      tableOf({
        churned: flag(9),
        nothing: cells(ROWS, () => null),
        Over18: cells(ROWS, () => 'Y'),
        StandardHours: cells(ROWS, () => 80),
        signup: cells(ROWS, (row) => `2024-01-${10 + noise(row, 1, 18)}`),
        note: ids('note '),
        state: texts(4, 51),
        x: whole(2, 90),
      }),
    )
    expect(['nothing', 'Over18', 'StandardHours', 'note'].map(guess.role)).toEqual(
      cells(4, () => 'ignored'),
    )
    for (const code of ['column-empty', 'column-constant']) {
      expect(guess.codes).toContain(code)
    }
    expect(guess.problems.find(({ code }) => code === 'column-empty')?.what).toContain('nothing')
    expect(guess.role('state')).toBe('feature')
    const unused = guess.problems.filter(({ code }) => code === 'column-unused')
    expect(unused.map(({ what }) => what)).toEqual([
      'signup (holds dates) and note (its texts are nearly all different) are not used.',
    ])
  })

  test("the existing tool's list holds where all is numbers and complete", () => {
    const columns = { churned: flag(9), tenure_months: whole(1, 60), logins: whole(2, 20) }
    expect(guessOf(tableOf(columns)).role('tenure_months')).toBe('ignored')
    expect(guessOf(tableOf(columns)).codes).toContain('left-out-by-default')
    expect(guessOf(tableOf({ ...columns, plan: texts(1, 3) })).role('tenure_months')).toBe(
      'feature',
    )
  })

  test('hostile names keep their column', () => {
    const raw = tableOf({ churned: flag(9), constructor: whole(1, 9) })
    const proto = { ...raw.columns[1], name: '__proto__' }
    const guess = guessOf({ ...raw, columns: [...raw.columns, proto] })
    expect(guess.roles.map(({ column }) => column)).toEqual(['churned', 'constructor', '__proto__'])
  })
})

describe('well-known public files', () => {
  test('bank churn', () => {
    const guess = guessOf(
      tableOf({
        RowNumber: cells(ROWS, (row) => row + 1),
        CustomerId: numberIds,
        Surname: texts(1, 250, 'name'),
        CreditScore: whole(2, 850),
        Geography: texts(3, 3),
        Gender: yes(4, ['Female', 'Male']),
        Age: whole(5, 92),
        Tenure: whole(6, 11),
        Balance: real(7, 200_000),
        NumOfProducts: whole(8, 4),
        HasCrCard: flag(9),
        IsActiveMember: flag(10),
        EstimatedSalary: real(11, 199_000),
        Exited: flag(12),
      }),
    )
    const features = guess.roles.filter(({ role }) => role === 'feature')
    expect(features.map(({ column }) => column)).toEqual([
      'CreditScore',
      'Geography',
      'Gender',
      'Age',
      'Tenure',
      'Balance',
      'NumOfProducts',
      'HasCrCard',
      'IsActiveMember',
      'EstimatedSalary',
    ])
    expect(guess.role('Exited')).toBe('churned')
    expect(guess.role('CustomerId')).toBe('id')
  })

  test('bank churners', () => {
    const model = 'Naive_Bayes_Classifier_Attrition_Flag_Card_Category_Contacts_Count_12_mon_1'
    const guess = guessOf(
      tableOf({
        CLIENTNUM: numberIds,
        Attrition_Flag: yes(1, ['Existing Customer', 'Attrited Customer']),
        Customer_Age: whole(2, 73),
        Income_Category: texts(3, 6),
        Months_on_book: whole(4, 56),
        Credit_Limit: real(5, 34_000),
        Avg_Utilization_Ratio: real(6, 1),
        [model]: real(7, 1),
      }),
    )
    expect(guess.role('CLIENTNUM')).toBe('id')
    expect(guess.role('Attrition_Flag')).toBe('churned')
    expect(guess.role(model)).toBe('ignored')
    expect(guess.role('Credit_Limit')).toBe('feature')
  })

  test('the long telecom file with two outcomes and a score', () => {
    const label = yes(1)
    const guess = guessOf(
      tableOf({
        CustomerID: ids('X'),
        Count: cells(ROWS, () => 1),
        Country: cells(ROWS, () => 'United States'),
        City: texts(2, 90),
        'Zip Code': whole(3, 96_161),
        'Tenure Months': whole(4, 72),
        'Monthly Charges': real(5, 118),
        'Total Charges': cells(ROWS, (row) =>
          row === 4 ? ' ' : String(noise(row, 6, 90_000) / 100),
        ),
        'Churn Label': label,
        'Churn Value': label.map((value) => (value === 'Yes' ? 1 : 0)),
        'Churn Score': whole(7, 100),
        CLTV: whole(8, 6500),
        'Churn Reason': label.map((value, row) => (value === 'Yes' ? `r${row % 9}` : null)),
      }),
    )
    const by = (role: string) =>
      guess.roles.filter((r) => r.role === role).map(({ column }) => column)
    expect(by('churned')).toEqual(['Churn Label'])
    expect(by('mrr')).toEqual(['Monthly Charges'])
    expect(by('feature')).toEqual(['City', 'Tenure Months', 'Total Charges'])
    expect(guess.codes).toContain('text-holds-numbers')
  })

  test('SaaS accounts', () => {
    const guess = guessOf(
      tableOf({
        account_id: ids('A-'),
        account_name: ids('Company '),
        industry: texts(1, 5),
        plan_tier: texts(2, 3),
        seats: whole(3, 120),
        is_trial: flag(4),
        arr_amount: whole(5, 90_000),
        auto_renew_flag: flag(6),
        churn_flag: flag(7),
      }),
    )
    expect(guess.roles.map(({ role }) => role)).toEqual([
      'id',
      'ignored',
      'feature',
      'feature',
      'feature',
      'feature',
      'mrr',
      'feature',
      'churned',
    ])
  })

  test('telecom of the nineties', () => {
    const guess = guessOf(
      tableOf({
        state: texts(1, 51),
        account_length: whole(2, 230),
        area_code: texts(3, 3, 'area_code_4'),
        phone_number: ids('400-'),
        international_plan: yes(4, ['no', 'yes']),
        total_day_charge: real(5, 60),
        churn: yes(6, ['no', 'yes']),
      }),
    )
    expect(guess.roles.map(({ role }) => role)).toEqual([
      'feature',
      'feature',
      'feature',
      'ignored',
      'feature',
      'feature',
      'churned',
    ])
  })

  test('employee attrition', () => {
    const guess = guessOf(
      tableOf({
        Age: whole(1, 60),
        Attrition: yes(2),
        BusinessTravel: texts(3, 3),
        EmployeeCount: cells(ROWS, () => 1),
        EmployeeNumber: cells(ROWS, (row) => row * 2 + 1),
        MonthlyIncome: whole(4, 19_999),
        OverTime: yes(5),
      }),
    )
    expect(guess.roles.map(({ role }) => role)).toEqual([
      'feature',
      'churned',
      'feature',
      'ignored',
      'id',
      'feature',
      'feature',
    ])
  })
})

test('a date by its name is a time column even where nothing in it can be read, and never a feature', () => {
  const quarter = cells(ROWS, (row) => `end of Q${1 + (row % 4)}`)
  const { roles } = guessOf(
    tableOf({
      features_asof: quarter,
      snapshot_month: quarter,
      usage: whole(3, 50),
      churn: flag(1),
    }),
  )
  const of = (name: string) => roles.find(({ column }) => column === name)
  expect(of('features_asof')).toMatchObject({ role: 'time', reason: 'named features_asof' })
  expect(of('snapshot_month')).toMatchObject({
    role: 'ignored',
    reason: expect.stringContaining('holds no dates'),
  })
  expect(of('usage')).toMatchObject({ role: 'feature' })
})

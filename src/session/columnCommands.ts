import type { ContractView } from '../accounts/contractView.ts'
import { OUTCOME_ROLES, type Role, type RoleAssignment } from '../accounts/role.ts'
import type { Spec } from '../accounts/spec.ts'
import { specWithout } from '../accounts/specWithout.ts'
import { CHOSEN } from '../accounts/usedLeaks.ts'
import type { DataReady, ModelState } from '../store/state.ts'
import type { Commands } from './commands.ts'
import type { SessionContext } from './context.ts'
import { contractNow } from './contractNow.ts'
import type { ModelPatch } from './modelCommands.ts'

type ColumnCommands = Pick<
  Commands,
  'setAsOf' | 'setRole' | 'setEvent' | 'setMissingPolicy' | 'leaveOutRowsWithoutOutcome'
>

/** The contract after a change, and what of the page's state changes with it. */
export interface Changed {
  contract: ContractView
  source?: ModelState['source'] // absent: as before
  patch?: ModelPatch
  asOf?: string | null // absent: as before
}

interface ColumnCommandsInput {
  context: SessionContext
  change(work: (data: DataReady) => Promise<Changed>): Promise<void> // one after the other
}

const SINGLE_ROLES: readonly Role[] = ['id', 'count', ...OUTCOME_ROLES]

/** What each column is for, what its gaps count as, and up to when its outcomes are known. */
export function createColumnCommands({ context, change }: ColumnCommandsInput): ColumnCommands {
  const { store } = context

  function spec(): Spec | null {
    return store.getState().model?.spec ?? null
  }

  function specOf(): Spec {
    const found = spec()
    if (found === null) throw new Error('There is no spec yet: choose an outcome column first.')
    return found
  }

  /** What a spec is once gaps have an answer: the weights stay whose they were. */
  function completed(): ModelState['source'] {
    const source = store.getState().model?.source
    return source === 'default' || source === 'completed' ? 'completed' : 'edited'
  }

  /** The spec that gains count from, without a column that gives the outcome away and is no feature any more. */
  function leftOut(data: DataReady, column: string, role: Role): ModelPatch {
    const incumbent = store.getState().model?.incumbent ?? null
    const isLeak = data.problems.some((each) => LEAKS.has(each.code) && each.column === column)
    if (role === 'feature' || !isLeak || incumbent === null) return {}
    return { incumbent: specWithout(incumbent, new Set([column])) }
  }

  return {
    setAsOf: (day) =>
      change(async (data) => {
        await context.data().call((service) => service.setAsOf(day))
        return { contract: await contractNow(context, data), asOf: day }
      }),

    setRole: (column, role) =>
      change(async (data) => {
        const roles = data.roles.map((each) => assigned(each, column, role))
        const isSame = roles.every((each, index) => each.role === data.roles[index].role)
        const before = spec()
        const contract = await context
          .data()
          .call((service) =>
            isSame && before !== null
              ? service.restoreContract(roles, before)
              : service.assignRoles(roles, before),
          )
        const patch = leftOut(data, column, role)
        if (patch.incumbent !== undefined) {
          const text = `${column} is left out of the imported spec too, so that no gain counts from it.`
          store.setState({ notice: { tone: 'done', text } })
        }
        return { contract, patch }
      }),

    setEvent: (column, event) =>
      change(async (data) => {
        const roles = data.roles.map((each) =>
          each.column === column ? { ...each, event, reason: CHOSEN } : each,
        )
        const before = spec()
        return {
          contract: await context.data().call((service) => service.assignRoles(roles, before)),
        }
      }),

    setMissingPolicy: (column, policy) =>
      change(async ({ roles }) => {
        const before = specOf()
        const contract = await context
          .data()
          .call((service) => service.setMissingPolicy(column, policy, roles, before))
        return { contract, source: completed() }
      }),

    leaveOutRowsWithoutOutcome: () =>
      change(async ({ roles }) => {
        const wanted = { ...specOf(), missing_outcomes: 'leave_out_rows' } as const
        const contract = await context.data().call((service) => service.assignRoles(roles, wanted))
        return { contract, source: completed() }
      }),
  }
}

const LEAKS: ReadonlySet<string> = new Set(['leak-blocked', 'leak-included'])

function assigned(each: RoleAssignment, column: string, role: Role): RoleAssignment {
  if (each.column === column) return { column, role, reason: CHOSEN }
  if (each.role === role && SINGLE_ROLES.includes(role))
    return { column: each.column, role: 'ignored', reason: `${column} has this role now` }
  return each
}

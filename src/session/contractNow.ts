import type { ContractView } from '../accounts/contractView.ts'
import type { DataReady } from '../store/state.ts'
import type { SessionContext } from './context.ts'

/** The contract of the open data under roles and spec as they are; a spec made from the columns is made anew. */
export function contractNow(context: SessionContext, { roles }: DataReady): Promise<ContractView> {
  const { model } = context.store.getState()
  return context
    .data()
    .call((service) =>
      model === null || model.source === 'default'
        ? service.assignRoles(roles, null)
        : service.restoreContract(roles, model.spec),
    )
}

import { STRATEGIES } from '../search/strategy.ts'

/** The strategies a run may use, each with its sentence; the default first. */
export const strategies: readonly { name: string; sentence: string }[] = STRATEGIES

export { endsByItself } from '../search/strategy.ts'

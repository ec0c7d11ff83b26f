import { DEEP, STRATEGIES } from '../search/strategy.ts'

/** The strategies a run may use, each with its sentence; the default first. */
export const strategies: readonly { name: string; sentence: string }[] = STRATEGIES

/** The one that ends with its certificate instead of a budget. */
export const UNBUDGETED: string = DEEP.name

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../shared/data', import.meta.url))

/** Folder of real files beside the checkout, or null where there is none: tests that need it skip. */
export const sharedData: string | null = existsSync(folder) ? folder : null

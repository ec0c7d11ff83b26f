// A worker thread does not inherit the loader of TypeScript sources.
import { register } from 'tsx/esm/api'

register()
await import('./studyThread.ts')

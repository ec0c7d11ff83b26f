import type { Commands } from '../../src/session/commands.ts'
import type { AppState } from '../../src/store/state.ts'

/** One picture of the gallery: where the page stands, what the store holds, which commands answer. */
export interface GalleryFixture {
  view: string // '/run', '/journal?run=abc'
  state: Partial<AppState>
  commands?: Partial<Commands>
}

import type { Commands } from '../../src/session/commands.ts'

async function nothing(): Promise<void> {}

/** Commands that do nothing, so that a fixture stays as it is. */
export const NO_COMMANDS: Commands = {
  openFile: nothing,
  addLater: nothing,
  removeLater: nothing,
  swapFiles: nothing,
  openSample: nothing,
  downloadSample: nothing,
  cancelLoading() {},
  closeData: nothing,
  setRole: nothing,
  setEvent: nothing,
  setMissingPolicy: nothing,
  leaveOutRowsWithoutOutcome: nothing,
  updateFeature: nothing,
  updateTiers: nothing,
  updateBaseScore: nothing,
  resetSpec: nothing,
  importSpec: nothing,
  exportSpec: nothing,
  chooseShapes: nothing,
  cancelShapes() {},
  undoShapes: nothing,
  setRunOptions() {},
  startRun: nothing,
  goDeeper: nothing,
  pause: nothing,
  resume: nothing,
  stop: nothing,
  resumeInterrupted: nothing,
  async experiments() {
    return []
  },
  async experiment() {
    return null
  },
  useSpec: nothing,
  useCurveSpec: nothing,
  exportJournal: nothing,
  importJournal: nothing,
  setNote: nothing,
  removeRun: nothing,
  openReview: nothing,
  cancelReview() {},
  setThresholds: nothing,
  async movedAccounts() {
    return { accounts: 0, moved: 0, matching: 0, page: [] }
  },
  async explainAccount() {
    throw new Error('no account here')
  },
  downloadReview: nothing,
  useCandidateSpec: nothing,
  openStudies: nothing,
  startStudy: nothing,
  stopStudy: nothing,
  useConsensusSpec: nothing,
  openRun: nothing,
  dismissNotice() {},
}

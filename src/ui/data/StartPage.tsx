import { Button } from '@mantine/core'
import type { Problem } from '../../lib/problem.ts'
import { useCommands } from '../context.tsx'
import controls from '../shared/controls.module.css'
import { ProblemList } from '../shared/ProblemList.tsx'
import { View } from '../shared/View.tsx'
import { FileInput } from './FileInput.tsx'
import styles from './StartPage.module.css'

/** Nothing is open: what the page is for, where to drop a file, and why the last one failed. */
export function StartPage({ problem }: { problem: Problem | null }) {
  return (
    <View name={problem === null ? 'Data' : 'Data: file not opened'} bare>
      <div className={styles.page}>
        {problem === null ? <Welcome /> : <Failure problem={problem} />}
        <section className={styles.drop} aria-label="Open a file">
          <h2>Drop a parquet file of accounts</h2>
          <p>
            One row per account, with at least one outcome: what happened to it afterwards, such as
            retained, churned, MRR at the end or LTV. Drop two files to search the earlier one and
            hold out the later.
          </p>
          <FileInput text="Choose a file" primary />
        </section>
        <Samples />
        {problem === null && <Promises />}
      </div>
    </View>
  )
}

function Welcome() {
  return (
    <>
      <h1 className={styles.title}>
        Which of your accounts will stay? <br />
        Find the score that knows, and proof that it does.
      </h1>
      <p className={styles.lead}>
        Drop an export of accounts with known outcomes. Ratchet tries thousands of small changes to
        your scoring weights every second, keeps what improves, remembers everything, and shows the
        gain on accounts the search never saw.
      </p>
    </>
  )
}

function Failure({ problem }: { problem: Problem }) {
  return (
    <div className={styles.problem} role="alert">
      <h1 className={styles.title}>That file could not be opened</h1>
      <p className={styles.lead}>Nothing else has changed. Mend the file, or take another one.</p>
      <ProblemList problems={[problem]} />
    </div>
  )
}

function Samples() {
  const { openSample, downloadSample } = useCommands()
  return (
    <>
      <div className={styles.samples}>
        <span>No file at hand?</span>
        <Button size="sm" onClick={() => void openSample('health')}>
          Try sample accounts
        </Button>
        <Button size="sm" onClick={() => void openSample('churn')}>
          Try churn risk
        </Button>
        <Button size="sm" onClick={() => void openSample('refresh')}>
          Try sample: refresh
        </Button>
      </div>
      <p className={styles.download}>
        Download as parquet:{' '}
        <button
          type="button"
          className={controls.link}
          onClick={() => void downloadSample('health')}
        >
          health score
        </button>
        {', '}
        <button
          type="button"
          className={controls.link}
          onClick={() => void downloadSample('churn')}
        >
          churn risk
        </button>
      </p>
    </>
  )
}

function Promises() {
  return (
    <div className={styles.promises}>
      <div>
        <h2>It never leaves this browser</h2>
        <p>No upload, no account, no tracking. Check the network tab.</p>
      </div>
      <div>
        <h2>Every experiment is kept</h2>
        <p>An append-only journal you can read, filter, export and hand on.</p>
      </div>
      <div>
        <h2>It checks itself</h2>
        <p>Part of the accounts is held out, and the gain is shown on both.</p>
      </div>
    </div>
  )
}

import { Figure, FigureRow } from '../shared/Figure.tsx'
import { Headline } from '../shared/Headline.tsx'
import { View } from '../shared/View.tsx'
import styles from './run.module.css'

const NOT_YET = <span className={styles.quiet}>—</span>

/** A run that was asked for and has not begun: the frame it will fill, in its final size. */
export function RunPreparing() {
  return (
    <View name="Run">
      <Headline
        title="Preparing the run…"
        sub="Accounts are held out, features put on a grid of whole numbers, and the start measured."
      />
      <div className={styles.status} data-state="preparing">
        <div role="status" aria-label="Run status" className={styles.statusLine}>
          <span className={styles.state}>preparing</span>
        </div>
        <div className={styles.progress}>
          <div className={styles.track} />
        </div>
      </div>
      <FigureRow>
        <Figure label="Held-out accounts" value={NOT_YET} />
        <Figure label="Accounts searched" value={NOT_YET} />
        <Figure label="By tier" value={NOT_YET} />
        <Figure label="Revenue in one tier (HHI)" value={NOT_YET} />
      </FigureRow>
      <div className={styles.pair} aria-hidden="true">
        <div className={styles.chartRoom} />
        <div className={styles.chartRoom} />
      </div>
    </View>
  )
}

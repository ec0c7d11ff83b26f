import styles from './ShortText.module.css'

/** A label, shorter where there is little room. */
export function ShortText({ text, short }: { text: string; short: string }) {
  return (
    <>
      <span className={styles.long}>{text}</span>
      <span className={styles.short}>{short}</span>
    </>
  )
}

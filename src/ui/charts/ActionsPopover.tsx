import { Popover } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import styles from './charts.module.css'

interface ActionsPopoverProps {
  label: string // of the dialog that opens
  actions: { text: string; run(): void; danger?: boolean }[]
  children: (toggle: { onClick(): void }) => ReactNode // the button that opens it
}

/** A short list of buttons behind one button; Escape closes it and gives the focus back. */
export function ActionsPopover({ label, actions, children }: ActionsPopoverProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>{children({ onClick: () => setOpen(!open) })}</Popover.Target>
      <Popover.Dropdown className={styles.popover} aria-label={label} aria-labelledby={undefined}>
        {actions.map(({ text, run, danger = false }) => (
          <button
            key={text}
            type="button"
            className={styles.action}
            data-danger={danger}
            onClick={() => {
              setOpen(false)
              run()
            }}
          >
            {text}
          </button>
        ))}
      </Popover.Dropdown>
    </Popover>
  )
}

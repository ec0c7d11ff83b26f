import { type ReactNode, useEffect, useState } from 'react'
import { useCommands } from '../context.tsx'
import { navigate } from '../hashLocation.ts'
import styles from './DropArea.module.css'

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}

/** The whole page takes a dropped file, in every view. */
export function DropArea({ children }: { children: ReactNode }) {
  const { openFile } = useCommands()
  const [over, setOver] = useState(false)
  useEffect(() => {
    function drag(event: DragEvent): void {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    function leave(event: DragEvent): void {
      if (event.relatedTarget === null) setOver(false)
    }
    function drop(event: DragEvent): void {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(false)
      const [file, ...others] = event.dataTransfer?.files ?? []
      if (file === undefined) return
      navigate('/data')
      void openFile(file, others)
    }
    window.addEventListener('dragover', drag)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', drag)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [openFile])
  return (
    <>
      {children}
      {over && <div className={styles.overlay}>Drop to open it here</div>}
    </>
  )
}

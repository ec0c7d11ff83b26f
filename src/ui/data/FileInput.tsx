import { useCommands } from '../context.tsx'
import { FilePick } from '../shared/FilePick.tsx'

/** The input for a file of accounts; the same wherever one can be opened. */
export function FileInput({ text, primary = false }: { text: string; primary?: boolean }) {
  const { openFile } = useCommands()
  return (
    <FilePick
      label="Parquet file"
      text={text}
      accept=".parquet"
      primary={primary}
      onFile={(file) => void openFile(file)}
    />
  )
}

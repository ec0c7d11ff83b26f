import { useCommands } from '../context.tsx'
import { FilePick } from '../shared/FilePick.tsx'

interface FileInputProps {
  text: string
  short?: string // where there is little room
  primary?: boolean
}

/** The input for a file of accounts; the same wherever one can be opened. */
export function FileInput(props: FileInputProps) {
  const { text, short, primary = false } = props
  const { openFile } = useCommands()
  return (
    <FilePick
      label="Parquet file"
      text={text}
      short={short}
      accept=".parquet"
      primary={primary}
      onFile={(file) => void openFile(file)}
    />
  )
}

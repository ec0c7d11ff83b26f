import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core'

const NEXT: Record<MantineColorScheme, MantineColorScheme> = {
  auto: 'light',
  light: 'dark',
  dark: 'auto',
}

const TEXT: Record<MantineColorScheme, string> = {
  auto: 'System colours',
  light: 'Light colours',
  dark: 'Dark colours',
}

/** Colours as the system has them, light, or dark: one button that goes round. */
export function SchemeToggle({ className }: { className: string | undefined }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <button
      type="button"
      className={className}
      onClick={() => setColorScheme(NEXT[colorScheme])}
      title={`Switch to: ${TEXT[NEXT[colorScheme]].toLowerCase()}`}
    >
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.3" />
        <path d="M7 1.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
      </svg>
      {TEXT[colorScheme]}
    </button>
  )
}

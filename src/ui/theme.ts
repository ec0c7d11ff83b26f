import { Button, createTheme, type MantineColorsTuple } from '@mantine/core'
import controls from './shared/controls.module.css'

const teal: MantineColorsTuple = [
  '#e0f1ef',
  '#c3e4e0',
  '#9dd3cd',
  '#6fd3ca',
  '#3fb8ae',
  '#209a92',
  '#0b7a75',
  '#096863',
  '#075651',
  '#054541',
]

/** Mantine drawn with the tokens of `tokens.css`; colours themselves live there. */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'ui-monospace, monospace',
  headings: { fontFamily: 'var(--font)', fontWeight: '640' },
  colors: { teal },
  primaryColor: 'teal',
  primaryShade: { light: 6, dark: 4 },
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { variant: 'default', size: 'sm' },
      classNames: { root: controls.button, label: controls.buttonLabel },
    }),
  },
})

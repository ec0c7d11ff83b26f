import { useAppState } from '../context.tsx'
import { findNextStep, type Step } from './findNextStep.ts'
import { LinkButton } from './LinkButton.tsx'

const STEPS: Record<Step, { href: string; text: string }> = {
  open: { href: '/data', text: 'Open accounts' },
  mend: { href: '/data', text: 'Mend it on Data' },
  correct: { href: '/model', text: 'Mend it on Model' },
  search: { href: '/run', text: 'Start searching' },
  wait: { href: '/data', text: 'Show progress' },
  watch: { href: '/run', text: 'Show the run' },
}

/** The primary button of a view that has nothing to show before a run has ended. */
export function NextStep() {
  const { href, text } = STEPS[useAppState(findNextStep)]
  return (
    <LinkButton href={href} primary>
      {text}
    </LinkButton>
  )
}

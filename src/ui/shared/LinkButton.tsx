import { Button } from '@mantine/core'
import { Link } from 'wouter'

interface LinkButtonProps {
  href: string
  primary?: boolean
  children: string
}

/** A link that looks like the other buttons. */
export function LinkButton({ href, primary = false, children }: LinkButtonProps) {
  return (
    <Button component={Link} href={href} variant={primary ? 'filled' : 'default'}>
      {children}
    </Button>
  )
}

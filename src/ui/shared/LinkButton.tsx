import { Button } from '@mantine/core'
import { Link } from 'wouter'

/** A link that looks like the other buttons. */
export function LinkButton({ href, children }: { href: string; children: string }) {
  return (
    <Button component={Link} href={href}>
      {children}
    </Button>
  )
}

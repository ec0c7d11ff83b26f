import { Component, type ReactNode } from 'react'
import { EmptyState } from '../shared/EmptyState.tsx'

interface BoundaryState {
  message: string | null
}

/** Keeps the rail, the data and the run alive when a view fails to draw. */
export class ViewBoundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { message: null }

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { message: error instanceof Error ? error.message : String(error) }
  }

  override render() {
    if (this.state.message === null) return this.props.children
    return (
      <main id="content" tabIndex={-1}>
        <EmptyState
          title="This view could not be drawn"
          text={`Data, run and journal are untouched; open another step, or reload. (${this.state.message})`}
        />
      </main>
    )
  }
}

import { Component } from 'react';
import type { ErrorInfo, ReactNode } from 'react';

interface Props {
  /** What the pane is called in the message. */
  readonly name: string;
  readonly children: ReactNode;
}

/** Keeps a broken pane from taking the others with it. React has no hook for this. */
export class ErrorBoundary extends Component<Props, { readonly failure: string | null }> {
  override state: { readonly failure: string | null } = { failure: null };

  static getDerivedStateFromError(cause: unknown): { readonly failure: string } {
    return { failure: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause) };
  }

  override componentDidCatch(cause: unknown, info: ErrorInfo): void {
    console.error(cause, info.componentStack);
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <div className="errw" role="alert">
        <div>
          <h2>{this.props.name} stopped working</h2>
          <p>This is a fault in Tideline. Requests that run in other tabs are not affected.</p>
        </div>
        <div className="fld detail mono">{failure}</div>
        <div>
          <button className="btn" onClick={() => this.setState({ failure: null })}>
            Show it again
          </button>
        </div>
      </div>
    );
  }
}

/** What the page shows when something fails. */
import { Component, type ReactNode, useState } from 'react';

interface BoundaryProps {
  children: ReactNode;
}

/** Replaces what crashed by one sentence: a block, or the whole list. */
export class ErrorBoundary extends Component<BoundaryProps, { failed: boolean }> {
  constructor(props: BoundaryProps) {
    super(props);
    this.state = { failed: false };
  }

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <span className="text-danger py-4 d-block text-center">
        Something went wrong here. Please try to refresh the page.
      </span>
    );
  }
}

function ErrorMessage({ message }: { message: string }) {
  const [isClosed, setClosed] = useState(false);
  if (isClosed) return null;
  return (
    <div className="fade text-center alert alert-danger alert-dismissible show" role="alert">
      <button type="button" className="btn-close" aria-label="Close alert" onClick={() => setClosed(true)}>
        ×
      </button>
      {message}
    </div>
  );
}

/** Dismissible red lines, one for each message. */
export function ErrorMessages({ messages }: { messages: readonly string[] }) {
  return (
    <div>
      {messages.map((message) => (
        <ErrorMessage key={message} message={message} />
      ))}
    </div>
  );
}

/** Covers the window while the list is being read again; nothing below it is unmounted. */
export function LoadingSpinner() {
  return (
    <div className="loading">
      <svg className="svg-inline--fa fa-cog fa-spin" viewBox="0 0 16 16" role="img" aria-label="Loading">
        <circle
          cx="8"
          cy="8"
          r="6"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeDasharray="24 14"
        />
      </svg>
    </div>
  );
}

import { Component, type ReactNode } from 'react';
import { useWords } from '../i18n/Language';

function Failure({ problem }: { readonly problem: Error }) {
  const words = useWords();
  return (
    <main className="failure" role="alert">
      <h1>{words.say('appFailed')}</h1>
      <pre>{problem.message}</pre>
      <a className="button" href="./" onClick={() => window.location.reload()}>
        {words.say('reload')}
      </a>
    </main>
  );
}

/** Shows what went wrong instead of an empty page. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { problem?: Error }> {
  override state: { problem?: Error } = {};

  static getDerivedStateFromError(problem: Error) {
    return { problem };
  }

  override render() {
    return this.state.problem ? <Failure problem={this.state.problem} /> : this.props.children;
  }
}

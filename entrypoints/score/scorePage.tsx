import { render } from 'preact';

/** What `/__sandbox/score` tells. */
interface Shown {
  readonly right: number;
  readonly jobs: number;
  readonly needlessJobs: number;
  readonly summaries: readonly {
    readonly summary: number;
    readonly title: string;
    readonly verdict: string;
    readonly said: string;
    readonly why: string;
  }[];
}

const SCORE = 'https://treeherder.mozilla.org/__sandbox/score';

function Page({ score }: { readonly score: Shown | null }) {
  if (!score) return <main>Start the training shift first: npm start -- --scenario training</main>;
  return (
    <main>
      <h1>
        {score.right} of {score.summaries.length} right
      </h1>
      <p>
        {score.jobs} jobs asked for, {score.needlessJobs} of them for nothing.
      </p>
      <ul>
        {score.summaries.map(({ summary, title, verdict, said, why }) => (
          <li key={summary}>
            <b>{verdict}</b> #{summary} {title}: {said}. {verdict !== 'right' && why}
          </li>
        ))}
      </ul>
    </main>
  );
}

/** Asks the sandbox for the score and shows it; without a training shift it says how to start one. */
export async function showScore(root: HTMLElement): Promise<void> {
  const answer = await fetch(SCORE, { headers: { Accept: 'application/json' } }).catch(() => null);
  const score = answer?.ok ? ((await answer.json()) as Shown) : null;
  render(<Page score={score} />, root);
}

import { render } from 'preact';

/* The demo build's page (`wxt build --mode demo`): how the training shift stands, as the sandbox tells it. In no other build. */
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

async function show(root: HTMLElement): Promise<void> {
  const answer = await fetch(SCORE, { headers: { Accept: 'application/json' } }).catch(() => null);
  const score = answer?.ok ? ((await answer.json()) as Shown) : null;
  render(<Page score={score} />, root);
}

const root = document.getElementById('root');
if (root) void show(root);

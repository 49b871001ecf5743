import type { Instant, SummaryId } from '@/lib/model/ids';
import { counted, timeInWords } from '@/lib/model/words';

/** A round of this browser that nobody has closed. */
export interface PopupRound {
  readonly nonce: string;
  readonly summary: SummaryId;
  readonly round: number;
  readonly state: 'waiting' | 'complete' | 'impossible';
  readonly have: number;
  readonly want: number | null;
  readonly jobs: number;
  readonly sentAt: Instant;
  /** Its data has come in since the sheriff last looked. */
  readonly isNew: boolean;
}

export interface PopupProps {
  /** Null while the background has not answered. */
  readonly rounds: readonly PopupRound[] | null;
  readonly spent: {
    readonly jobs: number;
    readonly of: number;
    readonly deviceJobs: number;
    readonly devicesOf: number;
  } | null;
  readonly now: Instant;
  readonly status: string;
  readonly problem: string | null;
  readonly isChecking: boolean;
  /** Notifications are allowed; null while that is not known. */
  readonly notifies: boolean | null;
  readonly urlOf: (id: SummaryId) => string;
  readonly dashboard: string;
  readonly health: string;
  readonly onCheck: () => void;
  readonly onNotify: () => void;
  readonly onOptions: () => void;
}

/** The rounds that this browser waits for, the day's jobs, and the way to the rest. */
export function Popup(props: PopupProps) {
  const { rounds, spent, now, status, problem, isChecking, notifies, urlOf, dashboard, health } = props;
  const ready = (rounds ?? []).filter((r) => r.state !== 'waiting');
  const waiting = (rounds ?? []).filter((r) => r.state === 'waiting');
  return (
    <main>
      <h1>Deputy</h1>
      {problem && (
        <p role="alert" class="problem">
          {problem}
        </p>
      )}
      <Rounds title="Data is in" rounds={ready} now={now} urlOf={urlOf} />
      <Rounds title="Waiting for data" rounds={waiting} now={now} urlOf={urlOf} />
      {rounds?.length === 0 && (
        <p class="empty">No round of yours waits. Send one from the bar of an alert, and it shows up here.</p>
      )}
      {spent && (
        <p>
          <label>
            {spent.jobs} of {counted(spent.of, 'job')} in 24 hours{' '}
            <progress max={Math.max(1, spent.of)} value={Math.min(spent.jobs, spent.of)} />
          </label>
          <span class="quiet">
            {spent.deviceJobs} of {spent.devicesOf} on devices; sent from this browser
          </span>
        </p>
      )}
      <div class="row">
        <button type="button" onClick={props.onCheck} disabled={isChecking}>
          Check now
        </button>
        {notifies === false && (
          <button type="button" onClick={props.onNotify}>
            Tell me when the data is in
          </button>
        )}
        <span role="status">{status}</span>
      </div>
      <nav class="row" aria-label="Pages">
        <a href={dashboard} target="_blank" rel="noreferrer">
          Dashboard
        </a>
        <button type="button" class="link" onClick={props.onOptions}>
          Options
        </button>
        <a href="/guide.html" target="_blank" rel="noreferrer">
          Guide
        </a>
        <a href={health} target="_blank" rel="noreferrer">
          Health
        </a>
        <span class="quiet">{timeInWords(now, now)}</span>
      </nav>
    </main>
  );
}

function Rounds({
  title,
  rounds,
  now,
  urlOf,
}: Pick<PopupProps, 'now' | 'urlOf'> & {
  readonly title: string;
  readonly rounds: readonly PopupRound[];
}) {
  if (rounds.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul class="rounds">
        {rounds.map((r) => (
          <li key={r.nonce}>
            <a href={urlOf(r.summary)} target="_blank" rel="noreferrer">
              #{r.summary}
            </a>{' '}
            round {r.round}: {wordsOf(r)}
            {r.isNew && <span class="badge">new</span>}
            {r.want !== null && (
              <progress
                max={Math.max(1, r.want)}
                value={Math.min(r.have, r.want)}
                aria-label={`Points of round ${r.round} of alert #${r.summary}`}
              />
            )}
            <div class="quiet">
              {counted(r.jobs, 'job')}, sent {timeInWords(r.sentAt, now)}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function wordsOf({ state, have, want }: PopupRound): string {
  if (want === null) return 'not looked at yet';
  const points = `${have} of ${counted(want, 'point')}`;
  return state === 'impossible' ? `${points}, the rest will not come` : points;
}

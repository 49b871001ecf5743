import { type Revision, shortRevision } from '@/lib/model/ids';
import type { AlertOutlook, SuspectPush } from '@/lib/model/outlook';
import type { RoundView } from '@/lib/model/views';
import { guardedClick, isLive, type Stillness, trustedClick } from './guardedClick';

export interface OutlookActions {
  /** @param why the finding, for the notes */
  readonly move: (to: Revision, previous: Revision, why: string) => void;
  readonly copy: (text: string) => void;
}

/** What the data of the rounds say: each test in a sentence, the pushes left in the range, and advice when rounds end. */
export function RoundOutlook({
  view: { outlook, standsOn },
  copied,
  mayMove,
  actions,
  stillness,
}: {
  readonly view: RoundView;
  /** Whether the last press on "Copy" worked; null before any. */
  readonly copied: boolean | null;
  /** Moving a summary is the performance sheriffs' business. */
  readonly mayMove: boolean;
  readonly actions: OutlookActions;
  readonly stillness: Stillness;
}) {
  if (!outlook || outlook.alerts.length === 0) return null;
  const best = outlook.alerts.find((a) => a.suspects.length > 0);
  return (
    <details class="outlook">
      <summary class="fold">What the data say</summary>
      <ul class="plain">
        {outlook.alerts.map((a) => (
          <li key={a.alertId}>
            {a.name}: {a.sentence}
          </li>
        ))}
      </ul>
      {outlook.reasons.length > 0 && <List head="A further round would help:" items={outlook.reasons} />}
      {outlook.advice.length > 0 && <List head="Instead of further rounds:" items={outlook.advice} />}
      {best && (
        <>
          <div class="row">
            <b>Pushes that may have made it</b>
            <button type="button" onClick={trustedClick(() => actions.copy(best.report))}>
              {copied === true ? 'Copied' : 'Copy for the bug'}
            </button>
            {copied === false && <span>The browser did not let it be copied; take it from here:</span>}
          </div>
          {copied === false && <pre>{best.report}</pre>}
          <ul class="suspects">
            {best.suspects.map((suspect) => (
              <li key={suspect.pushId} class="push">
                <Suspect suspect={suspect} />
                {mayMove && suspect.previous && suspect.revision !== standsOn && (
                  <MoveButton suspect={suspect} best={best} move={actions.move} stillness={stillness} />
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}

function List({ head, items }: { readonly head: string; readonly items: readonly string[] }) {
  return (
    <>
      <b>{head}</b>
      <ul class="plain">
        {items.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </>
  );
}

function Suspect({
  suspect: { revision, confidence, backedOut, commits },
}: {
  readonly suspect: SuspectPush;
}) {
  return (
    <>
      <span class="rev">{shortRevision(revision)}</span> {Math.round(100 * confidence)} %
      {backedOut && <b> backed out since</b>}
      <ul class="plain">
        {commits.map((c) => (
          <li key={c.revision}>
            {c.bug !== null && (
              <a
                href={`https://bugzilla.mozilla.org/show_bug.cgi?id=${c.bug}`}
                target="_blank"
                rel="noreferrer"
              >
                bug {c.bug}
              </a>
            )}{' '}
            {c.title} <span class="detail">{c.author}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function MoveButton({
  suspect: { revision, previous },
  best,
  move,
  stillness,
}: {
  readonly suspect: SuspectPush;
  readonly best: AlertOutlook;
  readonly move: OutlookActions['move'];
  readonly stillness: Stillness;
}) {
  return (
    <button
      type="button"
      class="guarded"
      aria-disabled={!isLive(stillness)}
      onClick={guardedClick(stillness, () => {
        if (previous) move(revision, previous, `${best.name}: ${best.sentence}`);
      })}
    >
      Move the alert to this push
    </button>
  );
}

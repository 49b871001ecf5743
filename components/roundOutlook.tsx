import type { Revision } from '@/lib/model/ids';
import type { AlertOutlook, SuspectPush } from '@/lib/model/outlook';
import { bestOf, type RoundView } from '@/lib/model/views';
import { fromDrawn } from './fromDrawn';
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
  const { drawn } = outlook;
  const best = bestOf(outlook);
  return (
    <details class="outlook">
      <summary class="fold">What the data say</summary>
      {drawn?.words.map(fromDrawn)}
      {best && (
        <>
          <div class="row">
            <b>Pushes that may have made it</b>
            <button type="button" onClick={trustedClick(() => actions.copy(best.report))}>
              {copied === true ? 'Copied' : 'Copy for the bug'}
            </button>
            {copied === false && <span>The browser did not copy it; take it from here:</span>}
          </div>
          {copied === false && <pre>{best.report}</pre>}
          <ul class="suspects">
            {best.suspects.map((suspect, n) => (
              <li key={suspect.pushId} class="push">
                {drawn?.suspects[n]?.map(fromDrawn)}
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

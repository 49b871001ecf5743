import type { Drawn } from '@/lib/model/drawn';
import { isPoint } from '@/lib/model/graphPoint';
import type { SummaryId } from '@/lib/model/ids';
import { say } from '@/lib/model/say';
import type { SummaryView } from '@/lib/model/views';
import { command } from './command';
import { fromDrawn } from './fromDrawn';
import { trustedClick } from './guardedClick';
import { pressed } from './pressed';

export interface NoticeItem {
  readonly id: SummaryId;
  readonly send: SummaryView['send'];
  readonly pending: SummaryView['pending'];
}

/** The line above the list: the queues, and what goes on for summaries that have left the page. */
export function NoticeLine({
  strip,
  items,
  undo,
  warnings,
  onPress,
  onUndo,
  onDismiss,
  onDismissWarning,
}: {
  /** The queues of the role, as the background has drawn them. */
  readonly strip: readonly Drawn[];
  readonly items: readonly NoticeItem[];
  /** The last write that can be taken back, when its summary is not on the page. */
  readonly undo: { readonly id: SummaryId; readonly what: string } | null;
  readonly onPress: (name: string, event: Event) => void;
  readonly onUndo: (id: SummaryId) => void;
  readonly warnings: readonly { readonly id: SummaryId | null; readonly text: string }[];
  readonly onDismiss: (id: SummaryId) => void;
  readonly onDismissWarning: (text: string) => void;
}) {
  return (
    <section class="line" aria-label="Deputy: what waits" onClickCapture={pressed(onPress)}>
      {strip.map(fromDrawn)}
      {items.map(({ id, send, pending }) => (
        <div class="row" key={id}>
          <Subject id={id} />
          <span>{words(send, pending)}</span>
          {(send.kind === 'stopped' || send.kind === 'changed') && <Dismiss act={() => onDismiss(id)} />}
        </div>
      ))}
      {undo && (
        <div class="row">
          <Subject id={undo.id} />
          <button
            type="button"
            {...command(
              'undo',
              trustedClick(() => onUndo(undo.id)),
            )}
          >
            Undo: {undo.what}
          </button>
        </div>
      )}
      {warnings.map(({ id, text }) => (
        <div class="row" role="alert" key={text}>
          {id !== null && <Subject id={id} />}
          <span>{text}</span>
          <Dismiss act={() => onDismissWarning(text)} />
        </div>
      ))}
    </section>
  );
}

const Dismiss = ({ act }: { readonly act: () => void }) => (
  <button type="button" onClick={trustedClick(act)}>
    Dismiss
  </button>
);

const Subject = ({ id }: { readonly id: SummaryId }) =>
  isPoint(id) ? <span>A point</span> : <a href={`/perfherder/alerts?id=${id}&hideDwnToInv=0`}>Alert #{id}</a>;

function words(send: NoticeItem['send'], pending: NoticeItem['pending']): string {
  switch (send.kind) {
    case 'stopped':
      return send.problem.message;
    case 'changed':
      return say('plan changed here');
    case 'grace':
      return say('about to send');
    case 'sending':
      return say('sending pushes', send.receipts.length, send.total);
    case 'idle':
    case 'sent':
      return pending ? say('being noted', pending.what) : '';
    default:
      return say('being prepared');
  }
}

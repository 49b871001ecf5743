import { isPoint } from '@/lib/model/graphPoint';
import type { SummaryId } from '@/lib/model/ids';
import type { SummaryView } from '@/lib/model/views';
import { trustedClick } from './guardedClick';

export interface NoticeItem {
  readonly id: SummaryId;
  readonly send: SummaryView['send'];
  readonly pending: SummaryView['pending'];
}

/** The line above the list: what goes on for summaries that have left the page. */
export function NoticeLine({
  items,
  warnings,
  onDismiss,
  onDismissWarning,
}: {
  readonly items: readonly NoticeItem[];
  readonly warnings: readonly { readonly id: SummaryId | null; readonly text: string }[];
  readonly onDismiss: (id: SummaryId) => void;
  readonly onDismissWarning: (text: string) => void;
}) {
  return (
    <section class="line" aria-label="Deputy: unfinished work">
      {items.map(({ id, send, pending }) => (
        <div class="row" key={id}>
          {isPoint(id) ? <span>A point of a graph</span> : <a href={alertUrl(id)}>Alert #{id}</a>}
          <span>{words(send, pending)}</span>
          {(send.kind === 'stopped' || send.kind === 'changed') && (
            <button type="button" onClick={trustedClick(() => onDismiss(id))}>
              Dismiss
            </button>
          )}
        </div>
      ))}
      {warnings.map(({ id, text }) => (
        <div class="row" role="alert" key={text}>
          {id !== null && <a href={alertUrl(id)}>Alert #{id}</a>}
          <span>{text}</span>
          <button type="button" onClick={trustedClick(() => onDismissWarning(text))}>
            Dismiss
          </button>
        </div>
      ))}
    </section>
  );
}

const alertUrl = (id: SummaryId) => `/perfherder/alerts?id=${id}&hideDwnToInv=0`;

function words(send: NoticeItem['send'], pending: NoticeItem['pending']): string {
  switch (send.kind) {
    case 'stopped':
      return send.problem.message;
    case 'changed':
      return 'Nothing was sent: the plan has changed. Open the alert and look at it again.';
    case 'grace':
      return 'A round is about to be sent.';
    case 'sending':
      return `Sending: ${send.receipts.length} of ${send.total} pushes.`;
    case 'idle':
    case 'sent':
      return pending ? `${capital(pending.what)}: being written into the notes.` : '';
    default:
      return 'A round is being prepared.';
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

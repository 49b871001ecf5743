import type { SummaryId } from '@/lib/model/ids';
import type { SummaryView } from '@/lib/model/views';
import { trustedClick } from './guardedClick';

export interface NoticeItem {
  readonly id: SummaryId;
  readonly send: SummaryView['send'];
  readonly marks: SummaryView['marks'];
}

/** The line above the list: what goes on for summaries that have left the page. */
export function NoticeLine({
  items,
  onDismiss,
}: {
  readonly items: readonly NoticeItem[];
  readonly onDismiss: (id: SummaryId) => void;
}) {
  return (
    <section class="line" aria-label="Deputy: unfinished work">
      {items.map(({ id, send, marks }) => (
        <div class="row" key={id}>
          <a href={`/perfherder/alerts?id=${id}&hideDwnToInv=0`}>Alert #{id}</a>
          <span>{words(send, marks)}</span>
          {(send.kind === 'stopped' || send.kind === 'changed') && (
            <button type="button" onClick={trustedClick(() => onDismiss(id))}>
              Dismiss
            </button>
          )}
        </div>
      ))}
    </section>
  );
}

function words(send: NoticeItem['send'], marks: NoticeItem['marks']): string {
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
      return marks ? `${marks.marks.size} marks are being written.` : '';
    default:
      return 'A round is being prepared.';
  }
}

import type { AlertId } from '@/lib/model/ids';
import type { SummaryView } from '@/lib/model/views';
import { trustedClick } from './guardedClick';

/** How far the cover rule is met, and the rows that can be ticked by it. */
export function Coverage({
  coverage: { text, note, covered, noStep },
  tickRows,
  said,
}: {
  readonly coverage: NonNullable<SummaryView['coverage']>;
  /** Ticks the page's own boxes of these alerts; nothing is written by it. */
  readonly tickRows: (alerts: readonly AlertId[]) => void;
  /** What came of it, until the next press; else empty. */
  readonly said: string;
}) {
  const button = (words: string, alerts: readonly AlertId[]) =>
    alerts.length > 0 && (
      <button type="button" class="link" onClick={trustedClick(() => tickRows(alerts))}>
        {words}
      </button>
    );
  return (
    <div class="detail">
      {text} alerts{note ? ` (${note})` : ''} {button('Select covered', covered)}
      {button('Select no step', noStep)}
      <span aria-live="polite"> {said}</span>
    </div>
  );
}

import type { AlertId, SummaryId } from '@/lib/model/ids';
import type { Block } from './anchors';
import { findOne } from './selectors';

export interface TickedRows {
  /** Rows whose box is ticked now, those included that were ticked before. */
  readonly ticked: number;
  /** Alerts without a row in the page (collapsed, hidden by its filters) or whose box cannot be ticked. */
  readonly missing: readonly AlertId[];
}

/**
 * Ticks the page's own boxes of these alerts, so that its own buttons (Acknowledge, Mark invalid, …) act on them. Nothing is
 * written by that. One box after another, each with its own turn of the page's renderer, whose next selection rests on
 * the one before; boxes that a person ticked stay ticked.
 * @param blocks the page as it is at that moment: each tick may render it anew
 * @param settled resolves when the page has rendered
 */
export async function tickRows(
  blocks: () => readonly Block[],
  summary: SummaryId,
  alerts: ReadonlySet<AlertId>,
  settled: () => Promise<void>,
): Promise<TickedRows> {
  const boxOf = (alert: AlertId) => {
    const row = blocks()
      .find((b) => b.summaryId === summary)
      ?.rows.find((r) => r.alertId === alert)?.row;
    return row ? findOne<HTMLInputElement>('rowBox', row) : null;
  };
  const missing: AlertId[] = [];
  for (const alert of alerts) {
    const box = boxOf(alert);
    if (box && !box.disabled && !box.checked) {
      box.click();
      await settled();
    }
    if (!boxOf(alert)?.checked) missing.push(alert);
  }
  return { ticked: alerts.size - missing.length, missing };
}

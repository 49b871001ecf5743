import type { GraphChoice } from '@/lib/model/graphPoint';
import { findOne } from './selectors';

/**
 * What the graphs page says of the point that a person has chosen: its address, and the tooltip that is locked. What it means is
 * for the background to read. Null when there is no choice, or no series to look for it in.
 */
export function chosenPoint(url: string, root: ParentNode): GraphChoice | null {
  const { searchParams: search } = new URL(url);
  const one = (name: string) => search.get(name) ?? '';
  const series = search.getAll('series');
  const choice = {
    series,
    timeRange: one('timerange'),
    selected: one('selected'),
    revision: one('highlightedToRevision'),
    tooltip: findOne('lockedTooltip', root)?.textContent ?? null,
  };
  return series.length > 0 && (choice.selected || choice.revision || choice.tooltip) ? choice : null;
}

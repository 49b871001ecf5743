import type { ChosenPoint, GraphChoice } from '@/lib/model/graphPoint';

/** What the graphs page shows when its address names no range (`phDefaultTimeRangeValue`): 14 days, in seconds. */
const DEFAULT_RANGE = 1_209_600;
const MOST_SERIES = 100;

/**
 * Reads the choice out of the words of the graphs page (perfherder-ui 1.5, 4.8); null when they name no point or no series. The
 * locked tooltip, the point of the address and the revision that an alert's graph was opened for may all be there.
 */
export function readGraphChoice(choice: GraphChoice): ChosenPoint | null {
  const series = choice.series.slice(0, MOST_SERIES).flatMap((text) => {
    const [repository, signature] = text.split(',');
    return repository && signature && /^(\d{1,15}|[0-9a-f]{40})$/.test(signature)
      ? [{ repository, signature }]
      : [];
  });
  const [, signature, point] = /^(\d{1,15}),(\d{1,15})$/.exec(choice.selected) ?? [];
  const selected = signature && point ? { signature, point: Number(point) } : null;
  const revision = readRevision(choice.revision);
  const { tooltip } = choice;
  if (series.length === 0 || !(selected || tooltip || revision)) return null;
  const timeRange = Number(choice.timeRange);
  return { series, timeRange: timeRange > 0 ? timeRange : DEFAULT_RANGE, selected, tooltip, revision };
}

const readRevision = (text: string) => (/^[0-9a-f]{12,40}$/.test(text) ? text : null);

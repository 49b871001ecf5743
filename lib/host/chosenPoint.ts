import type { ChosenPoint } from '@/lib/model/graphPoint';
import { findOne } from './selectors';

/** What the graphs page shows when its address names no range (`phDefaultTimeRangeValue`): 14 days, in seconds. */
const DEFAULT_RANGE = 1_209_600;

/**
 * The point that a person has chosen on the graphs page: the one whose tooltip is locked, else the one of the address, else the
 * revision that an alert's graph was opened for. Null when there is none, or no series to look for it in.
 */
export function chosenPoint(url: string, root: ParentNode): ChosenPoint | null {
  const { searchParams: search } = new URL(url);
  const series = search.getAll('series').flatMap((text) => {
    const [repository, signature] = text.split(',');
    return repository && signature && /^(\d{1,15}|[0-9a-f]{40})$/.test(signature)
      ? [{ repository, signature }]
      : [];
  });
  const [, signature, point] = /^(\d{1,15}),(\d{1,15})$/.exec(search.get('selected') ?? '') ?? [];
  const selected = signature && point ? { signature, point: Number(point) } : null;
  const revision = /^[0-9a-f]{12,40}$/.exec(search.get('highlightedToRevision') ?? '')?.[0] ?? null;
  const tooltip = lockedTooltip(root);
  if (series.length === 0 || !(selected || tooltip || revision)) return null;
  return { series, timeRange: Number(search.get('timerange')) || DEFAULT_RANGE, selected, tooltip, revision };
}

function lockedTooltip(root: ParentNode): ChosenPoint['tooltip'] {
  const box = findOne('lockedTooltip', root);
  if (!box) return null;
  const text = (name: 'tooltipRepository' | 'tooltipPlatform' | 'tooltipRevision') =>
    findOne(name, box)?.textContent?.trim() ?? '';
  const revision = text('tooltipRevision');
  return /^[0-9a-f]{12,40}$/.test(revision)
    ? {
        repository: text('tooltipRepository').replace(/^\(|\)$/g, ''),
        platform: text('tooltipPlatform'),
        revision,
      }
    : null;
}

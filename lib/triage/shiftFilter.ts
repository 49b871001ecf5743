import { QUEUES, type QueueName, type ShiftItem } from '@/lib/model/shift';
import type { SheriffRole } from '@/lib/model/workflow';
import { byRisk, queuesOf } from './shiftQueue';

/** What a sheriff wants to see; kept in the address of the page, so that it can be sent to a colleague. */
export interface ShiftFilter {
  /** Whose queues; null shows both roles. */
  readonly role: SheriffRole | null;
  /** One queue; null shows all of the role. */
  readonly queue: QueueName | null;
  /** Words that all must occur, whatever their case. */
  readonly text: string;
  readonly framework: string;
  readonly repository: string;
  readonly sort: ShiftSort;
  /** Only what was there before this shift and was not touched since. */
  readonly left: boolean;
}

/** Within a queue: by risk of a breach, or what is new or was worked on. */
export const SHIFT_SORTS = ['due first', 'newest first', 'last touched first'] as const;
export type ShiftSort = (typeof SHIFT_SORTS)[number];

const ROLES: readonly SheriffRole[] = ['code sheriff', 'perf sheriff'];

/** Reads a filter from the query of an address; what does not fit is left out. */
export function readFilter(query: string, role: SheriffRole): ShiftFilter {
  const params = new URLSearchParams(query);
  const given = params.get('role');
  return {
    role: given === 'both' ? null : (ROLES.find((r) => r === given) ?? role),
    queue: QUEUES.find((q) => q === params.get('queue')) ?? null,
    text: params.get('text') ?? '',
    framework: params.get('framework') ?? '',
    repository: params.get('repository') ?? '',
    sort: SHIFT_SORTS.find((s) => s === params.get('sort')) ?? SHIFT_SORTS[0],
    left: params.get('left') === 'only',
  };
}

/** The filter as a query, without what it does not say. */
export function printFilter(filter: ShiftFilter): string {
  const params = new URLSearchParams({ role: filter.role ?? 'both' });
  for (const name of ['queue', 'text', 'framework', 'repository'] as const) {
    const value = filter[name];
    if (value) params.set(name, value);
  }
  if (filter.sort !== SHIFT_SORTS[0]) params.set('sort', filter.sort);
  if (filter.left) params.set('left', 'only');
  return `?${params}`;
}

/** The queues that a filter shows, in the order of work. */
export const queuesShown = (filter: ShiftFilter): readonly QueueName[] =>
  filter.queue ? [filter.queue] : filter.role ? queuesOf(filter.role) : QUEUES;

/** Items in the order that was chosen; those that are equal by it, by risk. */
export function sorted(items: readonly ShiftItem[], sort: ShiftSort): readonly ShiftItem[] {
  const newest = (time: (item: ShiftItem) => number) =>
    items.toSorted((a, b) => time(b) - time(a) || byRisk(a, b));
  if (sort === 'newest first') return newest((item) => item.created);
  if (sort === 'last touched first') return newest((item) => item.touched?.at ?? 0);
  return items.toSorted(byRisk);
}

/** The items that a filter leaves, in the order that they came in. */
export function filtered(items: readonly ShiftItem[], filter: ShiftFilter): readonly ShiftItem[] {
  const queues = new Set(queuesShown(filter));
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) => {
    if (!queues.has(item.queue)) return false;
    if (filter.left && !item.isLeft) return false;
    if (filter.framework && item.framework !== filter.framework) return false;
    if (filter.repository && item.repository !== filter.repository) return false;
    if (words.length === 0) return true;
    const text = `#${item.id} ${item.what} ${item.repository} ${item.framework} ${item.taker ?? ''} ${item.note}`;
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  });
}

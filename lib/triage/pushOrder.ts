import type { PushId } from '@/lib/model/ids';

/** Where a push stands in its repository. */
export interface PushPlace {
  readonly id: PushId;
  /** Unix seconds. */
  readonly time: number;
}

/** Oldest first, by push time; pushes of one second by id. Treeherder orders a series the same way. */
export const byPushOrder = (a: PushPlace, b: PushPlace) => a.time - b.time || a.id - b.id;

/** Pushes of the log that lie strictly between two others, oldest first, each once. */
export function pushesBetween<P extends PushPlace>(
  log: readonly P[],
  older: PushPlace,
  newer: PushPlace,
): readonly P[] {
  const inside = new Map<PushId, P>();
  for (const push of log) {
    if (byPushOrder(older, push) < 0 && byPushOrder(push, newer) < 0) inside.set(push.id, push);
  }
  inside.delete(older.id);
  inside.delete(newer.id);
  return [...inside.values()].sort(byPushOrder);
}

/** Names one running copy of Deputy on a page; written into `data-deputy` of every node it puts there. */
export type InstanceId = string & { readonly __instance: true };

/** The attribute that every node of ours carries. */
export const INSTANCE_ATTRIBUTE = 'data-deputy';

/**
 * A new copy's id: its start in milliseconds since 1970 and something random, so that of two copies on one page (after
 * an update of the extension) both know which is the newer one.
 *
 * @param random from 0 up to 1, as of Math.random
 */
export function newInstanceId(startedAt: number, random: number): InstanceId {
  return `${Math.floor(startedAt)}-${Math.floor(random * 36 ** 6).toString(36)}` as InstanceId;
}

/** Whether copy `a` started later than copy `b`; equal starts are told apart by the random part. */
export function isNewer(a: string, b: string): boolean {
  const difference = startOf(a) - startOf(b);
  return difference === 0 ? a > b : difference > 0;
}

/** An attribute that somebody else wrote counts as older than every copy. */
function startOf(id: string): number {
  return Number(/^(\d{1,15})-/.exec(id)?.[1] ?? -1);
}

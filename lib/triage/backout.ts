import type { PushId } from '@/lib/model/ids';
import type { Push } from '@/lib/model/push';

/** "Backed out changeset 0123456789ab (bug …) for …", one line per changeset; older messages say "Back out". */
const BACKOUT_LINE = /\bback(?:ed|ing)?[ -]?out (?:changesets? |revisions? )([0-9a-f]{12,40})/gi;

/**
 * Pushes of the log of which a later push backs out a commit. Only the newest 20 commits of a push are known, so a
 * backout inside a large merge can be missed; nothing is ever wrongly found.
 */
export function backedOutPushes(pushes: readonly Push[]): ReadonlySet<PushId> {
  const pushOf = new Map<string, PushId>();
  for (const push of pushes) {
    for (const c of push.commits) pushOf.set(c.revision.slice(0, 12).toLowerCase(), push.id);
    pushOf.set(push.revision.slice(0, 12).toLowerCase(), push.id);
  }
  const found = new Set<PushId>();
  for (const push of pushes) {
    for (const { message } of push.commits) {
      for (const [, changeset = ''] of message.matchAll(BACKOUT_LINE)) {
        const backedOut = pushOf.get(changeset.slice(0, 12).toLowerCase());
        if (backedOut !== undefined && backedOut !== push.id) found.add(backedOut);
      }
    }
  }
  return found;
}

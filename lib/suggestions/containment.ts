import { isRecent } from '@/lib/model/age';
import type { AlertSummary } from '@/lib/model/alert';
import type { Instant, PushId, Revision } from '@/lib/model/ids';
import { isOk, type Outcome } from '@/lib/model/outcome';
import type { Containment } from '@/lib/triage/downstream';

/** A summary's push range: (prevPushId, pushId]. */
export type PushRange = Pick<AlertSummary, 'repository' | 'prevPushId' | 'pushId'>;

export interface ContainmentDeps {
  readonly pushOfCommit: (repository: string, commit: Revision) => Promise<Outcome<PushId | null>>;
  readonly now: () => Instant;
}

export interface Containments {
  /** What is known already; asks nobody. */
  known(range: PushRange, upstream: Revision): Containment;
  /** One request, the first time. Does not fail: what could not be read is not shown to be contained. */
  ask(range: PushRange, upstream: Revision): Promise<Containment>;
}

/** A commit that no push was found for may still land, and a failed read may pass. */
const NOT_FOUND_FOR_MS = 10 * 60 * 1000;
/** Answers kept; each is a number. */
const KEPT = 2000;

/**
 * Did a commit of another branch land in a summary's own push range? A commit that is found elsewhere is not contained; one
 * that is not found may be among those that Treeherder does not keep (200 a push), so nothing is said about it.
 */
export function createContainments(deps: ContainmentDeps): Containments {
  const found = new Map<string, { readonly push: PushId | null; readonly at: Instant }>();
  const asking = new Map<string, Promise<void>>();
  const keyOf = (repository: string, commit: Revision) => `${repository} ${commit}`;

  const known: Containments['known'] = ({ repository, prevPushId, pushId }, upstream) => {
    const push = found.get(keyOf(repository, upstream))?.push ?? null;
    if (push === null) return 'unknown';
    return push > prevPushId && push <= pushId ? 'contained' : 'not contained';
  };

  return {
    known,
    async ask(range, upstream) {
      const key = keyOf(range.repository, upstream);
      const before = found.get(key);
      const stands = before && (before.push !== null || isRecent(before.at, deps.now(), NOT_FOUND_FOR_MS));
      if (!stands) {
        const reading =
          asking.get(key) ??
          deps
            .pushOfCommit(range.repository, upstream)
            .then((answer) => {
              found.set(key, { push: isOk(answer) ? answer.value : null, at: deps.now() });
              for (const oldest of found.keys()) {
                if (found.size <= KEPT) break;
                found.delete(oldest);
              }
            })
            .finally(() => asking.delete(key));
        asking.set(key, reading);
        await reading;
      }
      return known(range, upstream);
    },
  };
}

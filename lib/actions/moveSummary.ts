import { type SummaryId, shortRevision } from '@/lib/model/ids';
import { isOk, type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import type { PushPair } from '@/lib/model/undo';
import type { AlertWriteDeps } from './alertWrites';
import { readFresh } from './freshSummary';
import { writeSummary } from './writeSummary';

/**
 * Moves a summary to another push of its repository. Refused when it stands elsewhere than the sheriff saw it. The server fails
 * (500) when another summary of the framework stands on the same two pushes: look before.
 * @returns false when it stood there already
 */
export function moveSummary(
  deps: AlertWriteDeps,
  id: SummaryId,
  from: PushPair,
  to: PushPair,
): Promise<Outcome<boolean>> {
  return deps.leases.withLease([id], async (renew) => {
    const fresh = await readFresh(deps, id, deps.clock.now);
    if (!isOk(fresh)) return fresh;
    if (isOn(fresh.value, to)) return ok(false);
    if (!isOn(fresh.value, from)) return refused(movedBy(fresh.value));
    const elsewhere = (now: PushPair) => (isOn(now, to) ? null : movedBy(now));
    const written = await writeSummary(deps, fresh.value, to, renew, elsewhere);
    return isOk(written) ? ok(true) : written;
  });
}

const isOn = (s: PushPair, { revision, prevRevision }: PushPair) =>
  s.revision === revision && s.prevRevision === prevRevision;

const movedBy = ({ revision }: PushPair): Problem => ({
  kind: 'conflict',
  message: `Somebody has moved it: it stands on ${shortRevision(revision)} now. It was left there.`,
});

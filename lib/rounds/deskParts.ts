import { createLeaseHolder } from '@/lib/actions/leaseHolder';
import type { CallBackground } from '@/lib/messages/background';
import { nonce } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import { fireHook, type TriggerDeps } from '@/lib/taskcluster/trigger';
import type { ServerClock } from '@/lib/treeherder/serverClock';
import { createAskPlanner } from './askPlanner';
import type { DeskDeps } from './desk';
import { createNotesWork, createPrepare } from './throughBackground';
import type { WhoSends } from './whoSends';

/** What the desks of a tab take from the background, from who is at the page, and from chance. */
export const deskParts = (
  call: CallBackground,
  who: WhoSends,
  clock: ServerClock,
  randomId: () => string,
  fetch: TriggerDeps['fetch'],
) =>
  ({
    newId: randomId,
    clock,
    leases: createLeaseHolder(call, randomId()),
    call,
    now: clock.now,
    newNonce: () => nonce(randomId()),
    askPlanner: createAskPlanner(call),
    notes: createNotesWork(call),
    prepare: createPrepare(call),
    username: who.username,
    checkWriter: who.checkWriter,
    checkSender: who.checkSender,
    async fire(root, trigger) {
      // read at the moment of use, dropped right after it
      const found = who.credentials(root);
      if (!isOk(found)) return found;
      return fireHook({ fetch, now: clock.now, nonce: randomId }, root, trigger, found.value);
    },
  }) satisfies Partial<DeskDeps>;

import { createServerClock } from '@/lib/treeherder/serverClock';
import { TREEHERDER_ORIGIN } from '../../sandbox/hosts.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';

/** The week of 300 summaries, and what somebody reads it with who is not logged in. */
export function openWeek() {
  const sandbox = createSandbox({ scenario: 'week' });
  const outside = sandbox.openTab({ user: null });
  const now = () => sandbox.clock.now();
  const reading = {
    fetch: (url: string, init?: RequestInit) => outside.fetch(url, init),
    origin: TREEHERDER_ORIGIN,
    clock: createServerClock(now, now),
    wait: async () => {},
  };
  return { sandbox, reading };
}

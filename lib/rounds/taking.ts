import type { Outbox } from '@/lib/actions/outbox';
import { pageBearsName, takeSummary } from '@/lib/actions/takeSummary';
import type { SummaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import type { TakingProgress } from '@/lib/model/views';
import type { DeskDeps } from './desk';

export interface Taking {
  take(): Promise<void>;
  letGo(): Promise<void>;
}

/**
 * Who works on a summary: Perfherder's assignee, or a line in the notes for a name that its page cannot bear.
 * @param afterWrite done once the server has another assignee
 */
export function createTaking(
  deps: Pick<DeskDeps, 'treeherder' | 'store' | 'leases' | 'clock' | 'checkWriter'>,
  id: SummaryId,
  outbox: Pick<Outbox, 'add'>,
  progress: (taking: TakingProgress) => void,
  afterWrite: () => Promise<void>,
): Taking {
  let working = false;

  async function set(mine: boolean): Promise<void> {
    const writer = await deps.checkWriter();
    if (!isOk(writer)) return progress({ kind: 'failed', problem: writer.problem });
    const me = writer.value;
    const inNotes = mine ? !pageBearsName(me) : (deps.store.get(id)?.summary?.assignee ?? null) === null;
    if (inNotes) {
      outbox.add([mine ? { kind: 'taker' } : { kind: 'taker', by: '' }]);
      return progress({ kind: 'idle' });
    }
    const outcome = await takeSummary(deps, id, me, mine ? me : null);
    if (!isOk(outcome)) return progress({ kind: 'failed', problem: outcome.problem });
    progress({ kind: 'idle' });
    await afterWrite();
  }

  const once = async (mine: boolean) => {
    if (working) return;
    working = true;
    progress({ kind: 'working' });
    try {
      await set(mine);
    } finally {
      working = false;
    }
  };
  return { take: () => once(true), letGo: () => once(false) };
}

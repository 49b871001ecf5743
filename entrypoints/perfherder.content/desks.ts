import type { SummaryId } from '@/lib/model/ids';
import { isUnderWay } from '@/lib/model/sendProgress';
import { createDesk, type Desk, type DeskDeps } from '@/lib/rounds/desk';

/** The desks of the summaries in view. One that is in the middle of something stays when its summary leaves the page. */
export interface Desks {
  of(id: SummaryId): Desk;
  get(id: SummaryId): Desk | undefined;
  ids(): readonly SummaryId[];
  keepOnly(visible: ReadonlySet<SummaryId>): void;
  /** Keeps a desk whose summary is not on the page, until it is let go. */
  hold(id: SummaryId, isHeld: boolean): void;
}

/** One desk a summary, made when it is first asked for. @param onChange a desk has something new to show */
export function createDesks(deps: DeskDeps, onChange: (id: SummaryId) => void): Desks {
  const desks = new Map<SummaryId, Desk>();
  const held = new Set<SummaryId>();
  return {
    of(id) {
      const known = desks.get(id);
      if (known) return known;
      const desk = createDesk(deps, id, () => onChange(id));
      desks.set(id, desk);
      return desk;
    },
    get: (id) => desks.get(id),
    ids: () => [...desks.keys()],
    keepOnly(visible) {
      for (const [id, desk] of desks) {
        if (visible.has(id) || held.has(id) || isBusy(desk)) continue;
        desk.close();
        desks.delete(id);
      }
    },
    hold(id, isHeld) {
      if (isHeld) held.add(id);
      else held.delete(id);
    },
  };
}

/** Something is under way, or has ended in a way that the sheriff should still see. */
function isBusy(desk: Desk): boolean {
  const { send, pending, undoing } = desk.state();
  return (
    undoing.kind === 'working' ||
    undoing.kind === 'failed' ||
    isUnderWay(send) ||
    pending !== null ||
    send.kind === 'stopped' ||
    send.kind === 'changed'
  );
}

/** What goes on for summaries that have left the page. */
export const unfinished = (desks: Desks, visible: ReadonlySet<SummaryId>) =>
  desks.ids().flatMap((id) => {
    const desk = desks.get(id);
    if (!desk || visible.has(id) || !isBusy(desk)) return [];
    const { send, pending } = desk.state();
    return [{ id, send, pending }];
  });

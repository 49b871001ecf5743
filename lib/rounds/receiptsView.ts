import type { Receipt, RoundPlan } from '@/lib/model/round';
import type { BarView } from '@/lib/model/views';
import type { TailRound } from '@/lib/notes/notes';

/** The receipts that the notes tell of the newest round; those of a round that this tab is sending lie over them in the page. */
export function receiptsOf(rounds: readonly TailRound[], plan: RoundPlan | null): BarView['receipts'] {
  const last = rounds.filter((r) => r.receipts.length > 0).sort((a, b) => b.number - a.number)[0];
  if (!last) return null;
  const idOf = new Map(plan?.pushes.map((p) => [p.revision, p.id]));
  return {
    number: last.number,
    items: last.receipts.map((r): Receipt => {
      const common = {
        pushId: idOf.get(r.revision) ?? (0 as Receipt['pushId']),
        revision: r.revision,
        jobs: r.jobs,
      };
      return r.actionTask && r.failure === undefined
        ? { ...common, kind: 'sent', actionTask: r.actionTask }
        : { ...common, kind: 'failed', reason: r.failure ?? 'no action task' };
    }),
  };
}

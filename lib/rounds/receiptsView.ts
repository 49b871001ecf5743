import type { Receipt, RoundPlan } from '@/lib/model/round';
import type { SendProgress } from '@/lib/model/sendProgress';
import type { BarView } from '@/lib/model/views';
import type { TailRound } from '@/lib/notes/notes';

/** The receipts of the newest round: of one that the tab is sending or has sent, else those that the notes tell. */
export function receiptsOf(
  send: SendProgress,
  rounds: readonly TailRound[],
  plan: RoundPlan | null,
): BarView['receipts'] {
  return receiptsSent(send) ?? receiptsNoted(rounds, plan);
}

function receiptsSent(send: SendProgress): BarView['receipts'] {
  if (!('receipts' in send) || send.receipts.length === 0) return null;
  return { number: send.kind === 'sent' ? send.number : send.plan.number, items: send.receipts };
}

function receiptsNoted(rounds: readonly TailRound[], plan: RoundPlan | null): BarView['receipts'] {
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

import { type ActDeps, type Acted, act, edited } from '@/lib/actions/act';
import { actAndKeep, type KeepWrittenDeps } from '@/lib/actions/keepWritten';
import { orphaned } from '@/lib/actions/leaseHolder';
import type { CallBackground } from '@/lib/messages/background';
import { fromMessage, toMessage } from '@/lib/messages/records';
import type { Instant, SummaryId } from '@/lib/model/ids';
import { failed, type Outcome } from '@/lib/model/outcome';
import type { PlanAlert, Receipt, RoundPlan } from '@/lib/model/round';
import type { TailRound } from '@/lib/notes/notes';
import type { RoundWords } from './roundWords';

/** What a carried out round has to say, in one note. */
export interface RoundReport {
  /** The alerts whose labels were asked for. */
  readonly alerts: readonly Pick<PlanAlert, 'alertId' | 'suite' | 'platform'>[];
  readonly claim: TailRound;
  readonly receipts: readonly Receipt[];
  readonly eta: Instant;
  /** The cover rule holds for what was asked for: with every receipt good the summary is handed over. */
  readonly covers: boolean;
}

/**
 * The round's own note, in one write: round line with receipts, marks of the alerts that were asked for, state, and a
 * line for people. With every receipt good and the cover rule holding it is also the hand-over: a code sheriff is not
 * held for the hours that the data takes. By setting the hand-over waits for the data instead, and for a click. A colleague's
 * write that swallows the note within seconds is mended.
 */
export async function writeRoundNote(
  deps: KeepWrittenDeps & {
    readonly now: () => Instant;
    readonly call: CallBackground;
  },
  id: SummaryId,
  report: RoundReport,
): Promise<Outcome<Acted>> {
  const seen = deps.store.get(id)?.summary;
  const { claim } = report;
  const asked = report.alerts.map((a) => a.alertId);
  const { by } = claim;
  const at = deps.now();
  const ask = () => deps.call('content-bg round words', { report: toMessage(report), now: at });
  let words: RoundWords;
  try {
    // the jobs are out: a background that was stopped over this question is asked once more
    words = fromMessage(await ask().catch(ask));
  } catch (error) {
    return failed(orphaned(error));
  }
  const { state, text } = words;

  return actAndKeep(deps, id, {
    wish: edited(seen?.notes ?? '', [
      { kind: 'round', round: roundOf(report) },
      ...asked.map((alert) => ({ kind: 'mark', alert, on: true, by, at }) as const),
      ...(state === null ? [] : [{ kind: 'state', state, by, at } as const]),
      // a round that is looked up once more has its line already
      { kind: 'line', by, text, once: true },
    ]),
  });
}

/** The plan's alerts whose labels were asked for on at least one push. */
export function askedAlerts(plan: RoundPlan, receipts: readonly Receipt[]): readonly PlanAlert[] {
  const pushes = new Set(receipts.filter((r) => r.kind === 'sent').map((r) => r.pushId));
  const asked = new Set(plan.cells.filter((c) => c.need > 0 && pushes.has(c.pushId)).map((c) => c.alertId));
  return plan.alerts.filter((a) => asked.has(a.alertId));
}

function roundOf({ claim, receipts, eta }: RoundReport): TailRound {
  return {
    ...claim,
    status: 'pending',
    // an unclear send may have made its jobs: they count as asked for until somebody knows better
    jobs: receipts.filter((r) => r.kind !== 'failed').reduce((sum, r) => sum + r.jobs, 0),
    eta,
    receipts: receipts.map((r) => ({
      revision: r.revision,
      jobs: r.jobs,
      actionTask: r.kind === 'sent' ? r.actionTask : null,
      ...(r.kind !== 'sent' && { failure: r.kind === 'unclear' ? `unclear: ${r.reason}` : r.reason }),
    })),
  };
}

/** Takes the claim back: nothing was sent, so nothing is left to say in the notes. */
export function withdrawClaim(deps: ActDeps, id: SummaryId, claim: TailRound): Promise<Outcome<Acted>> {
  return act(deps, id, {
    wish: edited(deps.store.get(id)?.summary?.notes ?? '', [
      { kind: 'withdraw claim', number: claim.number, nonce: claim.nonce },
    ]),
  });
}

import { type Instant, instant, type SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome, ok, refused } from '@/lib/model/outcome';
import type { JournalRecord, Receipt } from '@/lib/model/round';
import type { SendProgress } from '@/lib/model/sendProgress';
import type { TailRound } from '@/lib/notes/notes';
import { BACKFILL_ETA } from '@/lib/triage/platformBuilds';
import { withdrawClaim, writeRoundNote } from './roundNote';
import type { SendDeps } from './sendRound';
import { receiptOf, sendTriggers } from './trigger';

/** The records of a round that did not come to a good end: those that "Resume round n" looks after. */
export const unfinished = (records: readonly JournalRecord[]) =>
  records.filter((r) => r.state.kind !== 'sent');

/** May an unclear record be sent again? Not before it was looked up a minute after it left. */
export const LOOK_BEFORE_RESENDING_MS = 60_000;

/**
 * Takes up a round that broke off, by a person's click: each push that has no receipt is looked up by its marker, and only
 * where nothing is found is the journaled request sent (once more). Never asks for anything that was not journaled.
 */
export async function resumeRound(
  deps: SendDeps,
  id: SummaryId,
  round: TailRound,
  root: string | null,
  covers: boolean,
  progress: (p: SendProgress) => void,
): Promise<void> {
  progress({ kind: 'checking' });
  const sender = await deps.checkSender(root);
  if (!isOk(sender)) return progress({ kind: 'stopped', problem: sender.problem });

  const end = await deps.leases.withLease([id], async (renew): Promise<Outcome<SendProgress>> => {
    const fresh = await deps.treeherder.summary(id);
    if (!isOk(fresh)) return fresh;
    deps.store.put(fresh.value, deps.now());
    const records = await deps.journal.ofRound(id, round.nonce);
    const open = unfinished(records);
    if (records.length === 0) {
      const taken = await withdrawClaim(deps, id, round);
      return isOk(taken)
        ? refused({
            kind: 'nothing to do',
            message: `Nothing of round ${round.number} had left: its claim is taken back. Send it anew if it is still wanted.`,
          })
        : taken;
    }
    const young = open.find((r) => tooYoung(r, deps.now()));
    if (young) {
      return refused({
        kind: 'conflict',
        message: 'One trigger left less than a minute ago and its end is unclear. Try again in a minute.',
      });
    }
    // time has gone by: every label is asked about again
    const doubtful = open.flatMap(({ request }) =>
      request.labels.map(({ label }) => ({ pushId: request.pushId, label })),
    );
    const left = open.flatMap(({ request, state }) =>
      state.kind === 'leaving' || state.kind === 'unclear' ? [{ pushId: request.pushId, at: state.at }] : [],
    );
    const prepared = await deps.prepare(
      {
        summaryId: id,
        repository: fresh.value.repository,
        root: sender.value.root,
        number: round.number,
        nonce: round.nonce,
      },
      open.map((r) => r.request),
      { doubtful, promised: [], left },
    );
    if (!isOk(prepared)) return prepared;
    let receipts: readonly Receipt[] = [
      ...records.filter((r) => r.state.kind === 'sent').map(receiptOf),
      ...prepared.value.receipts,
    ];
    const found = prepared.value.receipts.filter((r) => r.kind === 'sent');
    await deps.journal.write(
      open.flatMap((r) => {
        const receipt = found.find((f) => f.pushId === r.request.pushId);
        if (receipt?.kind !== 'sent') return [];
        return [{ ...r, state: { kind: 'sent' as const, at: deps.now(), actionTask: receipt.actionTask } }];
      }),
    );
    await deps.journal.write(prepared.value.triggers.map((t) => t.record));
    await sendTriggers(deps, prepared.value.triggers, renew, (receipt) => {
      receipts = [...receipts, receipt];
    });
    const note = await writeRoundNote(deps, id, {
      alerts: [...fresh.value.alerts, ...fresh.value.relatedAlerts].flatMap((a) =>
        round.alerts.includes(a.id)
          ? [{ alertId: a.id, suite: a.signature.suite, platform: a.signature.platform }]
          : [],
      ),
      claim: round,
      receipts,
      eta: round.eta ?? etaFromNow(deps.now()),
      covers,
    });
    return ok({
      kind: 'sent',
      number: round.number,
      nonce: round.nonce,
      receipts,
      problem: isOk(note) ? null : note.problem,
    });
  });
  progress(isOk(end) ? end.value : { kind: 'stopped', problem: end.problem });
}

const tooYoung = (record: JournalRecord, now: Instant) =>
  (record.state.kind === 'unclear' || record.state.kind === 'leaving') &&
  record.state.at > now - LOOK_BEFORE_RESENDING_MS;

const etaFromNow = (now: Instant) => instant(now + BACKFILL_ETA.longest * 1000);

import { readFresh } from '@/lib/actions/freshSummary';
import { orphaned } from '@/lib/actions/leaseHolder';
import { fromMessage } from '@/lib/messages/records';
import { type Instant, instant, type SummaryId } from '@/lib/model/ids';
import { failed, isOk, type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import type { JournalRecord, Receipt } from '@/lib/model/round';
import { say } from '@/lib/model/say';
import type { SendProgress } from '@/lib/model/sendProgress';
import type { NotedSummary, TailRound } from '@/lib/notes/notes';
import { BACKFILL_ETA } from '@/lib/triage/platformBuilds';
import { carriedOver, isWhole, receiptOf } from './receipts';
import { withdrawClaim, writeRoundNote } from './roundNote';
import type { RoundTrace } from './roundTrace';
import type { SendDeps } from './sendRound';
import { sendTriggers } from './trigger';

/** The records of a round that did not come to a good end: those that "Resume round n" looks after. */
export const unfinished = (records: readonly JournalRecord[]) =>
  records.filter((r) => r.state.kind !== 'sent');

/** May an unclear record be sent again? Not before it was looked up a minute after it left. */
const LOOK_BEFORE_RESENDING_MS = 60_000;

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
    const fresh = await readFresh(deps, id, deps.now);
    if (!isOk(fresh)) return fresh;
    const records = await deps.journal.ofRound(id, round.nonce).catch(() => null);
    if (!records) return refused(noJournal());
    if (records.length === 0) return withoutJournal(deps, fresh.value, round, sender.value.root);
    const open = unfinished(records);
    const young = open.find((r) => tooYoung(r, deps.now()));
    if (young) {
      return refused({
        kind: 'conflict',
        message: say('trigger just left'),
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
    const { triggers, settled } = carriedOver(prepared.value, open);
    let receipts: readonly Receipt[] = [
      ...records.filter((r) => r.state.kind === 'sent').map(receiptOf),
      ...settled.map(receiptOf),
    ];
    try {
      await deps.journal.write([...settled, ...triggers.map((t) => t.record)]);
    } catch {
      return refused(journalFull());
    }
    await sendTriggers(deps, triggers, renew, (receipt) => {
      receipts = [...receipts, receipt];
    });
    const note = await writeRoundNote(deps, id, {
      alerts: alertsOf(round, fresh.value),
      claim: round,
      receipts,
      eta: round.eta ?? etaFromNow(deps.now()),
      covers: covers && isWhole(receipts),
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

/**
 * A claim of one's own without a journal: this browser never got as far as the first push, or another browser of the same
 * sheriff has sent it. The marker tells which; only where it is found nowhere the claim is taken back.
 */
async function withoutJournal(
  deps: SendDeps,
  summary: NotedSummary,
  round: TailRound,
  root: string,
): Promise<Outcome<SendProgress>> {
  if (round.at > deps.now() - LOOK_BEFORE_RESENDING_MS) {
    return refused({
      kind: 'conflict',
      message: `Round ${round.number} was claimed less than a minute ago, maybe in another browser of yours that is about to send it. Try again in a minute.`,
    });
  }
  const traces = await lookForRound(deps, summary, round, root);
  if (!isOk(traces)) {
    return refused({
      ...traces.problem,
      message: `Whether another browser of yours has sent round ${round.number} could not be looked up. Nothing was changed. ${traces.problem.message}`,
    });
  }
  if (traces.value.length > 0) {
    const receipts = traces.value.map(
      ({ pushId, revision, jobs, actionTask }): Receipt => ({
        kind: 'sent',
        pushId,
        revision,
        jobs,
        actionTask,
      }),
    );
    const note = await writeRoundNote(deps, summary.id, {
      alerts: alertsOf(round, summary),
      claim: round,
      receipts,
      eta: round.eta ?? etaFromNow(deps.now()),
      // what that browser has not sent is written down only there
      covers: false,
    });
    const { number, nonce } = round;
    const problem = isOk(note) ? sentElsewhere(round) : note.problem;
    return ok({ kind: 'sent', number, nonce, receipts, problem });
  }
  const taken = await withdrawClaim(deps, summary.id, round);
  if (!isOk(taken)) return taken;
  return refused({
    kind: 'nothing to do',
    message: `Nothing of round ${round.number} had left: its claim is taken back. Send it anew if it is still wanted.`,
  });
}

async function lookForRound(
  deps: SendDeps,
  { repository }: NotedSummary,
  { revisions, nonce, at }: TailRound,
  root: string,
): Promise<Outcome<readonly RoundTrace[]>> {
  try {
    const request = { repository, root, revisions: [...revisions], nonce, since: at };
    const answer = await deps.call('content-bg look for round', request);
    return answer.kind === 'ok' ? ok(fromMessage(answer.value.traces)) : failed(fromMessage(answer.problem));
  } catch (error) {
    return failed(orphaned(error));
  }
}

const sentElsewhere = (round: TailRound): Problem => ({
  kind: 'conflict',
  message: `Another browser of yours has sent round ${round.number}. What was found of it is in the notes now; what it may have left unsent can be resumed only there.`,
});

const journalFull = (): Problem => ({
  kind: 'storage',
  message: say('no journal kept'),
});

const noJournal = (): Problem => ({
  kind: 'storage',
  message: say('no journal read'),
});

const alertsOf = ({ alerts }: TailRound, summary: NotedSummary) =>
  [...summary.alerts, ...summary.relatedAlerts].flatMap((a) =>
    alerts.includes(a.id)
      ? [{ alertId: a.id, suite: a.signature.suite, platform: a.signature.platform }]
      : [],
  );

const tooYoung = (record: JournalRecord, now: Instant) =>
  (record.state.kind === 'unclear' || record.state.kind === 'leaving') &&
  record.state.at > now - LOOK_BEFORE_RESENDING_MS;

const etaFromNow = (now: Instant) => instant(now + BACKFILL_ETA.longest * 1000);

import { type ActDeps, type Acted, act, edited } from '@/lib/actions/act';
import { readFresh } from '@/lib/actions/freshSummary';
import { leaseLost } from '@/lib/actions/leaseHolder';
import type { CallBackground } from '@/lib/messages/background';
import { isPoint } from '@/lib/model/graphPoint';
import { type Instant, instant, type Nonce, type PushId, type SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import type { PlanReport } from '@/lib/model/planReport';
import type { ExpectedPoints, JournalRecord, Receipt, RoundPlan } from '@/lib/model/round';
import { say } from '@/lib/model/say';
import type { SendProgress } from '@/lib/model/sendProgress';
import { claimVerdict, type NotedSummary, sheriffName, type TailRound } from '@/lib/notes/notes';
import type { Settings } from '@/lib/settings/settings';
import { isStaleClaim, staleBefore } from '@/lib/triage/staleClaim';
import type { PrepareTriggers, RoundIdentity } from './prepare';
import { isWhole, receiptOf, withExpected } from './receipts';
import { askedAlerts, withdrawClaim, writeRoundNote } from './roundNote';
import { lookAgain, sendTriggers, type TriggerDeps } from './trigger';

export interface SendDeps extends TriggerDeps, ActDeps {
  readonly call: CallBackground;
  readonly settings: Settings;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Everything between the claim and the first post; see `prepareTriggers`. */
  readonly prepare: PrepareTriggers;
  readonly newNonce: () => Nonce;
  /** Session, staff and credentials; the problem says what is missing. */
  readonly checkSender: (root: string | null) => Promise<Outcome<{ username: string; root: string }>>;
  /** What the data is expected to show, a line of the sheriff's; '' for nothing. */
  readonly expects?: () => string;
  /** Reads everything afresh and plans again, with the same choices as the plan that was shown. */
  readonly planAgain: (me: string) => Promise<Outcome<{ summary: NotedSummary; report: PlanReport }>>;
  /** Why another round is needed; '' for the first, which needs none. */
  readonly reason?: () => string;
}

/**
 * One round, from the trusted click to the note: check → grace → fresh plan → claim → prepare → look → journal →
 * triggers → note. Everything runs under the summary's lease. Each step tells `progress`; the last one told is the end.
 * Before the claim nothing is written; before the journal nothing is sent.
 *
 * @param shown the plan that the sheriff saw when clicking: no more than that is ever sent
 * @param cancel aborted by Cancel while the grace runs; after that it has no effect
 */
export async function sendRound(
  deps: SendDeps,
  id: SummaryId,
  shown: RoundPlan,
  root: string | null,
  cancel: AbortSignal,
  progress: (p: SendProgress) => void,
): Promise<void> {
  progress({ kind: 'checking' });
  // tests stand behind the words, each after a bar of its own
  const reason = (deps.reason?.() ?? '').replaceAll('|', '/').replace(/\s+/g, ' ').trim();
  if (shown.number > 1 && reason === '') {
    return progress({ kind: 'stopped', problem: reasonWanted(shown.number) });
  }
  const sender = await deps.checkSender(root);
  if (!isOk(sender)) return progress({ kind: 'stopped', problem: nothingSent(sender.problem) });

  const end = await deps.leases.withLease([id], async (renew): Promise<Outcome<SendProgress>> => {
    const graceMs = deps.settings.graceSeconds * 1000;
    progress({ kind: 'grace', plan: shown, endsAt: instant(deps.now() + graceMs) });
    await waitOrCancel(deps, graceMs, cancel);
    if (cancel.aborted) return ok({ kind: 'idle' });

    progress({ kind: 'planning', plan: shown });
    const fresh = await deps.planAgain(sender.value.username);
    if (!isOk(fresh)) return fresh;
    const { summary, report } = fresh.value;
    const { plan } = report;
    if (plan.jobs === 0) {
      return refused({
        kind: 'nothing to do',
        message: `Nothing was sent: ${plan.against.map((r) => r.text).join(' ') || 'all of it is there or on its way.'}`,
      });
    }
    if (wantsMore(plan, shown)) return ok({ kind: 'changed', shown, plan });
    if (!(await renew())) return refused(leaseLost('turn lost, nothing sent'));

    progress({ kind: 'claiming', plan });
    const me = sheriffName(sender.value.username);
    const expects = (deps.expects?.() ?? '').replace(/\s+/g, ' ').trim();
    const claim = claimOf(plan, me, deps.newNonce(), deps.now(), {
      ...(expects !== '' && { expects }),
      ...(plan.number > 1 && { reason: reason + report.about }),
    });
    const claimed = await claimRound(deps, id, summary, claim);
    if (!isOk(claimed)) return claimed;

    if (!(await renew())) return refused(leaseLost('turn lost, nothing sent'));
    progress({ kind: 'looking', plan });
    const round: RoundIdentity = {
      summaryId: id,
      repository: summary.repository,
      root: sender.value.root,
      number: plan.number,
      nonce: claim.nonce,
    };
    const prepared = await deps.prepare(round, report.requests, { ...report, left: [] });
    let receipts: readonly Receipt[] = isOk(prepared) ? prepared.value.settled.map(receiptOf) : [];
    let records: readonly JournalRecord[] = [];
    let problem: Problem | null = isOk(prepared) ? null : prepared.problem;
    if (isOk(prepared) && prepared.value.triggers.length > 0) {
      const { triggers, settled } = withExpected(prepared.value, (push) => expectedOn(plan, push));
      const stored = await deps.journal.write([...settled, ...triggers.map((t) => t.record)]).then(
        () => true,
        () => false,
      );
      if (stored) {
        const total = triggers.length + receipts.length;
        progress({ kind: 'sending', plan, receipts, total });
        records = await sendTriggers(deps, triggers, renew, (receipt) => {
          receipts = inLogOrder([...receipts, receipt], plan);
          progress({ kind: 'sending', plan, receipts, total });
        });
      } else {
        problem = {
          kind: 'storage',
          message: say('no journal kept'),
        };
      }
    }
    receipts = inLogOrder(receipts, plan);
    if (!receipts.some((r) => r.kind !== 'failed')) {
      const taken = await withdrawClaim(deps, id, claim);
      const why = problem ?? problemOf(receipts);
      return refused({
        ...why,
        message: `${why.message} Nothing was sent${isOk(taken) ? '; the claim is taken back' : ', but the claim still stands in the notes'}.`,
      });
    }

    progress({ kind: 'noting', plan, receipts });
    const note = await writeRoundNote(deps, id, {
      alerts: askedAlerts(plan, receipts),
      claim,
      receipts,
      eta: etaOf(plan, deps.now()),
      covers: report.coversWhenSent && isWhole(receipts),
    });
    if (!isOk(note)) {
      problem = {
        ...note.problem,
        message: say('sent without note', note.problem.message),
      };
    }
    const sent: SendProgress = { kind: 'sent', number: plan.number, nonce: claim.nonce, receipts, problem };
    if (!records.some((r) => r.state.kind === 'unclear')) return ok(sent);

    // the note stands already: what is unclear is looked up once more, a minute after it left
    progress(sent);
    const settled = await lookAgain(deps, records);
    const later = inLogOrder(
      [
        ...receipts.filter((r) => !settled.some((s) => s.request.pushId === r.pushId)),
        ...settled.map(receiptOf),
      ],
      plan,
    );
    if (settled.some((r, i) => r !== records[i])) {
      await writeRoundNote(deps, id, {
        alerts: askedAlerts(plan, later),
        claim,
        receipts: later,
        eta: etaOf(plan, deps.now()),
        covers: report.coversWhenSent && isWhole(later),
      });
    }
    return ok({ ...sent, receipts: later });
  });
  progress(isOk(end) ? end.value : { kind: 'stopped', problem: nothingSent(end.problem) });
}

/**
 * Writes the claim and looks again `claimSeconds` after the answer. Between two sheriffs the notes are the only lock,
 * and the last writer wins there: a claim that is gone, or that stands beside one with a smaller nonce, has lost.
 */
async function claimRound(
  deps: SendDeps,
  id: SummaryId,
  seen: NotedSummary,
  claim: TailRound,
): Promise<Outcome<Acted>> {
  const written = await act(deps, id, {
    // what a closed tab left behind would win against a larger nonce: the edit takes it out
    wish: edited(seen.notes, [
      // the next round begins: what the one before it has not brought is not waited for any more
      ...seen.noted.rounds
        .filter((r) => r.number < claim.number && r.status === 'pending')
        .map((r) => ({ kind: 'round', round: { ...r, status: 'complete' } }) as const),
      { kind: 'claim', round: claim, staleBefore: staleBefore(deps.now()) },
    ]),
    against: ({ rounds }) => otherRound(rounds, claim, deps.now()),
    attempts: 1,
  });
  if (!isOk(written)) {
    if (written.problem.kind !== 'conflict') return written;
    // it was read back already: the name is in the notes that swallowed ours
    const there = deps.store.get(id)?.summary?.noted.rounds ?? [];
    return refused(otherRound(there, claim, deps.now()) ?? lostTo(null, claim));
  }
  // nobody else can claim a point's round: what is written stays in this browser, where the lease is the lock
  if (!isPoint(id)) await deps.wait(deps.settings.claimSeconds * 1000);
  const fresh = await readFresh(deps, id, deps.now);
  if (!isOk(fresh)) return fresh;
  const { rounds } = fresh.value.noted;
  const verdict = claimVerdict(rounds, claim.number, claim.nonce);
  if (verdict === 'ours') return written;
  const other =
    verdict.lost === 'smaller nonce'
      ? verdict.round
      : (rounds.find((r) => r.number === claim.number) ?? null);
  return refused(lostTo(other, claim));
}

/** A round of this number that somebody has claimed or sent already. */
function otherRound(rounds: readonly TailRound[], claim: TailRound, now: Instant): Problem | null {
  const other = rounds.find(
    (r) => r.nonce !== claim.nonce && r.number >= claim.number && !isStaleClaim(r, now),
  );
  return other ? lostTo(other, claim) : null;
}

const lostTo = (other: TailRound | null, claim: TailRound): Problem => ({
  kind: 'claimed by someone else',
  message: other
    ? `${other.by} has claimed round ${other.number} at ${new Date(other.at).toISOString().slice(11, 16)} UTC. Nothing was sent from here.`
    : `Somebody else changed the notes while round ${claim.number} was being claimed. Nothing was sent from here; look at the notes and try again.`,
});

function claimOf(
  plan: RoundPlan,
  by: string,
  nonce: Nonce,
  at: Instant,
  remarks: Pick<TailRound, 'expects' | 'reason'>,
): TailRound {
  return {
    number: plan.number,
    status: 'claimed',
    by,
    at,
    nonce,
    alerts: plan.alerts.map((a) => a.alertId),
    revisions: plan.pushes.filter((p) => p.role === 'revision').map((p) => p.revision),
    jobs: plan.jobs,
    builds: plan.builds,
    receipts: [],
    ...remarks,
  };
}

const reasonWanted = (number: number): Problem => ({
  kind: 'reason wanted',
  message: `Round ${number} needs a reason. Nothing was sent.`,
});

/** What the plan should bring on one push when all goes well. */
const expectedOn = (plan: RoundPlan, push: PushId): readonly ExpectedPoints[] =>
  plan.cells
    .filter((c) => c.pushId === push && c.need > 0)
    .map((c) => ({ alertId: c.alertId, label: c.label, points: c.have + c.coming + c.need }));

/** More jobs, or alerts that were not shown. Less of what was shown is what was shown. */
function wantsMore(plan: RoundPlan, shown: RoundPlan): boolean {
  const known = new Set(shown.alerts.map((a) => a.alertId));
  return (
    plan.number !== shown.number ||
    plan.jobs > shown.jobs ||
    plan.builds > shown.builds ||
    plan.alerts.some((a) => !known.has(a.alertId))
  );
}

const etaOf = (plan: RoundPlan, now: Instant) => instant(now + plan.etaSeconds * 1000);

function inLogOrder(receipts: readonly Receipt[], plan: RoundPlan): readonly Receipt[] {
  const order = plan.pushes.map((p) => p.id);
  return [...receipts].sort((a, b) => order.indexOf(a.pushId) - order.indexOf(b.pushId));
}

/** A round that stopped has sent nothing; where the message does not tell so itself it is added. */
const nothingSent = (problem: Problem): Problem =>
  /\bNothing (?:more )?(?:was|is)\b/.test(problem.message)
    ? problem
    : { ...problem, message: `${problem.message} Nothing was sent.` };

/** Every push failed: what the first one says stands for all. */
function problemOf(receipts: readonly Receipt[]): Problem {
  const first = receipts.find((r) => r.kind !== 'sent');
  if (!first) return { kind: 'nothing to do', message: say('others asked') };
  return { kind: first.problem ?? 'bad request', message: first.reason };
}

async function waitOrCancel(deps: Pick<SendDeps, 'wait'>, ms: number, cancel: AbortSignal): Promise<void> {
  if (cancel.aborted) return;
  await Promise.race([
    deps.wait(ms),
    new Promise<void>((resolve) => cancel.addEventListener('abort', () => resolve(), { once: true })),
  ]);
}

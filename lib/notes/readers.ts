import type { AlertId, Instant, Nonce, Revision, TaskId } from '@/lib/model/ids';
import type { RoundStatus } from '@/lib/model/round';
import type { OwnState } from '@/lib/model/workflow';
import {
  type DeclinedFact,
  factKey,
  type MarkFact,
  type ReceiptFact,
  ROUND_RANK,
  type RoundFact,
  type RoundKey,
  type StateFact,
  sameRound,
  type TakerFact,
} from './facts';
import type { NotesDocument } from './tail';

export interface TailReceipt {
  readonly revision: Revision;
  readonly jobs: number;
  readonly actionTask: TaskId | null;
  readonly failure?: string;
}

/** A round as the notes tell it: its own line, its receipts and its remarks. Times are kept to the second. */
export interface TailRound extends RoundKey {
  readonly status: RoundStatus;
  readonly by: string;
  readonly at: Instant;
  readonly alerts: readonly AlertId[];
  readonly revisions: readonly Revision[];
  readonly jobs: number;
  readonly builds: number;
  readonly eta?: Instant;
  readonly receipts: readonly TailReceipt[];
  /** What the data should show if the sheriff is right. */
  readonly expects?: string;
  /** Why another round was needed; required from round 2 on. */
  readonly reason?: string;
  /** Why it ended as blocked. */
  readonly blockedBy?: string;
}

/**
 * All rounds, in the order in which they were claimed in the text; two claims of one number are two rounds. When a round's
 * line was doubled by hand the one that came furthest counts, the later of two equals.
 */
export function roundsOf(doc: NotesDocument): TailRound[] {
  const heads = new Map<string, RoundFact>();
  for (const fact of doc.facts) {
    if (fact.kind !== 'round') continue;
    const known = heads.get(factKey(fact));
    if (!known || ROUND_RANK[fact.status] >= ROUND_RANK[known.status]) heads.set(factKey(fact), fact);
  }
  return [...heads.values()].map((head) => {
    const remark = (kind: 'expects' | 'reason' | 'blocked') =>
      doc.facts.findLast(
        (f): f is typeof f & { readonly text: string } => f.kind === kind && sameRound(f, head),
      )?.text;
    const expects = remark('expects');
    const reason = remark('reason');
    const blockedBy = remark('blocked');
    return {
      number: head.number,
      status: head.status,
      by: head.by,
      at: head.at,
      nonce: head.nonce,
      alerts: head.alerts,
      revisions: head.revisions,
      jobs: head.jobs,
      builds: head.builds,
      ...(head.eta !== undefined && { eta: head.eta }),
      receipts: receiptsOf(doc, head),
      ...(expects !== undefined && { expects }),
      ...(reason !== undefined && { reason }),
      ...(blockedBy !== undefined && { blockedBy }),
    };
  });
}

/** The receipts of one round, one a push: a send that worked outweighs a failure, and two action tasks are both told. */
function receiptsOf(doc: NotesDocument, round: RoundKey): TailReceipt[] {
  const byPush = new Map<Revision, ReceiptFact[]>();
  for (const fact of doc.facts) {
    if (fact.kind !== 'receipt' || !sameRound(fact, round)) continue;
    const before = byPush.get(fact.revision) ?? [];
    const sent = (r: ReceiptFact) => r.failure === undefined;
    if (!sent(fact) && before.some(sent)) continue;
    const kept = sent(fact) ? before.filter((r) => sent(r) && r.actionTask !== fact.actionTask) : [];
    byPush.set(fact.revision, [...kept, fact]);
  }
  return [...byPush.values()].flat().map(({ revision, jobs, actionTask, failure }) => ({
    revision,
    jobs,
    actionTask,
    ...(failure !== undefined && { failure }),
  }));
}

/** By alert, what was marked last; an alert whose mark was taken off is in it with `on: false`. */
export const marksOf = (doc: NotesDocument): ReadonlyMap<AlertId, MarkFact> =>
  new Map(doc.facts.flatMap((f) => (f.kind === 'mark' ? [[f.alert, f] as const] : [])));

/** States and takers, oldest first; those of one second in the order of their lines. */
const byTime = <F extends { readonly at: Instant }>(facts: readonly F[]) =>
  facts.toSorted((a, b) => a.at - b.at);

/** Own states, oldest first. */
export const stateHistory = (doc: NotesDocument): StateFact[] =>
  byTime(doc.facts.filter((f) => f.kind === 'state'));

/** The newest own state by its time, not by its line: merged histories may stand in any order. */
export const stateOf = (doc: NotesDocument): OwnState | undefined => stateHistory(doc).at(-1)?.state;

/** Who works on the summary; undefined when nobody does. */
export function takerOf(doc: NotesDocument): TakerFact | undefined {
  const last = byTime(doc.facts.filter((f) => f.kind === 'taker')).at(-1);
  return last?.by ? last : undefined;
}

/** The suggestions that stand declined; one that was taken back is left out. */
export const declinedOf = (doc: NotesDocument): DeclinedFact[] =>
  [
    ...new Map(doc.facts.flatMap((f) => (f.kind === 'declined' ? [[factKey(f), f] as const] : []))).values(),
  ].filter((f) => f.on);

/** A claim without receipts from before that time: nobody follows it up any more. */
export const isLeftBehind = (round: TailRound, before: Instant): boolean =>
  round.status === 'claimed' && round.receipts.length === 0 && round.at < before;

export type ClaimVerdict =
  | 'ours'
  | { readonly lost: 'gone' }
  | { readonly lost: 'smaller nonce'; readonly round: TailRound }
  | { readonly lost: 'already sent'; readonly round: TailRound };

/**
 * Whose round it is, asked of notes read afresh after a claim was written (design 5): ours unless the claim is gone or one with
 * a smaller nonce, compared as strings, stands beside it. A round of that number which has left the state of a claim wins
 * whatever its nonce: its jobs were asked for before it could see ours.
 */
export function claimVerdict(rounds: readonly TailRound[], number: number, nonce: Nonce): ClaimVerdict {
  const claims = rounds.filter((r) => r.number === number);
  if (!claims.some((r) => r.nonce === nonce)) return { lost: 'gone' };
  const others = claims.filter((r) => r.nonce !== nonce);
  const sent = others.find((r) => r.status !== 'claimed');
  if (sent) return { lost: 'already sent', round: sent };
  const smallest = others.toSorted((a, b) => (a.nonce < b.nonce ? -1 : 1))[0];
  return smallest && smallest.nonce < nonce ? { lost: 'smaller nonce', round: smallest } : 'ours';
}

import type { AlertSummary } from '@/lib/model/alert';
import type { Instant, SignatureId } from '@/lib/model/ids';
import { isOk, type Outcome, ok, type Problem } from '@/lib/model/outcome';
import type { RoundRules } from '@/lib/model/rules';
import type { ShiftRound } from '@/lib/model/shift';
import { type NotesFacts, notesFacts, peopleLines, sheriffName, type TailRound } from '@/lib/notes/notes';
import type { TreeherderRecords } from '@/lib/treeherder/client';
import type { TreeherderReads } from '@/lib/treeherder/publicReads';
import { roundWanted } from '@/lib/triage/roundWanted';
import type { ShiftFacts } from '@/lib/triage/shiftQueue';
import { readSummaryPages } from './summaryPages';

/** Summaries whose push is at most this old. What is older and still open has missed every target: two weeks. */
export const SHIFT_SECONDS = 14 * 24 * 60 * 60;
/** A page holds 100 (treeherder-api 1.2); with 600 summaries, names of frameworks and points it stays within 12 requests. */
const MOST_PAGES = 6;
const MOST_POINT_REQUESTS = 4;
/** Data is read this far to both sides of a summary's push. */
const WINDOW_SECONDS = 7 * 24 * 60 * 60;

export interface ShiftReads {
  readonly treeherder: Pick<TreeherderRecords, 'summaries'>;
  readonly reads: Pick<TreeherderReads, 'frameworks' | 'dataPoints'>;
}

/** All that is open or was opened in the last two weeks, in all sheriffed frameworks and repositories. */
export interface Shift {
  readonly facts: readonly ShiftFacts[];
  /** Older ones were not read: there were more than pages. */
  readonly isCut: boolean;
  /** Summaries that could not be understood. */
  readonly unreadable: number;
  /** Points that could not be read: rounds then go by their expected time. */
  readonly pointsProblem: Problem | null;
}

/** Reads a shift with public requests only: at most 12 (design 7). */
export async function readShift(
  { treeherder, reads }: ShiftReads,
  rules: Pick<RoundRules, 'pointsPerRevision'>,
  now: Instant,
): Promise<Outcome<Shift>> {
  const names = reads.frameworks();
  const pages = await readSummaryPages(treeherder, SHIFT_SECONDS, MOST_PAGES);
  if (!isOk(pages)) return pages;
  const { summaries, unreadable, isCut } = pages.value;
  const frameworks = await names;
  const nameOf = (id: number) =>
    (isOk(frameworks) ? frameworks.value.get(id) : undefined) ?? `framework ${id}`;
  const noted = summaries.map((summary) => ({ summary, facts: notesFacts(summary.notes) }));
  const points = await pointsOfRounds(reads, noted, now);
  return ok({
    facts: noted.map(({ summary, facts }) => ({
      summary,
      framework: nameOf(summary.framework),
      states: facts.states,
      marks: facts.marks,
      rounds: facts.rounds.map((round) => toRound(summary, round, points.counts, rules)),
      taker: summary.assignee === null ? (facts.taker?.by ?? null) : sheriffName(summary.assignee),
      note: peopleLines(summary.notes)[0] ?? '',
      declined: facts.declined.map((d) => d.target),
    })),
    isCut,
    unreadable,
    pointsProblem: points.problem,
  });
}

/** Points by series and revision. */
type Counts = ReadonlyMap<string, number>;
const countKey = (signature: SignatureId, revision: string) => `${signature} ${revision}`;

const pendingRounds = (facts: NotesFacts) => facts.rounds.filter((r) => r.status === 'pending');

/** Points of the rounds that wait for data: one request for each repository and 150 series. */
async function pointsOfRounds(
  reads: ShiftReads['reads'],
  noted: readonly { readonly summary: AlertSummary; readonly facts: NotesFacts }[],
  now: Instant,
): Promise<{ readonly counts: Counts | null; readonly problem: Problem | null }> {
  const waiting = noted.filter(({ facts }) => pendingRounds(facts).length > 0);
  const counts = new Map<string, number>();
  let left = MOST_POINT_REQUESTS;
  for (const [repository, here] of Map.groupBy(waiting, (w) => w.summary.repository)) {
    if (left-- === 0) break;
    const signatures = [
      ...new Set(
        here.flatMap(({ summary, facts }) => {
          const asked = new Set(pendingRounds(facts).flatMap((r) => r.alerts));
          return alertsOf(summary).flatMap((a) => (asked.has(a.id) ? [a.signature.id] : []));
        }),
      ),
    ];
    const times = here.map((w) => w.summary.pushTime);
    const answer = await reads.dataPoints(
      repository,
      signatures,
      Math.min(...times) - WINDOW_SECONDS,
      Math.floor(now / 1000) + 60,
    );
    if (!isOk(answer)) return { counts: null, problem: answer.problem };
    for (const { signatureId, revision } of answer.value) {
      const key = countKey(signatureId, revision);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return { counts, problem: null };
}

const alertsOf = (summary: AlertSummary) => [...summary.alerts, ...summary.relatedAlerts];

function toRound(
  summary: AlertSummary,
  round: TailRound,
  counts: Counts | null,
  rules: Pick<RoundRules, 'pointsPerRevision'>,
): ShiftRound {
  const failed = round.receipts.flatMap((r) => (r.failure === undefined ? [] : [r.failure]));
  return {
    number: round.number,
    status: round.status,
    by: round.by,
    at: round.at,
    jobs: round.jobs,
    eta: round.eta ?? null,
    failed,
    asked: round.receipts.length - failed.length,
    points: counts && round.status === 'pending' ? pointsOf(summary, round, counts, rules) : null,
  };
}

/** What could not be asked for will not come, and more than wanted on one push does not make up for another. */
function pointsOf(
  summary: AlertSummary,
  round: TailRound,
  counts: Counts,
  rules: Pick<RoundRules, 'pointsPerRevision'>,
): ShiftRound['points'] {
  const never = new Set(round.receipts.flatMap((r) => (r.failure === undefined ? [] : [r.revision])));
  const wanted = roundWanted(round, rules).filter((w) => !never.has(w.revision));
  const asked = alertsOf(summary).filter((a) => round.alerts.includes(a.id));
  let have = 0;
  for (const { signature } of asked) {
    for (const { revision, want } of wanted) {
      have += Math.min(want, counts.get(countKey(signature.id, revision)) ?? 0);
    }
  }
  const want = asked.length * wanted.reduce((sum, w) => sum + w.want, 0);
  return want === 0 ? null : { have, want };
}

import type { AlertSummary } from '@/lib/model/alert';
import type { Instant } from '@/lib/model/ids';
import { isOk, type Outcome, ok, type Problem } from '@/lib/model/outcome';
import type { RoundRules } from '@/lib/model/rules';
import type { ShiftRound } from '@/lib/model/shift';
import { notesFacts, peopleLines, sheriffName, type TailRound } from '@/lib/notes/notes';
import type { TreeherderRecords } from '@/lib/treeherder/client';
import type { TreeherderReads } from '@/lib/treeherder/publicReads';
import { roundWanted } from '@/lib/triage/roundWanted';
import type { ShiftFacts } from '@/lib/triage/shiftQueue';
import { readShiftPoints, type ShiftPoints, UNREAD } from './shiftPoints';
import { readSummaryPages } from './summaryPages';

/** Summaries whose push is at most this old. What is older and still open has missed every target: two weeks. */
const SHIFT_SECONDS = 14 * 24 * 60 * 60;
/** 600 summaries; with the names of the frameworks and five requests for points that makes 12. */
const MOST_PAGES = 6;

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
  /** The same with these summaries as they were read since; those that it does not hold stay out. */
  readonly renewed: (summaries: readonly AlertSummary[]) => Shift;
}

/**
 * Reads a shift with public requests only: at most 12 (design 7).
 * @param onFacts told what is known before the points are read: rounds then go by their expected time
 */
export async function readShift(
  { treeherder, reads }: ShiftReads,
  rules: Pick<RoundRules, 'pointsPerRevision'>,
  now: Instant,
  onFacts: (shift: Shift) => void = () => {},
): Promise<Outcome<Shift>> {
  const names = reads.frameworks();
  const pages = await readSummaryPages(treeherder, SHIFT_SECONDS, MOST_PAGES);
  if (!isOk(pages)) return pages;
  const { summaries, unreadable, isCut } = pages.value;
  const frameworks = await names;
  const nameOf = (id: number) =>
    (isOk(frameworks) ? frameworks.value.get(id) : undefined) ?? `framework ${id}`;
  const noted = summaries.map((summary) => ({ summary, facts: notesFacts(summary.notes) }));
  const shiftWith = (points: ShiftPoints, of = noted): Shift => ({
    facts: of.map(({ summary, facts }) => ({
      summary,
      framework: nameOf(summary.framework),
      states: facts.states,
      marks: facts.marks,
      rounds: facts.rounds.map((round) => toRound(summary, round, points, rules)),
      taker: summary.assignee === null ? (facts.taker?.by ?? null) : sheriffName(summary.assignee),
      note: peopleLines(summary.notes)[0] ?? '',
      declined: facts.declined.map((d) => d.target),
    })),
    isCut,
    unreadable,
    pointsProblem: points.problem,
    renewed: (newer) => {
      const byId = new Map(newer.map((s) => [s.id, { summary: s, facts: notesFacts(s.notes) }]));
      return shiftWith(
        points,
        of.map((o) => byId.get(o.summary.id) ?? o),
      );
    },
  });
  onFacts(shiftWith(UNREAD));
  return ok(shiftWith(await readShiftPoints(reads, noted, now)));
}

function toRound(
  summary: AlertSummary,
  round: TailRound,
  points: ShiftPoints,
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
    points: round.status === 'pending' ? pointsOf(summary, round, points, rules) : null,
  };
}

/**
 * Null where a series was not read. What could not be asked for will not come, and more than wanted on one push does not make up
 * for another.
 */
function pointsOf(
  summary: AlertSummary,
  round: TailRound,
  points: ShiftPoints,
  rules: Pick<RoundRules, 'pointsPerRevision'>,
): ShiftRound['points'] {
  const never = new Set(round.receipts.flatMap((r) => (r.failure === undefined ? [] : [r.revision])));
  const wanted = roundWanted(round, rules).filter((w) => !never.has(w.revision));
  const asked = [...summary.alerts, ...summary.relatedAlerts].filter((a) => round.alerts.includes(a.id));
  let have = 0;
  let want = 0;
  for (const { signature } of asked) {
    for (const { revision, want: each } of wanted) {
      const count = points.count(signature.id, revision);
      if (count === null) return null;
      have += Math.min(each, count);
      want += each;
    }
  }
  return want === 0 ? null : { have, want };
}

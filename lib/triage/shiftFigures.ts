import type { AlertSummary } from '@/lib/model/alert';
import type { FigureFacts, Figures, FiguresReport, ShareWithin, Spans } from '@/lib/model/figures';
import { type Instant, instant } from '@/lib/model/ids';
import type { RoundStatus } from '@/lib/model/round';
import type { RoundRules } from '@/lib/model/rules';
import type { OwnState } from '@/lib/model/workflow';
import { DAY_MS, HOUR_MS, runningClocks } from './clocks';

/**
 * The sheriffs' two targets and the two published ones, weekends included (design 1.6). Not as the settings have them: figures
 * of two people and of two years have to be comparable.
 */
export const FIGURE_LIMITS: readonly number[] = [24 * HOUR_MS, 36 * HOUR_MS, 3 * DAY_MS, 5 * DAY_MS];
/** Column of "that many rounds or more". */
const MOST_ROUNDS = 3;

/** What the notes say, as far as the figures go by it. */
export interface FigureNotes {
  /** Oldest first. */
  readonly states: readonly { readonly state: OwnState; readonly at: Instant }[];
  readonly rounds: readonly {
    readonly number: number;
    readonly status: RoundStatus;
    readonly jobs: number;
    readonly reason?: string;
  }[];
  readonly declined: readonly unknown[];
}

/** One summary's part in the figures. A claim without a send is no round: nothing was asked for. */
export function figureFacts(
  summary: AlertSummary,
  { states, rounds, declined }: FigureNotes,
  rules: Pick<RoundRules, 'suspiciousImprovementPct'>,
): FigureFacts {
  const sent = rounds.filter((round) => round.status !== 'claimed');
  const ready = states.find((s) => s.state === 'data ready')?.at ?? null;
  const isOpen = summary.status === 'untriaged' || summary.status === 'investigating';
  const targets = summary.alerts.flatMap(({ status, relatedSummaryId }) =>
    (status === 'downstream' || status === 'reassigned') && relatedSummaryId !== null
      ? [relatedSummaryId]
      : [],
  );
  return {
    id: summary.id,
    created: summary.created,
    triaged: summary.firstTriaged,
    ready,
    waitsForData: isOpen && summary.bugNumber === null && ready === null && sent.length > 0,
    bugAt: summary.bugNumber === null ? null : (summary.bugUpdated ?? null),
    waitsForBug: runningClocks(summary, rules).has('bug'),
    decided: summary.bugNumber !== null || !isOpen,
    jobs: sent.reduce((sum, round) => sum + round.jobs, 0),
    rounds: sent.length,
    reasons: sent.flatMap(({ number, reason }) => (number > 1 && reason !== undefined ? [reason] : [])),
    accepted: new Set(targets).size,
    declined: declined.length,
  };
}

/** The figures by the week in which the alerts were raised, oldest first, and over all. */
export function figuresReport(facts: readonly FigureFacts[], now: Instant): FiguresReport {
  const weeks = Map.groupBy(facts, ({ created }) => mondayOf(created));
  return {
    weeks: [...weeks]
      .sort(([a], [b]) => a - b)
      .map(([monday, of]) => ({
        monday: new Date(monday).toISOString().slice(0, 10),
        ...figuresOf(of, now),
      })),
    all: figuresOf(facts, now),
  };
}

/** 1 January 1970 was a Thursday. */
const FIRST_MONDAY = 4 * DAY_MS;

/** Midnight UTC of the week's Monday. */
const mondayOf = (at: Instant): Instant =>
  instant(Math.floor((at - FIRST_MONDAY) / (7 * DAY_MS)) * 7 * DAY_MS + FIRST_MONDAY);

function figuresOf(facts: readonly FigureFacts[], now: Instant): Figures {
  const decided = facts.filter((f) => f.decided);
  const sum = (of: readonly FigureFacts[], part: (f: FigureFacts) => number) =>
    of.reduce((total, f) => total + part(f), 0);
  return {
    summaries: facts.length,
    triage: spansOf(
      facts,
      now,
      (f) => f.triaged,
      (f) => !f.decided,
    ),
    ready: spansOf(
      facts,
      now,
      (f) => f.ready,
      (f) => f.waitsForData,
    ),
    bug: spansOf(
      facts,
      now,
      (f) => f.bugAt,
      (f) => f.waitsForBug,
    ),
    decided: decided.length,
    decidedJobs: sum(decided, (f) => f.jobs),
    byRounds: Array.from(
      { length: MOST_ROUNDS + 1 },
      (_, n) => facts.filter((f) => Math.min(f.rounds, MOST_ROUNDS) === n).length,
    ),
    reasons: timesOf(facts.flatMap((f) => f.reasons)),
    accepted: sum(facts, (f) => f.accepted),
    declined: sum(facts, (f) => f.declined),
  };
}

/** @param waits still to come; one that neither has an end nor waits for it is not counted at all */
function spansOf(
  facts: readonly FigureFacts[],
  now: Instant,
  endOf: (f: FigureFacts) => Instant | null,
  waits: (f: FigureFacts) => boolean,
): Spans {
  const ended = facts.flatMap((f) => {
    const end = endOf(f);
    return end === null ? [] : [Math.max(0, end - f.created)];
  });
  const ages = facts.flatMap((f) => (endOf(f) === null && waits(f) ? [now - f.created] : []));
  ended.sort((a, b) => a - b);
  return {
    ended: ended.length,
    waiting: ages.length,
    median: quantile(ended, 0.5),
    p90: quantile(ended, 0.9),
    shares: FIGURE_LIMITS.map((limit): ShareWithin => {
      const within = ended.filter((span) => span <= limit).length;
      // what waits and is younger than the limit may still make it: it says nothing yet
      return { limit, within, known: ended.length + ages.filter((age) => age > limit).length };
    }),
  };
}

/** Between the two nearest of the sorted values, in proportion, as spreadsheets do; null of none. */
function quantile(sorted: readonly number[], share: number): number | null {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (at - Math.floor(at));
}

function timesOf(texts: readonly string[]): Figures['reasons'] {
  return [...Map.groupBy(texts, (text) => text.trim().toLowerCase())]
    .map(([, same]) => ({ text: (same[0] ?? '').trim(), times: same.length }))
    .sort((a, b) => b.times - a.times || (a.text < b.text ? -1 : 1));
}

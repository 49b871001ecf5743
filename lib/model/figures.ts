import type { Instant, SummaryId } from './ids';

/** One summary as far as the figures go by it. Public data and the notes' tail, nothing else. */
export interface FigureFacts {
  readonly id: SummaryId;
  /** When the alert was raised. */
  readonly created: Instant;
  /** The first write to the summary or one of its alerts; null while nobody has touched it. */
  readonly triaged: Instant | null;
  /** When it was first handed over as data ready; null when it never was. */
  readonly ready: Instant | null;
  /** A round was asked for and not handed over yet. */
  readonly waitsForData: boolean;
  /** When its bug was linked; null without a bug. */
  readonly bugAt: Instant | null;
  /** A regression is still open and has no bug. */
  readonly waitsForBug: boolean;
  /** It has a bug, or one of Perfherder's end states. */
  readonly decided: boolean;
  /** Jobs asked for in all rounds that were sent. */
  readonly jobs: number;
  /** Rounds that were sent. */
  readonly rounds: number;
  /** Why more than one round was needed, as the sheriffs wrote it. */
  readonly reasons: readonly string[];
  /** Summaries that own alerts were marked downstream of, or reassigned to. */
  readonly accepted: number;
  /** Suggestions that stand declined in the notes. */
  readonly declined: number;
}

/** How many ended within a limit, of those of which that is known: that have ended within it, or are older. */
export interface ShareWithin {
  /** Milliseconds. */
  readonly limit: number;
  readonly within: number;
  readonly known: number;
}

/** How long something took, in milliseconds. */
export interface Spans {
  /** That have ended. */
  readonly ended: number;
  /** That still wait. */
  readonly waiting: number;
  /** Null when none has ended. */
  readonly median: number | null;
  /** 90th percentile. */
  readonly p90: number | null;
  readonly shares: readonly ShareWithin[];
}

/** The figures of the summaries that were raised in one week, or in all. */
export interface Figures {
  readonly summaries: number;
  readonly triage: Spans;
  readonly ready: Spans;
  readonly bug: Spans;
  readonly decided: number;
  /** Jobs asked for, for the decided summaries. */
  readonly decidedJobs: number;
  /** Summaries by their number of rounds: none, 1, 2, 3 or more. */
  readonly byRounds: readonly number[];
  /** Reasons for more than one round, the most frequent first. */
  readonly reasons: readonly { readonly text: string; readonly times: number }[];
  readonly accepted: number;
  readonly declined: number;
}

export interface WeekFigures extends Figures {
  /** Its Monday, 'yyyy-mm-dd', in UTC. */
  readonly monday: string;
}

export interface FiguresReport {
  readonly weeks: readonly WeekFigures[];
  readonly all: Figures;
}

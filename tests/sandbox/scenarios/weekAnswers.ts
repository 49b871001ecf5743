import type { World } from '../world.ts';
import type { Kind } from './week.ts';

const HOUR_MS = 3_600_000;

/** What is true of one summary of the week, as it was made; times in milliseconds. Nothing of Deputy's rules is used. */
export interface WeekAnswer {
  readonly kind: Kind;
  readonly created: number;
  readonly triagedAt: number | null;
  readonly readyAt: number | null;
  readonly bugAt: number | null;
  /** A regression without an end: somebody owes it a bug. */
  readonly owesBug: boolean;
  /** A round was sent, and nobody has handed it over. */
  readonly owesData: boolean;
  readonly decided: boolean;
  /** Jobs of each round that was sent. */
  readonly rounds: readonly number[];
  readonly reason: string | null;
  readonly accepted: number;
  readonly declined: number;
}

/** Jobs of a first and of a second round. */
export const ROUND_JOBS = [30, 12] as const;

/** Every other filed bug took a second round, for one of two reasons. */
export const secondRoundReason = (kind: Kind, n: number): string | null =>
  kind === 'bug filed' && n % 40 === 9 ? (n % 80 === 9 ? 'too much noise' : 'merge of many commits') : null;

/** When the bug of a summary was linked, hours after it was raised. */
export const bugHours = (kind: Kind, n: number): number | null =>
  kind === 'fixed' ? 20 : kind === 'bug filed' ? 10 + (n % 40) : null;

const DECIDED: readonly Kind[] = ['downstream', 'bug filed', 'invalid', 'fixed'];
const READY: readonly Kind[] = ['data coming', 'data complete', 'data late', 'needs bug', 'bug filed'];
const SENT: readonly Kind[] = [...READY, 'collecting', 'pushes failed'];
/** First touched with the note, half an hour after the alert; the others after an hour. */
const NOTED: readonly Kind[] = [...SENT, 'needs data', 'claim left behind', 'improvement'];
const TOUCHED: readonly Kind[] = ['downstream', 'invalid', 'fixed', 'investigating'];

const known = new WeakMap<World, WeekAnswer[]>();

/** @param started when the sheriff wrote the round and handed over */
export function keepWeekAnswer(world: World, kind: Kind, n: number, created: number, started: number): void {
  const answers = known.get(world) ?? [];
  known.set(world, answers);
  const bugAfter = bugHours(kind, n);
  const reason = secondRoundReason(kind, n);
  answers.push({
    kind,
    created,
    triagedAt: NOTED.includes(kind)
      ? created + HOUR_MS / 2
      : TOUCHED.includes(kind)
        ? created + HOUR_MS
        : null,
    // notes keep whole seconds
    readyAt: READY.includes(kind) ? Math.floor(started / 1000) * 1000 : null,
    bugAt: bugAfter === null ? null : created + bugAfter * HOUR_MS,
    owesBug: !DECIDED.includes(kind) && kind !== 'improvement',
    owesData: SENT.includes(kind) && !READY.includes(kind),
    decided: DECIDED.includes(kind),
    rounds: SENT.includes(kind) ? (reason === null ? [ROUND_JOBS[0]] : [...ROUND_JOBS]) : [],
    reason,
    accepted: kind === 'downstream' ? 1 : 0,
    declined: kind === 'improvement' ? 1 : 0,
  });
}

/** The summaries of a week, the newest last. Empty for a world of another scenario. */
export const weekAnswers = (world: World): readonly WeekAnswer[] => known.get(world) ?? [];

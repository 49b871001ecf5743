import type { PushId } from '@/lib/model/ids';
import { windowPushes } from './evidence';
import { type VerdictInput, verdict } from './verdict';

/** A push of the log with its position there, the same that the points carry. */
export interface LogPush {
  readonly id: PushId;
  readonly order: number;
}

export interface Suspect {
  readonly pushId: PushId;
  /** How sure this push is the cause, 0 to 1. */
  readonly confidence: number;
}

export interface Suspects {
  /** Most likely first, of equals the older one; those without any likelihood are left out. */
  readonly ranked: readonly Suspect[];
  /** The fewest pushes in a row that hold the cause with at least CONFIDENT: one push, when the data single it out. */
  readonly range: {
    /** Oldest and newest push of it, both suspects. */
    readonly first: PushId;
    readonly last: PushId;
    readonly pushes: number;
    readonly confidence: number;
  };
}

/** A range is named when it holds the cause in 19 of 20 cases. */
const CONFIDENT = 0.95;
/** Below 1 in 10,000 a push is no suspect. */
const NO_SUSPECT = 1e-4;

/**
 * Which push made the step? The data put the step between two data-bearing pushes; within such a gap each push is as likely
 * as the others until a backfill gives it data. Null unless the step is confirmed.
 *
 * @param log the push log of the window, in any order; data-bearing pushes that are missing in it are added.
 */
export function suspects(input: VerdictInput, log: readonly LogPush[]): Suspects | null {
  const said = verdict(input);
  if (said.kind !== 'step confirmed') return null;
  const dataBearing = windowPushes(input);
  const known = new Map<PushId, LogPush>(log.map((p) => [p.id, p]));
  for (const { id, order } of dataBearing) known.set(id, { id, order });
  const pushes = [...known.values()].sort((a, b) => a.order - b.order || a.id - b.id);

  const all: Suspect[] = said.evidence.places.flatMap(({ at, share }) => {
    const older = dataBearing[at - 1];
    const newer = dataBearing[at];
    if (!older || !newer) return [];
    const gap = pushes.filter((p) => p.order > older.order && p.order <= newer.order);
    return gap.map((p) => ({ pushId: p.id, confidence: share / gap.length }));
  });
  const ranked = all
    .map((suspect, place) => ({ suspect, place }))
    .filter(({ suspect }) => suspect.confidence >= NO_SUSPECT)
    .sort((a, b) => b.suspect.confidence - a.suspect.confidence || a.place - b.place)
    .map(({ suspect }) => suspect);
  const range = shortestRange(all);
  return range && { ranked, range };
}

/** The fewest in a row that reach CONFIDENT; of equally many the surest, then the oldest. Null without suspects. */
function shortestRange(all: readonly Suspect[]): Suspects['range'] | null {
  let best: Suspects['range'] | null = null;
  for (const [from, first] of all.entries()) {
    let confidence = 0;
    for (const [i, last] of all.slice(from).entries()) {
      confidence += last.confidence;
      if (confidence < CONFIDENT) continue;
      const pushes = i + 1;
      if (!best || pushes < best.pushes || (pushes === best.pushes && confidence > best.confidence)) {
        best = { first: first.pushId, last: last.pushId, pushes, confidence: Math.min(1, confidence) };
      }
      break;
    }
  }
  return best;
}

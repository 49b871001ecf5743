import { pushId } from '@/lib/model/ids';
import type { RunPoint } from '@/lib/triage/levels';
import type { VerdictInput } from '@/lib/triage/verdict';

/** Noise that is the same in every test: a fixed sequence within ±1, without a pattern that a step could be taken for. */
export const noiseAt = (i: number) => Math.sin(i * 12.9898) * 0.6 + Math.sin(i * 78.233) * 0.4;

export const HOUR = 3600;
export const timeOf = (push: number) => 1_780_000_000 + push * HOUR;
/** Push n of the log has the id n + 1000. */
export const idOf = (push: number) => pushId(push + 1000);

/** A run of push `push`; made an hour after the push unless `hoursLater` says otherwise. */
export const run = (
  push: number,
  value: number,
  hoursLater = 1,
  machine: string | null = null,
): RunPoint => ({
  pushId: idOf(push),
  pushOrder: push,
  pushTime: timeOf(push),
  value,
  submitTime: timeOf(push) + hoursLater * HOUR,
  machine,
});

/** When a round's runs are made: long after the last push of these tests. */
export const ROUND = 1000;

/**
 * A series as round 1 leaves it: single points on pushes 0, 10, … 230, an alert on push 120, and on the 5 revisions around
 * it three late runs more.
 *
 * @param level the level by push and by run: `late` is true for the round's runs.
 * @param noise half width of the noise, in the unit of the series.
 */
export function afterRoundOne(level: (push: number, late: boolean) => number, noise = 0.5): RunPoint[] {
  const singles = Array.from({ length: 24 }, (_, i) =>
    run(i * 10, level(i * 10, false) + noise * noiseAt(i)),
  );
  const late = [100, 110, 120, 130, 140].flatMap((push, i) =>
    [0, 1, 2].map((k) =>
      run(push, level(push, true) + noise * noiseAt(100 + 3 * i + k), ROUND - push + 3 * i + k),
    ),
  );
  return [...singles, ...late];
}

export const WANTED = new Map([100, 110, 120, 130, 140].map((push) => [idOf(push), 4]));

export const seen = (points: readonly RunPoint[], more: Partial<VerdictInput> = {}): VerdictInput => ({
  points,
  lowerIsBetter: true,
  alertPush: { id: idOf(120), order: 120 },
  ends: { from: null, until: null },
  wanted: WANTED,
  ...more,
});

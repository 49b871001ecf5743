/** The level of a series before and after its step, in the unit of the series; null when it is not known. */
export interface StepLevels {
  readonly prevValue: number | null;
  readonly newValue: number | null;
}

/** `unknown`: a level is missing, or there is no step to measure by. */
export type LevelAgreement = 'agree' | 'differ' | 'unknown';

/** Levels may be apart by this share of the step (design 1.4). */
const STEP_SHARE = 0.5;

/**
 * Do two steps go from the same level to the same level? Both levels have to lie within half the step of each other; of two
 * steps the smaller one measures, so that the answer does not depend on which alert asks.
 */
export function levelsAgree(a: StepLevels, b: StepLevels): LevelAgreement {
  if (a.prevValue === null || a.newValue === null || b.prevValue === null || b.newValue === null)
    return 'unknown';
  const step = Math.min(Math.abs(a.newValue - a.prevValue), Math.abs(b.newValue - b.prevValue));
  if (!(step > 0)) return 'unknown';
  const allowed = step * STEP_SHARE;
  const near = Math.abs(a.prevValue - b.prevValue) <= allowed && Math.abs(a.newValue - b.newValue) <= allowed;
  return near ? 'agree' : 'differ';
}

/** Does one step undo the other: does it go back from the new level to the old one? Same tolerance as above. */
export const levelsMirror = (a: StepLevels, b: StepLevels): LevelAgreement =>
  levelsAgree(a, { prevValue: b.newValue, newValue: b.prevValue });

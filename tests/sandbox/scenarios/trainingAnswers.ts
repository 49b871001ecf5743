import type { World } from '../world.ts';

/** The one right thing to do about a summary of the training shift. Whoever sends anything else spends jobs for nothing. */
export type RightThing =
  /** Round 1; with `declining`, after turning down the summary that it seems to come from. */
  | { readonly kind: 'round'; readonly declining?: number }
  /** All alerts marked downstream of that summary. */
  | { readonly kind: 'downstream'; readonly of: number }
  | { readonly kind: 'needs data'; readonly reason: RegExp }
  | { readonly kind: 'hand over' }
  /** No jobs, and a comment that names that summary. */
  | { readonly kind: 'note'; readonly naming: number }
  /** No jobs, no state, no relation. A comment does no harm. */
  | { readonly kind: 'leave' };

export interface TrainingAnswer {
  /** The summary's name in the scenario. */
  readonly name: string;
  readonly summary: number;
  /** What it is, in a few words. */
  readonly title: string;
  readonly right: RightThing;
  /** Why that is right, and what jobs would be spent for otherwise. */
  readonly why: string;
}

/** Marks the rounds that the shift before has sent: they are nobody's fault. */
export const LAST_SHIFT_NONCE = 'last';

const known = new WeakMap<World, TrainingAnswer[]>();

/** Kept beside the world, where no request of the shift can see it. */
export function keepTrainingAnswer(world: World, answer: TrainingAnswer): void {
  const answers = known.get(world) ?? [];
  known.set(world, answers);
  answers.push(answer);
}

/** The summaries of the training shift in the order of their numbers. Empty for a world of another scenario. */
export const trainingAnswers = (world: World): readonly TrainingAnswer[] => known.get(world) ?? [];

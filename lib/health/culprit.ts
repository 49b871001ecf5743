import { FEATURE_NAMES, type FeatureName } from '@/lib/model/features';

/**
 * Finds the feature that makes trouble by questions of yes or no: is the trouble still there with these features on? It halves the
 * features in their order, each trial with all up to a place, so that what a feature builds on is always on with it, and a
 * trouble of two together is found at the later one.
 */
export interface CulpritSearch {
  /** Those that were on when the search began, in the order of the table. */
  readonly order: readonly FeatureName[];
  /** With so many of them on there was no trouble; -1 before anything was tried. */
  readonly without: number;
  /** With so many there is. */
  readonly with: number;
  /** Switched off when the search began; they come back so at its end. */
  readonly offBefore: readonly FeatureName[];
}

export type CulpritStep =
  | { readonly kind: 'try'; readonly on: readonly FeatureName[]; readonly questionsLeft: number }
  | { readonly kind: 'found'; readonly culprit: FeatureName }
  /** The trouble is there with all features off. */
  | { readonly kind: 'not a feature' };

/** Over all features that are on. @param off left as they are, during the search and after it */
export function beginSearch(off: readonly FeatureName[]): CulpritSearch {
  const order = FEATURE_NAMES.filter((name) => !off.includes(name));
  return { order, without: -1, with: order.length, offBefore: off };
}

/** What is to be tried next, or what was found. */
export function stepOf(search: CulpritSearch): CulpritStep {
  const [low, high] = [search.without, search.with];
  if (high === 0) return { kind: 'not a feature' };
  const culprit = search.order[high - 1];
  if (low >= 0 && high - low === 1 && culprit) return { kind: 'found', culprit };
  const questionsLeft = Math.ceil(Math.log2(low < 0 ? Math.max(1, high) : high - low)) + Number(low < 0);
  return { kind: 'try', on: search.order.slice(0, tried(search)), questionsLeft };
}

/** First without any: trouble that is there even then is not Deputy's to halve. */
const tried = ({ without, with: high }: CulpritSearch) => (without < 0 ? 0 : (without + high) >> 1);

/** The answer to the trial of `stepOf`. */
export function answerSearch(search: CulpritSearch, isStillThere: boolean): CulpritSearch {
  const at = tried(search);
  return isStillThere ? { ...search, with: at } : { ...search, without: at };
}

/** What is switched off for a step. */
export const offDuring = (on: readonly FeatureName[]): FeatureName[] =>
  FEATURE_NAMES.filter((name) => !on.includes(name));

/** A search as it was stored; null for anything else. */
export function readSearch(stored: unknown): CulpritSearch | null {
  const { order, without, with: high, offBefore } = (stored ?? {}) as Partial<Record<string, unknown>>;
  const isPlace = (n: unknown): n is number => Number.isInteger(n);
  if (!isNames(order) || !isNames(offBefore) || !isPlace(without) || !isPlace(high)) return null;
  if (without < -1 || high > order.length || high < 0 || without >= Math.max(high, 1)) return null;
  return { order, without, with: high, offBefore };
}

const isNames = (value: unknown): value is readonly FeatureName[] =>
  Array.isArray(value) && value.every((name) => FEATURE_NAMES.includes(name));

import type { FeatureName } from '@/lib/model/features';
import { FEATURE_NAMES, isFeatureName } from '@/lib/model/features';
import type { FeatureAnswers } from '@/lib/model/health';
import { type Instant, instant } from '@/lib/model/ids';

/** Kept for the browser's session: the background may be stopped in between. */
const ERRORS_KEY = 'health errors';
const MOST_WORDS = 300;

/** Messages of one feature alone; all others are the bars'. */
const FEATURE_OF: Readonly<Record<string, FeatureName>> = {
  'content-bg suggest': 'suggestions',
  'content-bg evidence': 'suggestions',
  'content-bg series history': 'suggestions',
  'content-bg sitting there': 'suggestions',
  'content-bg graph point': 'graphs',
  'content-bg keep point notes': 'graphs',
  'content-bg merge notes': 'own editor',
};

interface SessionArea {
  get(keys: string[]): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
}

export interface AnswerBook {
  /** Told of each answer that the background gives to a content script. */
  saw(name: string, answer: unknown): Promise<void>;
  read(): Promise<FeatureAnswers[]>;
}

/**
 * What the health page tells of the background's work: when a feature got its last good answer, and what its last error was. Only
 * errors are stored, and of these only words that Deputy itself has written.
 */
export function createAnswerBook(session: SessionArea, now: () => Instant): AnswerBook {
  const answered = new Map<FeatureName, Instant>();
  const errors = async () => readErrors((await session.get([ERRORS_KEY]))[ERRORS_KEY]);
  return {
    async saw(name, answer) {
      const feature = FEATURE_OF[name] ?? 'bars';
      const words = errorIn(answer);
      if (words === null) answered.set(feature, now());
      else {
        const known = (await errors()).filter((e) => e.feature !== feature);
        const error = { feature, at: now(), words: words.slice(0, MOST_WORDS) };
        await session.set({ [ERRORS_KEY]: [...known, error] });
      }
    },
    async read() {
      const known = await errors();
      return FEATURE_NAMES.map((feature) => {
        const error = known.find((e) => e.feature === feature);
        return {
          feature,
          answeredAt: answered.get(feature) ?? null,
          lastError: error ? { at: error.at, words: error.words } : null,
        };
      });
    },
  };
}

/** What went wrong, in Deputy's own words; null when nothing did. */
function errorIn(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const { deputyFailed, kind, problem, outcome } = answer as Record<string, unknown>;
  if (typeof deputyFailed === 'string') return `internal: ${deputyFailed}`;
  if (kind === 'failed' && typeof problem === 'object' && problem !== null) {
    const { kind: what, message } = problem as Record<string, unknown>;
    return `${String(what)}: ${String(message)}`;
  }
  return outcome === undefined ? null : errorIn(outcome);
}

function readErrors(
  stored: unknown,
): readonly { readonly feature: FeatureName; readonly at: Instant; readonly words: string }[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((entry: unknown) => {
    const { feature, at, words } = (entry ?? {}) as Record<string, unknown>;
    return isFeatureName(feature) && typeof at === 'number' && typeof words === 'string'
      ? [{ feature, at: instant(at), words }]
      : [];
  });
}

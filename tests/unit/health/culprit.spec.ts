import { describe, expect, it } from 'vitest';
import {
  answerSearch,
  beginSearch,
  type CulpritStep,
  offDuring,
  readSearch,
  stepOf,
} from '@/lib/health/culprit';
import { FEATURE_NAMES, type FeatureName } from '@/lib/model/features';

/** Answers as a person does who sees trouble whenever all of these are on. */
function search(trouble: readonly FeatureName[], off: readonly FeatureName[] = []) {
  let at = beginSearch(off);
  for (let questions = 0; ; questions++) {
    expect(questions).toBeLessThan(6);
    const step: CulpritStep = stepOf(at);
    if (step.kind !== 'try') return { step, questions };
    // what is on comes with what it builds on
    expect(step.on).toEqual(FEATURE_NAMES.filter((n) => !off.includes(n)).slice(0, step.on.length));
    at = answerSearch(at, trouble.length === 0 || trouble.every((name) => step.on.includes(name)));
    expect(readSearch(JSON.parse(JSON.stringify(at)))).toEqual(at);
  }
}

describe('the search for a culprit', () => {
  it.each(FEATURE_NAMES)('finds %s in at most four questions', (culprit) => {
    const { step, questions } = search([culprit]);
    expect(step).toEqual({ kind: 'found', culprit });
    expect(questions).toBeLessThanOrEqual(4);
  });

  it('finds the later one of two that make trouble together', () => {
    expect(search(['bars', 'keys']).step).toEqual({ kind: 'found', culprit: 'keys' });
  });

  it('says so when it is not a feature, by one question', () => {
    expect(search([])).toEqual({ step: { kind: 'not a feature' }, questions: 1 });
  });

  it('leaves what was off before alone', () => {
    expect(search(['keys'], ['cells', 'graphs']).step).toEqual({ kind: 'found', culprit: 'keys' });
    expect(offDuring(['bars'])).toEqual(FEATURE_NAMES.filter((n) => n !== 'bars'));
  });

  it.each([undefined, null, 7, {}, { order: ['x'], without: 0, with: 1, offBefore: [] }])(
    'begins anew after what is no search: %j',
    (stored) => expect(readSearch(stored)).toBeNull(),
  );
});

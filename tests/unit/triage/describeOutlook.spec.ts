import { describe, expect, it } from 'vitest';
import { alertId, pushId, revision } from '@/lib/model/ids';
import type { AlertOutlook, Next } from '@/lib/model/outlook';
import { byWeight, describeNext, describeOutlook } from '@/lib/triage/describeOutlook';
import type { NextRound } from '@/lib/triage/nextRound';

const view = (
  n: number,
  name: string,
  kind: AlertOutlook['kind'],
  sentence: string,
  pushes = 1,
): AlertOutlook => ({
  alertId: alertId(n),
  name,
  kind,
  word: kind,
  sentence,
  range:
    kind === 'push' || kind === 'range'
      ? {
          from: revision('a'.repeat(40)),
          to: revision('b'.repeat(40)),
          fromPush: pushId(1),
          toPush: pushId(1 + pushes),
          pushes,
          confidence: 0.99,
        }
      : null,
  suspects: [],
  report: '',
});
const NARROWER: Next = { kind: 'next round', sentence: 'Round 2 can narrow it down', reasons: [], aims: [] };
const DECIDED: Next = { kind: 'decided', sentence: 'The push is found: no further round is needed' };

describe('what the bar says of a round', () => {
  const amazon = view(1, 'amazon', 'range', 'step of +9.2 % confirmed at a..b, 2 pushes (99 % sure)', 2);
  const cnn = view(2, 'cnn', 'range', 'step of +8.8 % confirmed at a..b, 5 pushes (97 % sure)', 5);
  const ares6 = view(3, 'ares6', 'undecided', 'not yet');
  const wikipedia = view(4, 'wikipedia', 'no step', 'no step');
  const google = view(5, 'google', 'push', 'step of +2.0 % confirmed at c (99 % sure)');

  it('begins with the most telling finding and counts the others', () => {
    const views = [ares6, cnn, wikipedia, amazon].sort(byWeight);
    expect(views.map((v) => v.name)).toEqual(['amazon', 'cnn', 'wikipedia', 'ares6']);
    expect(describeOutlook(views, NARROWER)).toBe(
      'amazon and 1 more: step of +9.2 % confirmed at a..b, 2 pushes (99 % sure); 1 without a step, 1 undecided. Round 2 can narrow it down',
    );
  });

  it('puts a push that is found before any range, and says no more once it is decided', () => {
    expect(describeOutlook([amazon, google].sort(byWeight), DECIDED)).toBe(
      'google: step of +2.0 % confirmed at c (99 % sure); 1 with a step in a wider range',
    );
  });

  it('says what comes next while nothing is found', () => {
    expect(describeOutlook([ares6], { kind: 'waiting', sentence: 'Data is on its way' })).toBe(
      'Data is on its way',
    );
    expect(describeOutlook([], DECIDED)).toBe(DECIDED.sentence);
  });
});

describe('why a further round would help', () => {
  const round = (reasons: Extract<NextRound, { kind: 'next round' }>['reasons']): NextRound => ({
    kind: 'next round',
    number: 2,
    aims: [],
    reasons,
    findings: [],
  });
  const close = (n: number, name: string) => ({
    alertId: alertId(n),
    code: 'too close to call' as const,
    text: `${name}: the levels lie too close for the noise so far`,
  });

  it('is said once for tests that share it', () => {
    const said = describeNext(round([close(1, 'amazon'), close(2, 'cnn')]), []);
    expect(said).toMatchObject({
      sentence: 'Round 2 would help: amazon, cnn: the levels lie too close for the noise so far',
      reasons: ['amazon, cnn: the levels lie too close for the noise so far'],
    });
  });

  it('is narrowing when only ranges are left', () => {
    const text = 'amazon: the step is confirmed, but 2 pushes can be its cause';
    const said = describeNext(round([{ alertId: alertId(1), code: 'range too wide', text }]), []);
    expect(said).toMatchObject({ sentence: 'Round 2 can narrow it down', reasons: [text] });
  });

  it('is nothing when machines are to blame', () => {
    const next: NextRound = { kind: 'decided', findings: [{ alertId: alertId(1), kind: 'machines' }] };
    expect(describeNext(next, []).sentence).toMatch(/likely infra: no further round is offered$/);
  });
});

import { describe, expect, it } from 'vitest';
import type { Alert, AlertSummary } from '@/lib/model/alert';
import { signatureId, summaryId } from '@/lib/model/ids';
import { canRelate } from '@/lib/triage/relation';
import { alert, summary } from './fixtures';

const target = (over: Partial<AlertSummary> = {}, alerts: readonly Alert[] = []) =>
  summary(alerts, { id: summaryId(2), pushTime: 500, ...over });
const own = (alerts: readonly Alert[]) => summary(alerts, { repository: 'mozilla-beta', pushTime: 1000 });
const answer = (a: Alert, to: AlertSummary, kind: 'downstream' | 'reassigned' = 'downstream') =>
  canRelate(own([a]), to, a, kind)?.code ?? null;

describe('relating an alert to a summary', () => {
  it.each([
    ['an untriaged alert, to an older push of another branch', alert(1), target(), null],
    ['an acknowledged alert', alert(1, { status: 'acknowledged' }), target(), null],
    ['its own summary', alert(1), target({ id: summaryId(1) }), 'same summary'],
    ['an alert of another summary', alert(1, { summaryId: summaryId(7) }), target(), 'other owner'],
    [
      'what is so already',
      alert(1, { status: 'downstream', relatedSummaryId: summaryId(2) }),
      target(),
      'already so',
    ],
    [
      'one that points elsewhere',
      alert(1, { status: 'downstream', relatedSummaryId: summaryId(3) }),
      target(),
      'linked elsewhere',
    ],
    [
      'the same target in the other way',
      alert(1, { status: 'reassigned', relatedSummaryId: summaryId(2) }),
      target(),
      null,
    ],
    ['an invalid alert', alert(1, { status: 'invalid' }), target(), 'classified'],
    ['an alert of a status yet unknown', alert(1, { status: 'unknown 9' }), target(), 'classified'],
    ['another framework', alert(1), target({ framework: 1 }), 'other framework'],
    ['a younger push', alert(1), target({ pushTime: 1001 }), 'newer push'],
    ['a summary that was found invalid', alert(1), target({ status: 'invalid' }), 'target is closed'],
  ] as const)('%s: %s', (_, a, to, code) => {
    expect(answer(a, to)).toBe(code);
  });

  it('reassigns within one repository, to older and younger pushes', () => {
    expect(answer(alert(1), target(), 'reassigned')).toBe('other repository');
    expect(answer(alert(1), target({ repository: 'mozilla-beta', pushTime: 2000 }), 'reassigned')).toBeNull();
  });

  it('makes no circle with the same test, and names where a related target points', () => {
    const back = alert(5, { summaryId: summaryId(2), status: 'downstream', relatedSummaryId: summaryId(1) });
    const a = alert(5);
    expect(canRelate(own([a]), target({}, [back]), a, 'downstream')?.code).toBe('circle');
    const on = { ...back, relatedSummaryId: summaryId(9), signature: { ...a.signature, id: signatureId(8) } };
    expect(canRelate(own([a]), target({ status: 'downstream' }, [on]), a, 'downstream')).toEqual({
      code: 'target is linked',
      text: 'Summary #2 is itself downstream of #9.',
    });
  });
});

import { describe, expect, it } from 'vitest';
import { alertStatus, summaryStatus, testName } from '@/lib/model/alert';
import { revision, shortRevision } from '@/lib/model/ids';
import { nextStepOf } from '@/lib/model/nextSteps';
import { isUnderWay, type SendProgress } from '@/lib/model/sendProgress';

describe('statuses', () => {
  it('of alerts and of summaries part ways from 4 on', () => {
    expect([0, 1, 2, 3].map(alertStatus)).toEqual([0, 1, 2, 3].map(summaryStatus));
    expect([alertStatus(4), alertStatus(5)]).toEqual(['acknowledged', 'infra']);
    expect([4, 5, 6, 7, 8, 9].map(summaryStatus)).toEqual([
      'improvement',
      'investigating',
      'wontfix',
      'fixed',
      'backedout',
      'infra',
    ]);
  });

  it.each([6, 42, -1])('that are not known keep their number: %d', (n) => {
    expect(alertStatus(n)).toBe(`unknown ${n}`);
    expect(summaryStatus(n + 100)).toBe(`unknown ${n + 100}`);
  });
});

describe('names', () => {
  it.each([
    ['amazon', '', 'amazon'],
    ['amazon', 'amazon', 'amazon'],
    ['amazon', 'FirstVisualChange', 'amazon FirstVisualChange'],
  ])('of suite %s and test %j: %s', (suite, test, name) => expect(testName({ suite, test })).toBe(name));

  it('of a revision have 12 digits', () => {
    expect(shortRevision(revision('0123456789abcdef'.padEnd(40, '0')))).toBe('0123456789ab');
  });
});

describe('what helps', () => {
  it.each([
    ['no credentials', 'log in to Taskcluster'],
    ['credentials refused', 'log in to Taskcluster'],
    ['orphaned', 'reload'],
    ['server', 'try again'],
    ['network', 'try again'],
    ['scopes', 'advice'],
    ['claimed by someone else', 'advice'],
  ] as const)('with "%s" is: %s', (kind, step) => {
    expect(nextStepOf({ kind, message: '' }).kind).toBe(step);
  });

  it('is to try again with a kind that came in a message and is not known', () => {
    const unknown = { kind: 'of a later release', message: '' } as unknown as Parameters<
      typeof nextStepOf
    >[0];
    expect(nextStepOf(unknown)).toEqual({ kind: 'try again' });
  });
});

describe('a second send', () => {
  it.each([
    ['idle', false],
    ['changed', false],
    ['sent', false],
    ['stopped', false],
    ['checking', true],
    ['grace', true],
    ['planning', true],
    ['claiming', true],
    ['looking', true],
    ['sending', true],
    ['noting', true],
  ] as const)('while the first is at "%s" is held back: %s', (kind, held) => {
    expect(isUnderWay({ kind } as SendProgress)).toBe(held);
  });
});

import { describe, expect, it } from 'vitest';
import { createAnswerBook } from '@/lib/health/answerBook';
import { printReport, redacted } from '@/lib/health/report';
import { instant } from '@/lib/model/ids';
import { memoryStorage } from '../rounds/memoryStorage';

const SECRETS = [
  'sheriff@mozilla.com',
  'mozilla-ldap/sheriff@mozilla.com',
  'https://treeherder.mozilla.org/perfherder/alerts?id=123456',
  '#123456',
  '0123456789abcdef0123456789abcdef01234567',
  'VRzn3vi6RvSNaKTaT5u83A',
  '"someone’s note"',
];

describe('the health report', () => {
  it.each(SECRETS)('does not tell %s', (secret) => {
    const told = redacted(`Treeherder refused: ${secret} was not taken.`);
    expect(told).not.toContain(secret.replace(/["#]/g, ''));
    expect(told).toMatch(/^Treeherder refused: /);
  });

  it('tells what was looked for and found, ages and errors', async () => {
    const now = instant(10_000_000);
    const book = createAnswerBook(memoryStorage(), () => instant(now - 180_000));
    await book.saw('content-bg views', { views: [] });
    await book.saw('content-bg suggest', { deputyFailed: 'Error: of sheriff@mozilla.com' });
    await book.saw('content-bg read summary', {
      now: 1,
      outcome: { kind: 'failed', problem: { kind: 'http', message: 'Treeherder answered 500.' } },
    });
    const report = printReport({
      version: '1.2.3',
      browser: 'Firefox',
      now,
      off: ['keys'],
      answers: await book.read(),
      pages: [
        { tabId: 1, kind: 'alerts list', features: null },
        {
          tabId: 2,
          kind: 'graphs',
          features: [
            {
              feature: 'graphs',
              state: 'off by itself',
              anchors: [{ name: 'graphContainer', found: 0, expected: 'one', healthy: false }],
            },
          ],
        },
      ],
    });
    expect(report).toContain('Switched off: keys');
    expect(report).toContain(
      'Bars: last answer 3 min ago; last error 3 min ago: http: Treeherder answered 500.',
    );
    expect(report).toContain(
      'Suggestions: last answer none yet; last error 3 min ago: internal: Error: of <e-mail>',
    );
    expect(report).toContain('no answer from Deputy there');
    expect(report).toContain('MISSING graphContainer: 0 (one)');
    expect(report).not.toContain('mozilla.com');
  });

  it('keeps the last error while the background is stopped, and nothing broken', async () => {
    const session = memoryStorage();
    await createAnswerBook(session, () => instant(1)).saw('content-bg graph point', { deputyFailed: 'x' });
    const [graphs] = (await createAnswerBook(session, () => instant(2)).read()).filter(
      (a) => a.feature === 'graphs',
    );
    expect(graphs).toEqual({
      feature: 'graphs',
      answeredAt: null,
      lastError: { at: 1, words: 'internal: x' },
    });
    await session.set({ 'health errors': [null, 7, { feature: 'x', at: 1, words: 'y' }] });
    expect(
      (await createAnswerBook(session, () => instant(2)).read()).every((a) => a.lastError === null),
    ).toBe(true);
  });
});

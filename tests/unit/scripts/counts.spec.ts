import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countPlaywright, countSingle, countVitest } from '../../../scripts/counts.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function reportFile(report: unknown): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(report));
  return path;
}

describe('the counts that the last line of npm test sums up', () => {
  it('counts a step without tests as one', () => {
    expect(countSingle({ code: 0, output: '' })).toMatchObject({ passed: 1, failed: 0 });
    expect(countSingle({ code: 2, output: 'lint: a.ts' })).toMatchObject({
      passed: 0,
      failed: 1,
      failures: [{ what: 'ended with exit code 2', why: 'lint: a.ts' }],
    });
  });

  it('counts unit tests, and a file that does not load as a failure', () => {
    const path = reportFile({
      testResults: [
        {
          name: '/x/a.spec.ts',
          status: 'failed',
          message: '',
          assertionResults: [
            { status: 'passed', fullName: 'a', failureMessages: [] },
            { status: 'failed', fullName: 'b', failureMessages: ['expected 1'] },
            { status: 'skipped', fullName: 'c', failureMessages: [] },
          ],
        },
        { name: '/x/b.spec.ts', status: 'failed', message: 'cannot find module', assertionResults: [] },
      ],
    });
    const counts = countVitest({ code: 1, output: '' }, path);
    expect(counts).toMatchObject({ passed: 1, failed: 2, skipped: 1 });
    expect(counts.failures.map(({ why }) => why)).toEqual(['expected 1', 'cannot find module']);
  });

  it('counts browser tests of nested suites, with the failure in plain text', () => {
    const spec = (title: string, status: string, errors: unknown[] = []) => ({
      title,
      tests: [{ status, results: [{ errors }] }],
    });
    const path = reportFile({
      suites: [
        {
          title: 'round.spec.ts',
          specs: [spec('sends', 'expected'), spec('later', 'skipped')],
          suites: [
            {
              title: 'two sheriffs',
              specs: [spec('wait', 'unexpected', [{ message: '\u001b[31mboom\u001b[39m' }])],
            },
          ],
        },
      ],
      errors: [],
    });
    expect(countPlaywright({ code: 1, output: '' }, path)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 1,
      failures: [{ what: 'round.spec.ts > two sheriffs > wait', why: 'boom' }],
    });
  });

  it('never takes a tool that failed for a success, report or not', () => {
    expect(countVitest({ code: 1, output: 'no such option' }, join(folder, 'none.json')).failed).toBe(1);
    const allGood = reportFile({ suites: [{ title: 'a', specs: [], suites: [] }], errors: [] });
    expect(countPlaywright({ code: 1, output: 'worker died' }, allGood).failed).toBe(1);
  });
});

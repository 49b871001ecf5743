import { describe, expect, it } from 'vitest';
import { createSandbox } from '../sandbox/sandbox.ts';
import { CONTRACT } from './contract.ts';
import { runCase, takeSample } from './runContract.ts';
import { mismatch } from './shape.ts';

const BROWSERTIME = 13;

describe('the stand-in answers as the facts say', async () => {
  const reading = createSandbox();
  const sample = await takeSample((path) => reading.openTab({ user: null }).fetch(path), BROWSERTIME);

  it.each(CONTRACT)('$fact: $name', async (one) => {
    // what writes has a world of its own
    const sandbox = one.body === undefined ? reading : createSandbox();
    const tab = sandbox.openTab({ user: one.as === undefined || one.as === 'nobody' ? null : one.as });
    expect(await runCase(one, sample, (path, init) => tab.fetch(path, init), tab.csrfToken())).toBeNull();
  });

  it('every fact is named', () => {
    expect(
      CONTRACT.filter(
        (c) =>
          !/^(?:(treeherder-api|perfherder-ui|taskcluster-actions) [\d.]+|taskcluster services\/)/.test(
            c.fact,
          ),
      ),
    ).toEqual([]);
  });
});

describe('shapes', () => {
  it.each([
    ['int|null', 1.5],
    [{ a: 'string' }, {}],
    [['datetime'] as const, ['2026-08-20T14:03:11Z']],
    ['revision', 'abc'],
  ] as const)('%j does not fit %j', (shape, value) => {
    expect(mismatch(shape as never, value)).not.toBeNull();
  });
});

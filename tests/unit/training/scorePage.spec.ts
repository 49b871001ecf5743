// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { showScore } from '@/entrypoints/score/scorePage';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { scoreOfShift } from '../../sandbox/score.ts';

/** The page as a person reads it, with the sandbox behind it. */
async function shown(sandbox = createSandbox({ scenario: 'training' })): Promise<HTMLElement> {
  const { fetch } = sandbox.openTab({ user: null });
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) => fetch(url, init));
  const root = document.createElement('div');
  await showScore(root);
  return root;
}

describe('the page of the training score', () => {
  it('tells how many are right, what was spent for nothing, and of each what is to be done', async () => {
    const sandbox = createSandbox({ scenario: 'training' });
    // jobs for a summary that needs none
    const wrong = scoreOfShift(sandbox.world)?.summaries.find((s) => s.said.startsWith('mark all'));
    if (!wrong) throw new Error('Nothing is downstream.');
    sandbox.world.summary(wrong.summary).notes = [
      '[sheriff] round 1: 7 jobs',
      '',
      '-- deputy 1 --',
      'sent 1 0123456789ab abcdef123456 7 AAAAAAAAAAAAAAAAAAAAAA',
      '-- /deputy --',
    ].join('\n');
    const score = scoreOfShift(sandbox.world);
    const page = await shown(sandbox);
    expect(page.querySelector('h1')?.textContent).toBe(`${score?.right} of 12 right`);
    expect(page.querySelector('p')?.textContent).toBe('7 jobs asked for, 7 of them for nothing.');
    const rows = [...page.querySelectorAll('li')].map((li) => li.textContent);
    expect(rows).toHaveLength(12);
    const row = rows.find((text) => text?.includes(`#${wrong.summary} `));
    expect(row).toContain(`not right #${wrong.summary} ${wrong.title}: 7 jobs for nothing`);
    expect(row).toContain(wrong.why);
  });

  it('does not give reasons where all is right', async () => {
    const sandbox = createSandbox({ scenario: 'training' });
    const right = scoreOfShift(sandbox.world)?.summaries.find((s) => s.verdict === 'right');
    const rows = [...(await shown(sandbox)).querySelectorAll('li')].map((li) => li.textContent);
    expect(rows.find((text) => text?.includes(`#${right?.summary} `))?.trim()).toBe(
      `right #${right?.summary} ${right?.title}: ${right?.said}.`,
    );
  });

  it('says how to start where there is no training shift, or no sandbox', async () => {
    const words = 'Start the training shift first: npm start -- --scenario training';
    expect((await shown(createSandbox({ scenario: 'quiet' }))).textContent).toBe(words);
    const root = document.createElement('div');
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    await showScore(root);
    expect(root.textContent).toBe(words);
  });
});

import { expect, it } from 'vitest';
import { summaryId } from '@/lib/model/ids';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { mainSummary } from '../../contract/asking.ts';
import { openBrowser } from './browser';

it('goes', async () => {
  for (let i = 0; i < 12; i++) {
    let t = performance.now();
    const sandbox = createSandbox({ scenario: 'two-sheriffs' });
    const t0 = performance.now() - t;
    t = performance.now();
    const tab = openBrowser(sandbox).openTab();
    const id = summaryId(mainSummary(sandbox).id);
    const desk = await tab.look(id);
    const t1 = performance.now() - t;
    t = performance.now();
    sandbox.log.clear();
    await desk.send();
    console.log('world', t0 | 0, 'look', t1 | 0, 'send', (performance.now() - t) | 0);
    if (i === 11) for (const e of sandbox.log.entries) console.log(e.method, e.host.slice(0,6), e.path.slice(0, 110), e.status, e.by);
  }
  expect(1).toBe(1);
}, 60000);

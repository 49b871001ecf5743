import { expect, it } from 'vitest';
import { summaryId } from '@/lib/model/ids';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { mainSummary } from '../../contract/asking.ts';
import { openBrowser } from './browser';

it('goes', async () => {
  const sandbox = createSandbox({ scenario: 'two-sheriffs' });
  const tab = openBrowser(sandbox).openTab();
  const id = summaryId(mainSummary(sandbox).id);
  let t = performance.now();
  const desk = await tab.look(id);
  console.log('look', performance.now() - t);
  const s = desk.state();
  console.log(s.planState.kind === 'ready' ? { ...s.planState.report.plan, cells: s.planState.report.plan.cells.length } : s.planState);
  t = performance.now();
  sandbox.log.clear();
  await desk.send();
  console.log('send', performance.now() - t);
  console.log(tab.progress.map((p) => p.kind), JSON.stringify(tab.progress.at(-1)).slice(0, 800));
  console.log(sandbox.world.summary(id).notes);
  for (const e of sandbox.log.entries) console.log(e.method, e.host, e.path.slice(0, 110), e.status);
  expect(1).toBe(1);
});

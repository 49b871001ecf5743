import { ownPageProblems } from './driver/accessibility.ts';
import { uncaught } from './driver/alertsPage.ts';
import { expect, test } from './driver/fixtures.ts';

test.use({ scenario: 'week' });

test('the dashboard shows what waits for whom, and tells it to the next sheriff', async ({
  session,
  sandbox,
}) => {
  sandbox.log.clear();
  const tab = await session.extensionTab('dashboard.html');
  const queue = (name: string) => tab.byRole('region', new RegExp(`^${name}: \\d+$`));
  const filter = tab.byRole('form', 'Filter');

  await test.step('queues of the role, read without a login in at most twelve requests', async () => {
    await queue('untriaged').wait();
    expect(await tab.byRole('heading', /^\w/).texts()).toEqual([
      'Performance alerts: the shift',
      'stuck 45',
      'untriaged 75',
      'collecting data 15',
    ]);
    expect(sandbox.log.find({ path: /^\/api\// }).length).toBeLessThanOrEqual(12);
    expect(await ownPageProblems(tab)).toEqual([]);
  });

  await test.step('filters stay in the address, also over a reload', async () => {
    await filter.byRole('combobox', 'Role').choose('perf sheriff');
    await queue('data ready: data coming').waitForText(/10 of 40 points/);
    await filter.byRole('combobox', 'Framework').choose('talos');
    await filter.byRole('searchbox', 'Search').type('ts_paint second');
    await tab.waitForUrl(/role=perf\+sheriff.*text=ts_paint\+second.*framework=talos/);
    const left = await tab.byRole('heading', /^\w/).texts();
    await tab.reload();
    await queue('stuck').wait();
    expect(await tab.byRole('heading', /^\w/).texts()).toEqual(left);
    await filter.byRole('searchbox', 'Search').fill('nothing of the sort');
    await tab.byCss('.empty').waitForText(/Nothing waits for a perf sheriff under this filter/);
    await filter.byRole('button', 'Clear').click();
    await queue('needs bug').wait();
  });

  await test.step('what a colleague touched is marked until it was seen', async () => {
    expect(await tab.byCss('.badge').count()).toBeGreaterThan(0);
    await tab.byRole('button', 'Mark all as seen').click();
    await tab.byCss('.badge').gone();
  });

  await test.step('a server that fails is said, and what was read stays', async () => {
    const before = await tab.byRole('heading', /^\w/).texts();
    const fault = sandbox.faults.add({
      match: { path: '/alertsummary/' },
      effect: { kind: 'status', status: 404 },
    });
    await tab.byRole('button', 'Read again').click();
    await tab.byRole('alert').waitForText(/Nothing was changed\. Read again in a minute\./);
    expect(fault.hits).toBeGreaterThan(0);
    expect(await tab.byRole('heading', /^\w/).texts()).toEqual(before);
    sandbox.faults.clear();
    await tab.byRole('button', 'Read again').click();
    await tab.byRole('alert').gone();
  });
  expect(uncaught(tab)).toEqual([]);
});

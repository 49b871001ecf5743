import { KINDS, QUEUE_OF, WEEK_SUMMARIES } from '../sandbox/scenarios/week.ts';
import { weekAnswers } from '../sandbox/scenarios/weekAnswers.ts';
import { ownPageProblems } from './driver/accessibility.ts';
import { uncaught } from './driver/alertsPage.ts';
import { expect, test } from './driver/fixtures.ts';

const HOUR_MS = 3_600_000;

test.use({ scenario: 'week' });

/** Headings of the performance sheriff's queues, as the week was made: every other summary is of talos, ten in turn are one sheriff's. */
function waitingFor(framework: 'talos', who: 'second'): string[] {
  const all = Array.from({ length: WEEK_SUMMARIES }, (_, n) => n)
    .filter(
      (n) =>
        n % 2 === (framework === 'talos' ? 1 : 0) && Math.floor(n / 10) % 2 === (who === 'second' ? 1 : 0),
    )
    .map((n) => QUEUE_OF[KINDS[n % KINDS.length] ?? 'fixed'] ?? '');
  return ['stuck', 'data ready: complete', 'data ready: data coming', 'needs data', 'needs bug']
    .map((queue) => `${queue} ${all.filter((one) => one === queue).length}`)
    .filter((heading) => !heading.endsWith(' 0'));
}

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

  await test.step('each row has its clock, in words and colour, whatever day it is', async () => {
    const rows = await queue('untriaged')
      .byCss('table.shift')
      .evaluate((table) =>
        [...(table as HTMLTableElement).rows].slice(1).map(({ cells }) => {
          const bug = cells[5];
          return {
            id: Number(/\d+/.exec(cells[0]?.textContent ?? '')?.[0]),
            bug: bug?.textContent,
            look: bug?.className,
          };
        }),
      );
    expect(rows.length).toBeGreaterThan(20);
    const clocks = rows.map(({ id, bug, look }) => {
      const age = (sandbox.clock.now() - sandbox.world.summary(id).created) / HOUR_MS;
      // a bug in 24 hours, else in 36, nights and weekends included
      const left = age < 24 ? 24 - age : 36 - age;
      const [, words, number, unit = ''] = /^bug (due in|overdue by) (\d+) (min|h|d)$/.exec(bug ?? '') ?? [];
      const said = Number(number) * { min: 1 / 60, h: 1, d: 24 }[unit as 'h'];
      const isNear = Math.abs(said - Math.abs(left)) <= (unit === 'd' ? 24 : 1);
      const colour = left < 0 ? 'overdue' : left <= 4 ? 'soon' : 'calm';
      return isNear && (words === 'overdue by') === left < 0 && look === colour
        ? 'right'
        : `#${id} ${bug} ${look}: ${left} h`;
    });
    expect(clocks.filter((clock) => clock !== 'right')).toEqual([]);
    expect(new Set(rows.map(({ look }) => look)).size).toBeGreaterThan(1);
  });

  await test.step('filters stay in the address, also over a reload', async () => {
    await filter.byRole('combobox', 'Role').choose('perf sheriff');
    await queue('data ready: data coming').waitForText(/10 of 40 points/);
    await filter.byRole('combobox', 'Framework').choose('talos');
    await filter.byRole('searchbox', 'Search').type('ts_paint second');
    await tab.waitForUrl(/role=perf\+sheriff.*text=ts_paint\+second.*framework=talos/);
    const left = await tab.byRole('heading', /^\w/).texts();
    expect(left.slice(1).sort()).toEqual(waitingFor('talos', 'second').sort());
    await tab.reload();
    await queue('stuck').wait();
    expect(await tab.byRole('heading', /^\w/).texts()).toEqual(left);
    await filter.byRole('searchbox', 'Search').fill('nothing of the sort');
    await tab.byCss('.empty').waitForText(/Nothing waits for a perf sheriff under this filter/);
    await filter.byRole('button', 'Clear').click();
    await queue('needs bug').wait();
  });

  await test.step('the shift report is copied as plain text', async () => {
    await tab.byRole('button', 'Copy shift report').click();
    await tab.byRole('status').waitForText(/is in the clipboard/);
    // pasted where it is looked at; a line of its own has no line ends
    await filter.byRole('searchbox', 'Search').fill('');
    await filter.byRole('searchbox', 'Search').press('Control+v');
    expect(await filter.byRole('searchbox', 'Search').value()).toMatch(
      /^Performance alerts, shift report of .*Stuck: 45.*Waiting for data: 45/,
    );
    await filter.byRole('button', 'Clear').click();
    await queue('needs bug').wait();
  });

  await test.step('what a colleague touched is marked until it was seen', async () => {
    await filter.byRole('combobox', 'Sort').choose('last touched first');
    await tab
      .byCss('.badge')
      .nth(0)
      .waitForText(/^changed by (sheriff|second)$/);
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

test('how we are doing: charts with their numbers, and the same numbers as files', async ({
  session,
  sandbox,
}) => {
  sandbox.log.clear();
  const tab = await session.extensionTab('dashboard.html?view=figures&weeks=2');
  const section = tab.byRole('region', 'Time to bug');
  await section.wait();
  // the queues are not looked at, and not read
  expect(sandbox.log.find({ path: /^\/api\// }).length).toBe(3);
  expect(await tab.byRole('img', /^Chart: /).count()).toBe(7);

  const answers = weekAnswers(sandbox.world);
  const bugs = answers
    .flatMap((a) => (a.bugAt === null ? [] : [(a.bugAt - a.created) / HOUR_MS]))
    .sort((a, b) => a - b);
  const middle = ((bugs[bugs.length / 2 - 1] ?? 0) + (bugs[bugs.length / 2] ?? 0)) / 2;
  const owed = answers.filter((a) => a.owesBug).length;
  const cells = await section.byRole('row', /^all/).byRole('cell').texts();
  expect(cells.slice(0, 3)).toEqual([String(bugs.length), String(owed), `${middle.toFixed(1)} h`]);

  const csv = decodeURIComponent((await tab.byRole('link', 'Save as CSV').attribute('href')) ?? '');
  expect(csv).toMatch(/\r\nall,300,/);
  expect(await ownPageProblems(tab)).toEqual([]);

  await tab.byRole('button', 'What waits').click();
  await tab.byRole('region', /^untriaged: \d+$/).wait();
  expect(uncaught(tab)).toEqual([]);
});

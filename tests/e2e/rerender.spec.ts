import { addSummary } from '../sandbox/scenarios/alerts.ts';
import type { SandboxServer } from '../sandbox/server.ts';
import { openAlerts, uncaught } from './driver/alertsPage.ts';
import { expect, test } from './driver/fixtures.ts';
import type { Tab } from './driver/tab.ts';
import { done, not, until } from './driver/until.ts';

test.use({ scenario: 'big' });

/** The full run forces some fifty re-renders; the short one goes once over each of the page's controls in every place. */
const FULL = process.env.DEPUTY_FULL === '1';
/** Laps over the controls that the page answers by itself. */
const LAPS = FULL ? 4 : 1;
/** What the laps and the steps after them come to at least. */
const FORCED_RERENDERS = FULL ? 50 : 25;
const SUMMARIES_ON_A_PAGE = 10;

/** What stands on the page: by the rules of the host page and of Deputy, and all that breaks them. */
function census(tab: Tab) {
  return tab.evaluate(() => {
    const main = document.querySelector('#perf-main') ?? document.body;
    const forms = [...main.querySelectorAll('form')];
    const rows = [...main.querySelectorAll('tr[aria-label="Alert table row"]')];
    const problems: string[] = [];
    const check = (isRight: boolean, words: string) => void (isRight || problems.push(words));
    for (const form of forms) {
      const title = form.querySelector('[data-testid^="alert summary "][data-testid$=" title"]');
      const id = /\d+/.exec(title?.getAttribute('data-testid') ?? '')?.[0];
      const bars = form.querySelectorAll('deputy-bar');
      check(bars.length === 1, `summary ${id} has ${bars.length} bars`);
      check(bars[0]?.nextElementSibling?.localName === 'table', `the bar of ${id} is not above its table`);
      const name = bars[0]?.shadowRoot?.querySelector('section')?.getAttribute('aria-label');
      check(name === `Deputy: alert #${id}`, `the bar of ${id} is called ${name}`);
      const titles = form.querySelectorAll('tr.subtest-header > th[data-deputy]');
      check(titles.length === 1, `summary ${id} has ${titles.length} column titles`);
    }
    for (const row of rows) {
      const cells = row.querySelectorAll(':scope > td[data-deputy]');
      const id = row.getAttribute('data-testid');
      check(cells.length === 1 && row.firstElementChild === cells[0], `row ${id} has ${cells.length} cells`);
      check(cells[0]?.getAttribute('data-alert') === id, `the cell of row ${id} is that of another`);
      const marks = cells[0]
        ?.querySelector('deputy-cell')
        ?.shadowRoot?.querySelectorAll('button[aria-pressed]');
      check(marks?.length === 1, `row ${id} has ${marks?.length} marks`);
    }
    // one line above the list, one overlay
    const own = document.querySelectorAll('[data-deputy]').length;
    const due = 2 * forms.length + rows.length + 2;
    check(own === due, `${own} nodes of Deputy's stand in the page, ${due} are due`);
    return { forms: forms.length, rows: rows.length, problems };
  });
}

/** Waits until the page and Deputy have come to rest, and there are no broken rules; gives the numbers. */
function atRest(tab: Tab, summaries: number, isDue: (rows: number) => boolean = () => true) {
  return until('exactly one bar a summary and one cell a row', async () => {
    const { forms, rows, problems } = await census(tab);
    if (forms !== summaries || !isDue(rows)) return not(`there are ${forms} summaries, ${rows} rows`);
    return problems.length === 0 ? done({ forms, rows }) : not(problems.slice(0, 5).join('; '));
  });
}

/** Waits until page and Deputy ask for nothing more: a third of a second without a request. */
function readingDone(tab: Tab, sandbox: SandboxServer): Promise<void> {
  return until('all to be read', async () => {
    const before = sandbox.log.entries.length;
    await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    return sandbox.log.entries.length === before ? done(undefined) : not('there are more requests');
  });
}

/** What a lap does, each step a re-render that the page makes by itself. */
type Step = 'sort' | 'select' | 'select all' | 'unfold' | 'star' | 'hide';

/** Presses the page's own controls in the page, a frame or two apart, each in every summary that has it; gives the re-renders. */
function pressOwnControls(tab: Tab, steps: readonly Step[]): Promise<number> {
  return tab.evaluate(async (wanted) => {
    const selectors: Record<string, string> = {
      sort: 'form tr.subtest-header button[title^="Sorted in"]',
      select: 'form tr[aria-label="Alert table row"] input[type="checkbox"]',
      'select all': 'form input[data-testid^="alert summary "]',
      unfold: '[data-testid="show-more-alerts"], [data-testid="show-less-alerts"]',
      star: 'form tr[aria-label="Alert table row"] button[data-testid$=" star"]',
    };
    const frames = async (n: number) => {
      for (let i = 0; i < n; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    };
    let pressed = 0;
    for (const [turn, step] of wanted.entries()) {
      const all =
        step === 'hide'
          ? [...document.querySelectorAll('button')].filter((b) =>
              b.textContent?.startsWith('Hide downstream'),
            )
          : [...document.querySelectorAll<HTMLElement>(selectors[step] ?? '')];
      // another one each time, so that other summaries and columns have their turn
      const control = all[(turn * 7) % Math.max(1, all.length)];
      if (control === undefined) throw new Error(`the page has no control to ${step}`);
      control.click();
      pressed += 1;
      await frames(2);
    }
    return pressed;
  }, steps);
}

// The page is long: here its controls are found by selectors, which takes no look at every element's role and name.

/** Types a filter text as the list wants it: Enter makes it work. */
async function filter(tab: Tab, text: string): Promise<void> {
  const field = tab.byCss('input[aria-label="filter text"]');
  await field.fill(text);
  await field.press('Enter');
}

/** Opens the menu of the filters that shows `from` and takes `to`. */
async function chooseStatus(tab: Tab, from: string, to: string): Promise<void> {
  await tab.evaluate(
    async ([open, wanted]) => {
      const main = document.querySelector('#perf-main');
      const buttons = [...(main?.querySelectorAll<HTMLElement>('button.dropdown-toggle') ?? [])];
      buttons.find((b) => b.textContent?.trim() === open && b.closest('form') === null)?.click();
      for (let i = 0; i < 10; i++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const items = [...document.querySelectorAll<HTMLElement>('.dropdown-item')];
        const item = items.find((it) => it.textContent?.trim() === wanted && it.closest('form') === null);
        if (item) return item.click();
      }
      throw new Error(`the page offers no status "${wanted}"`);
    },
    [from, to] as const,
  );
}

/** Two more summaries, so that there is a second page. */
function addSecondPage(sandbox: SandboxServer): void {
  const { world } = sandbox;
  const [first] = world.summaries.values();
  if (first === undefined) throw new Error('the big page has summaries');
  const series = world.alertsOf(first.id).map(({ seriesId }) => world.seriesById(seriesId));
  // each push has one summary of a framework
  const taken = new Set([...world.summaries.values()].map(({ pushId }) => pushId));
  const { repository } = world.push(first.pushId);
  const free = [...world.pushes.values()].filter((p) => p.repository === repository && !taken.has(p.id));
  for (const [i, rows] of [series.slice(0, 3), series.slice(3, 5)].entries()) {
    const push = free.at(-1 - i);
    if (push === undefined) throw new Error('every push has a summary');
    addSummary(world, {
      push,
      prevPush: world.push(first.prevPushId),
      frameworkId: first.frameworkId,
      created: first.created - 86_400_000,
      alerts: rows.map((one) => ({ series: one })),
    });
  }
}

test('re-renders leave one bar a summary and one cell a row', async ({ driver, sandbox }) => {
  test.slow(); // three hundred rows, laid out again and again
  await driver.resize(1400, 400); // few bars in view: this is about what stands in the page, not about plans
  addSecondPage(sandbox);
  await openAlerts(driver);
  const first = await atRest(driver, SUMMARIES_ON_A_PAGE);
  const quiet: Step[] = [
    'sort',
    'select',
    'unfold',
    'sort',
    'select all',
    'unfold',
    'sort',
    'select',
    'sort',
  ];
  let rerenders = 0;

  await test.step('what the page does by itself asks the server for nothing', async () => {
    await readingDone(driver, sandbox);
    sandbox.log.clear();
    for (let lap = 0; lap < LAPS; lap++) rerenders += await pressOwnControls(driver, quiet);
    await atRest(driver, SUMMARIES_ON_A_PAGE);
    expect(sandbox.log.entries.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  await test.step('what makes the page read again', async () => {
    // a star is written, and the summary read anew
    rerenders += await pressOwnControls(driver, ['star', 'star', 'hide', 'hide']);
    await chooseStatus(driver, 'untriaged', 'downstream');
    await atRest(driver, 0);
    await chooseStatus(driver, 'downstream', 'untriaged');
    await atRest(driver, SUMMARIES_ON_A_PAGE);
    await filter(driver, 'nytimes');
    const fewer = await atRest(driver, SUMMARIES_ON_A_PAGE, (rows) => rows < first.rows);
    await filter(driver, '');
    await atRest(driver, SUMMARIES_ON_A_PAGE, (rows) => rows > fewer.rows);
    // the page reads once more, and shows whichever answer comes last
    await readingDone(driver, sandbox);
    await driver.byCss('[aria-label="Go to page 2"]').nth(0).click();
    await atRest(driver, 2);
    await driver.byCss('[aria-label="Go to page 1"]').nth(0).click();
    rerenders += 6;
  });

  await test.step('all together, as fast as it goes', async () => {
    await atRest(driver, SUMMARIES_ON_A_PAGE);
    rerenders += await pressOwnControls(driver, [
      'sort',
      'star',
      'unfold',
      'hide',
      'sort',
      'star',
      'hide',
      'unfold',
    ]);
    await atRest(driver, SUMMARIES_ON_A_PAGE);
  });

  expect(rerenders).toBeGreaterThanOrEqual(FORCED_RERENDERS);
  expect(uncaught(driver)).toEqual([]);
});

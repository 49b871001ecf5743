import {
  askedJobs,
  barOf,
  firedHooks,
  mainSummary,
  notesRow,
  openAlerts,
  pressSend,
  testJobs,
  uncaught,
  writes,
} from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import type { Tab } from './driver/tab.ts';

test.use({ settings: QUICK });

const MARKUP = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>&lt;b&gt;{{7*7}}';
/** Right-to-left override, an isolate, zero-width joiner, bell, escape, line separator. */
const CONTROL = '\u202egnp.exe\u2066x\u200d\u0007\u001b[31m\u2028';
const LONG_NOTES_BYTES = 10 * 1024 * 1024;

/** Elements that text from outside would have become, in the page and in all parts of Deputy. */
const madeOfMarkup = (tab: Tab) =>
  tab.evaluate(() => {
    const roots = [...document.querySelectorAll('[data-deputy], [data-deputy] *')].flatMap(
      (element) => element.shadowRoot ?? [],
    );
    const found = [document, ...roots].flatMap((root) => [...root.querySelectorAll('img[onerror], script')]);
    const isOurs = (element: Element) => element.outerHTML.includes('pwned');
    return {
      ran: 'pwned' in window,
      elements: found.filter(isOurs).map((element) => element.outerHTML),
    };
  });

test('markup, bidi and control characters in notes and names stay text, and notes of 10 MB are borne', async ({
  driver,
  sandbox,
}) => {
  test.slow();
  const summary = mainSummary(sandbox);
  const { id } = summary;
  const told = `[second] ${MARKUP} ${CONTROL}\n-- deputy 1 --\nstate ${MARKUP} second 2026-13-45T99:00:00Z\n-- /deputy --`;
  summary.notes = told;
  for (const { seriesId } of sandbox.world.alertsOf(id)) {
    const series = sandbox.world.series.get(seriesId);
    if (series) Object.assign(series, { suite: `${CONTROL}${series.suite}`, test: MARKUP });
  }
  const other = [...sandbox.world.summaries.values()].find((s) => s.id === id - 1);
  if (!other) throw new Error('no other summary');
  const line = `[second] ${MARKUP}\n`;
  other.notes = line.repeat(LONG_NOTES_BYTES / line.length);
  const before = other.notes;

  await openAlerts(driver);
  const { bar, plan, dialog, state } = barOf(driver, id);
  await state.waitForText(/^untriaged/);
  await plan.click();
  await dialog.byCss('table.grid').wait();
  expect(await dialog.text()).toContain('onerror');
  await dialog.byRole('button', 'Close').click();

  await bar.byRole('button', `Notes of alert #${id}`).click();
  const notes = driver.byRole('dialog', `Notes of alert #${id}`);
  await notes.byRole('combobox', 'Template').choose('No template');
  await notes.byRole('textbox', 'Comment').fill(`${MARKUP} mine`);
  await notes.byRole('button', 'Save notes').waitForAttribute('aria-disabled', 'false');
  await notes.byRole('button', 'Save notes').click();
  await notes.gone();
  await notesRow(driver, id).waitForText(/mine/);
  expect(sandbox.world.summary(id).notes).toContain(`${MARKUP} mine`);
  expect(sandbox.world.summary(id).notes).toContain(told);

  // beside megabytes of notes the bar works as any other; nothing of them was touched
  await barOf(driver, other.id).state.waitForText(/^untriaged/);
  expect(other.notes).toBe(before);
  expect(await madeOfMarkup(driver)).toEqual({ ran: false, elements: [] });
  expect(uncaught(driver)).toEqual([]);
});

test('a store full of nonsense is read as far as it goes: the bar stands and a round is sent', async ({
  driver,
  session,
  sandbox,
}) => {
  const { id } = mainSummary(sandbox);
  await session.reset({
    settings: { ...QUICK, role: 7, off: 'everything', rules: [null], templates: { a: MARKUP } },
    [`journal:${id} 1 1`]: 'not a record',
    [`journal:${id} 1 2`]: { version: 99, push: {} },
    'journal:': [[[]]],
    cancels: MARKUP,
    __proto__: { a: 1 },
    nothing: null,
  });
  const tab = await session.newTab();
  await openAlerts(tab);
  const before = testJobs(sandbox);
  await barOf(tab, id).send.waitEnabled();
  await pressSend(tab, id);
  await barOf(tab, id).state.waitForText(/^data ready/);
  const posts = firedHooks(sandbox);
  expect(askedJobs(posts)).toBeGreaterThan(0);
  sandbox.clock.advance(3600);
  expect(testJobs(sandbox) - before).toBe(askedJobs(posts));
  expect(uncaught(tab)).toEqual([]);
  expect(uncaught(driver)).toEqual([]);
});

test('a full store: nothing leaves that could not be recorded, and it is said', async ({
  driver,
  session,
  kind,
  sandbox,
}) => {
  test.skip(kind !== 'chromium', 'Firefox gives extensions as much as the disk has');
  const { id } = mainSummary(sandbox);
  await openAlerts(driver);
  const { send, problem } = barOf(driver, id);
  await send.waitEnabled();
  const page = await session.extensionTab('manifest.json');
  await page.evaluate(async () => {
    const { storage } = (globalThis as unknown as { chrome: Stores }).chrome;
    let size = storage.local.QUOTA_BYTES;
    for (let n = 0; size > 10; n++) {
      // smaller and smaller, until not a word goes in
      const stored = storage.local.set({ [`f${n}`]: 'x'.repeat(size) });
      await stored.catch(() => {
        size = Math.floor(size / 2);
      });
    }
  });
  await page.close();
  await driver.front();
  await pressSend(driver, id);
  await problem.waitForText(/[Nn]othing (was|has been) sent/);
  expect(firedHooks(sandbox)).toEqual([]);
  expect(writes(sandbox).filter(({ body }) => /round 1 pending/.test(body ?? ''))).toEqual([]);
  expect(uncaught(driver)).toEqual([]);
});

interface Stores {
  storage: { local: { QUOTA_BYTES: number; set(items: Record<string, string>): Promise<void> } };
}

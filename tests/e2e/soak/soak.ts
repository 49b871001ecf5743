import { ALERTS_PAGE } from '../../../scripts/arguments.ts';
import { seeded } from '../../sandbox/random.ts';
import type { SandboxServer } from '../../sandbox/server.ts';
import { barOf, press, uncaught } from '../driver/alertsPage.ts';
import type { Tab } from '../driver/tab.ts';
import { done, not, until } from '../driver/until.ts';

export interface SoakResult {
  /** How often each action was done; one whose control was not there at that moment counts under "nothing to do". */
  readonly did: Readonly<Record<string, number>>;
  /** What is wrong at the end; empty when nothing is. */
  readonly problems: readonly string[];
  readonly notes: number;
}

const ROWS = 'tr[aria-label="Alert table row"]';

/**
 * A sheriff who presses what comes to hand, and a colleague who writes notes in between. At the end each summary has one bar, no
 * error was thrown, and every note that was written and not taken back is there.
 */
export async function soak(
  tab: Tab,
  sandbox: SandboxServer,
  { actions, seed, say = () => {} }: { actions: number; seed: string; say?: (line: string) => void },
): Promise<SoakResult> {
  const source = seeded(seed);
  const random = () => source.next();
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const did: Record<string, number> = {};
  const problems: string[] = [];
  /** What has to stand in whose notes at the end. */
  const written = new Map<string, number>();
  const shown = () =>
    tab.evaluate(() =>
      [
        ...document.querySelectorAll(
          '#perf-main form [data-testid^="alert summary "][data-testid$=" title"]',
        ),
      ].map((title) => Number(/\d+/.exec(title.getAttribute('data-testid') ?? '')?.[0])),
    );
  const inBar = (id: number, name: string | RegExp) => barOf(tab, id).bar.byRole('button', name);
  /** Presses one of the page's own controls; false when there is none. */
  const pressOwn = (css: string) =>
    tab.evaluate(
      ({ selector, place }) => {
        const all = [...document.querySelectorAll<HTMLElement>(selector)];
        all[Math.floor(place * all.length)]?.click();
        return all.length > 0;
      },
      { selector: css, place: random() },
    );
  const settled = async (id: number) => {
    const now = inBar(id, 'Write now');
    if ((await now.count()) > 0) await press(now, barOf(tab, id).bar, async () => (await now.count()) === 0);
  };

  /** Nothing waits in its grace, and nothing is on its way: leaving the page ends what waits there, as it should. */
  const allSettled = async () => {
    for (const id of await shown()) await settled(id);
    await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1500)));
  };

  const kinds: Record<string, (id: number, n: number) => Promise<boolean>> = {
    sort: () => pressOwn('form tr.subtest-header button[title^="Sorted in"]'),
    star: () => pressOwn(`form ${ROWS} button[data-testid$=" star"]`),
    select: () => pressOwn(`form ${ROWS} input[type="checkbox"]`),
    unfold: () => pressOwn('[data-testid="show-more-alerts"], [data-testid="show-less-alerts"]'),
    reload: async () => {
      await allSettled();
      await tab.reload();
      return true;
    },
    'other page and back': async () => {
      await allSettled();
      await tab.open(`${ALERTS_PAGE}&hideImprovements=1`);
      await tab.byCss(ROWS).nth(0).wait();
      await tab.back();
      // the page may have gone forward again by itself
      if (tab.url().includes('hideImprovements')) await tab.open(ALERTS_PAGE);
      await tab.byCss(ROWS).nth(0).wait();
      return true;
    },
    mark: async (id) => {
      const form = `form:has([data-testid="alert summary ${id} title"])`;
      const marks = tab.byCss(form).byRole('button', /^Retriggered: /);
      const count = await marks.count();
      if (count === 0) return false;
      await marks.nth(Math.floor(random() * count)).click();
      return true;
    },
    note: async (id, n) => {
      const open = inBar(id, `Notes of alert #${id}`);
      if ((await open.count()) === 0) return false;
      await open.click();
      const dialog = tab.byRole('dialog', `Notes of alert #${id}`);
      const words = `soak ${seed} ${n}.`;
      await dialog.byRole('combobox', 'Template').choose('No template');
      await dialog.byRole('textbox', 'Comment').fill(words);
      await dialog
        .byRole('button', 'Save notes')
        .waitForAttribute('aria-disabled', 'false')
        .catch(() => {});
      await dialog.byRole('button', 'Save notes').click();
      await dialog.gone();
      written.set(words, id);
      const now = inBar(id, 'Write now');
      await now.wait().catch(() => {});
      await settled(id);
      await until(`the note "${words}" to be written`, async () =>
        (sandbox.world.summary(id).notes ?? '').includes(words) ? done(true) : not('it is not there'),
      );
      return true;
    },
    'a colleague’s note': async (id, n) => {
      // between this browser's read and its write nobody can come: the server keeps the last writer
      await allSettled();
      const summary = sandbox.world.summary(id);
      const words = `colleague ${seed} ${n}.`;
      summary.notes = `[second] ${words}\n${summary.notes ?? ''}`.trim();
      written.set(words, id);
      return true;
    },
    plan: async (id) => {
      const { plan, dialog } = barOf(tab, id);
      if ((await plan.count()) === 0) return false;
      await plan.click();
      await dialog.byRole('button', 'Close').click();
      await dialog.gone();
      return true;
    },
    'send and cancel': async (id) => {
      const { send, cancel, bar } = barOf(tab, id);
      if ((await send.count()) === 0) return false;
      await press(send, bar, async () => (await cancel.count()) > 0 || (await send.count()) === 0);
      if ((await cancel.count()) > 0) await cancel.click();
      return true;
    },
    keys: async () => {
      for (const key of ['j', 'n', 'k']) await tab.press(key);
      return true;
    },
    scroll: async (id) => {
      await tab.evaluate((at) => window.scrollTo(0, at * document.body.scrollHeight), random());
      return id > 0;
    },
    'time goes by': async () => {
      sandbox.clock.advance(60);
      return true;
    },
  };

  for (let n = 1; n <= actions; n++) {
    const ids = await until('alerts to be shown', async () => {
      const found = await shown();
      return found.length > 0 ? done(found) : not('there are none');
    });
    const [id, name] = [pick(ids) ?? 0, pick(Object.keys(kinds)) ?? ''];
    // a person acts on what has been drawn
    await inBar(id, `Notes of alert #${id}`)
      .wait()
      .catch((error: unknown) => problems.push(`before action ${n}: ${String(error).slice(0, 300)}`));
    try {
      const isDone = (await kinds[name]?.(id, n)) === true;
      const what = isDone ? name : 'nothing to do';
      did[what] = (did[what] ?? 0) + 1;
      say(`${n} ${name} #${id}${isDone ? '' : ': nothing to do'}`);
    } catch (error) {
      problems.push(`action ${n}, ${name} on #${id}: ${String(error).slice(0, 400)}`);
      say(problems.at(-1) ?? '');
      await tab.open(ALERTS_PAGE);
    }
    for (const problem of await doubled(tab)) problems.push(`after action ${n} (${name}): ${problem}`);
  }

  for (const id of await shown()) await settled(id);
  await until('one bar a summary', async () => {
    const [ids, bars] = [await shown(), await tab.byCss('deputy-bar').count()];
    return bars === ids.length ? done(true) : not(`${bars} bars for ${ids.length} summaries`);
  }).catch((error: unknown) => problems.push(String(error)));
  for (const [words, id] of written) {
    await until(`the note "${words}"`, async () =>
      (sandbox.world.summary(id).notes ?? '').includes(words) ? done(true) : not('it is not there'),
    ).catch(() => problems.push(`lost from #${id}: ${words}`));
  }
  problems.push(...uncaught(tab), ...tab.problems().filter((p) => /Deputy|extension:\/\//.test(p)));
  return { did, problems, notes: written.size };
}

/** Summaries with more than one bar, at any moment. */
const doubled = (tab: Tab) =>
  tab.evaluate(() =>
    [...document.querySelectorAll('#perf-main form')]
      .map((form) => form.querySelectorAll('deputy-bar').length)
      .filter((bars) => bars > 1)
      .map((bars) => `a summary has ${bars} bars`),
  );

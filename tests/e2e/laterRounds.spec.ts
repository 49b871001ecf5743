import type { SandboxServer } from '../sandbox/server.ts';
import { accessibilityProblems } from './driver/accessibility.ts';
import {
  askedJobs,
  barOf,
  firedHooks,
  jobsIn,
  mainSummary,
  notesRow,
  openAlerts,
  press,
  pressSend,
  uncaught,
} from './driver/alertsPage.ts';
import type { Session } from './driver/driver.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import type { Target } from './driver/target.ts';

const HOURS = 3600;
/** Action tasks have made their jobs. */
const JOBS_MADE = 400;

/** All jobs of a round end within this; a step at a time, for what is created on the way starts then. */
function letDataComeIn(sandbox: SandboxServer): void {
  for (let hours = 0; hours < 8; hours++) sandbox.clock.advance(HOURS);
}

/** What is folded away in a bar. */
const open = (bar: Target, text: RegExp) => bar.byCss('summary', { text }).click();

/**
 * "Check now" in the popup does what the alarm does.
 * @returns the number on Deputy's button then, and the notifications, which Firefox without a window closes at once
 */
async function checkNow(session: Session): Promise<{ badge: string; notices: string[] }> {
  const popup = await session.extensionTab('popup.html');
  await popup.evaluate(() => {
    const { notifications } = apiOf();
    notifications?.onClosed.addListener((notice) => {
      document.documentElement.dataset.notices = `${document.documentElement.dataset.notices ?? ''} ${notice}`;
    });
    function apiOf() {
      const holder = globalThis as unknown as { browser?: Api; chrome: Api };
      return holder.browser ?? holder.chrome;
    }
    interface Api {
      notifications?: { onClosed: { addListener(told: (id: string) => void): void } };
    }
  });
  await popup.byRole('button', 'Check now').click();
  await popup.byRole('status').waitForText(/^Looked at 1 round\.$/);
  const seen = await popup.evaluate(async () => {
    const holder = globalThis as unknown as { browser?: Api; chrome: Api };
    const api = holder.browser ?? holder.chrome;
    const badge = await api.action.getBadgeText({});
    const open = Object.keys((await api.notifications?.getAll()) ?? {});
    return { badge, notices: [...open, document.documentElement.dataset.notices ?? ''].join(' ').trim() };
    interface Api {
      notifications?: { getAll(): Promise<object> };
      action: { getBadgeText(details: object): Promise<string> };
    }
  });
  await popup.close();
  return { badge: seen.badge, notices: seen.notices === '' ? [] : [seen.notices] };
}

/** Allows notifications in the popup. Firefox does not ask back in specs; Chromium would. */
async function allowNotices(session: Session): Promise<void> {
  const popup = await session.extensionTab('popup.html');
  const tell = popup.byRole('button', 'Tell me when the data is in');
  await tell.click();
  await tell.gone();
  await popup.close();
}

test.use({ allowed: true });

test.describe('a round that leaves two pushes', () => {
  test.use({ settings: { ...QUICK, role: 'perf sheriff' } });

  test('is followed by one that finds the push, and the alert moves there', async ({
    driver,
    sandbox,
    session,
    kind,
  }) => {
    const { id } = mainSummary(sandbox);
    const { bar, state, send, plan, receipts, dialog } = barOf(driver, id);

    await test.step('while its data is awaited, nothing more can be sent', async () => {
      if (kind === 'firefox') await allowNotices(session);
      await openAlerts(driver);
      await pressSend(driver, id);
      await receipts.wait();
      await state.waitForText(/^data ready \(\d+ of 78 points, rest about/);
      expect(await plan.count()).toBe(0);
      expect(await bar.byRole('button', 'Tell me when the data is in').count()).toBe(0);
      expect(await accessibilityProblems(driver)).toEqual([]);
    });

    await test.step('the watch tells when it is in', async () => {
      letDataComeIn(sandbox);
      const { badge, notices } = await checkNow(session);
      expect(badge).toBe('1');
      expect(notices).toEqual([expect.stringMatching(`^deputy round ${id} `)]);
      if (!session.pressNotice) return;
      await session.pressNotice(notices[0] ?? '');
      const opened = await session.waitForTab(new RegExp(`/perfherder/alerts\\?.*\\bid=${id}\\b`));
      await opened.close();
      await driver.front();
    });

    await test.step('bar and rows say what the data say', async () => {
      await driver.reload();
      await bar.waitForText(/2 pushes \(99 % sure\)\. Round 2: 3 alerts, 3 revisions, (?:up to )?\d+ jobs/);
      const words = driver.byCss('.verdict');
      await words.waitForCount(3);
      expect(await words.texts()).toEqual(['step', 'step', 'step']);
      await open(bar, /^What the data say$/);
      expect(await bar.byCss('.suspects li.push').count()).toBe(2);
      await bar.byRole('button', 'Copy for the bug').wait();
      expect(await accessibilityProblems(driver)).toEqual([]);
    });

    await test.step('round 2 needs a reason', async () => {
      expect(await send.count()).toBe(0);
      await plan.click();
      await dialog.wait();
      const sendThere = dialog.byRole('button', /^Send round 2: /);
      expect(await sendThere.isEnabled()).toBe(false);
      await dialog.byRole('textbox', 'Why is round 2 needed?').type('two pushes are left');
      await sendThere.waitEnabled();
      expect(await accessibilityProblems(driver)).toEqual([]);
      const jobs = jobsIn(await sendThere.text());
      sandbox.log.clear();
      await sendThere.click();
      await notesRow(driver, id).waitForText(/^\[sheriff\] round 2: \d+ jobs on 3 revisions/);
      await state.waitForText(/^data ready \(\d+ of 30 points/);
      expect(askedJobs(firedHooks(sandbox))).toBe(jobs);
      const { notes } = sandbox.world.summary(id);
      expect(notes).toMatch(/^round 1 complete [\s\S]*^round 2 pending /m);
      expect(notes).toMatch(/^because: two pushes are left$/m);
    });

    await test.step('the push is found: no third round is offered, the round is closed', async () => {
      letDataComeIn(sandbox);
      await driver.reload();
      await bar.waitForText(/confirmed at [0-9a-f]{12} \(99 % sure\)/);
      expect(await plan.count()).toBe(0);
      const complete = bar.byRole('button', 'Mark round 2 complete');
      await press(
        complete,
        bar,
        async () => (await complete.count()) === 0 || (await bar.byRole('button', 'Write now').count()) > 0,
      );
      const undo = bar.byRole('button', 'Undo: round 2 complete');
      await undo.wait();
      expect(sandbox.world.summary(id).notes).toMatch(/^round 2 complete /m);
    });

    await test.step('the alert moves to that push, and back', async () => {
      const stood = sandbox.world.summary(id).pushId;
      await open(bar, /^What the data say$/);
      const move = bar.byRole('button', 'Move the alert to this push');
      const undo = bar.byRole('button', /^Undo: moved to [0-9a-f]{12}$/);
      await press(move, bar, async () => sandbox.world.summary(id).pushId !== stood);
      await undo.wait();
      expect(sandbox.world.push(sandbox.world.summary(id).pushId).index).toBe(
        sandbox.world.push(stood).index - 4,
      );
      await press(undo, bar, async () => (await undo.count()) === 0);
      await bar.waitForText(/Taken back: moved to/);
      expect(sandbox.world.summary(id).pushId).toBe(stood);
    });
    expect(uncaught(driver)).toEqual([]);
  });
});

test.describe('a round that is cancelled', () => {
  test.use({ settings: { ...QUICK, rules: { roundsPerSummary: 1 } } });

  test('ends as blocked, and with no rounds left there is advice', async ({ driver, sandbox }) => {
    const { id } = mainSummary(sandbox);
    const { bar, state, plan, receipts } = barOf(driver, id);
    await openAlerts(driver);
    await pressSend(driver, id);
    await receipts.wait();
    await state.waitForText(/^data ready/);

    await test.step('first its jobs are not made yet, then they are cancelled', async () => {
      const cancelJobs = bar.byRole('button', 'Cancel jobs of round 1');
      await open(bar, /^Round 1$/);
      await press(cancelJobs, bar, async () => /not made yet: cancel again/.test(await bar.text()));
      sandbox.clock.advance(JOBS_MADE);
      await open(bar, /^Round 1$/);
      await press(cancelJobs, bar, async () => /\d+ waiting jobs cancelled/.test(await bar.text()));
      expect(await accessibilityProblems(driver)).toEqual([]);
      await notesRow(driver, id).waitForText(/^\[sheriff\] round 1: \d+ waiting jobs cancelled/);
    });

    await test.step('the rest of the data will not come, and there is advice instead of another round', async () => {
      sandbox.clock.advance(2 * HOURS);
      await driver.reload();
      await state.waitForText(/^data ready \(\d+ of 78 points, rest about/);
      // what runs and waits is read when the sheriff looks
      await state.hover();
      await state.waitForText(/^data ready \(\d+ of 78 points, the rest will not come\)/);
      await bar.waitForText(/No more rounds: |More runs do not help: /);
      expect(await plan.count()).toBe(0);
      await open(bar, /^What the data say$/);
      await bar.waitForText(/Instead of further rounds:/);
    });

    await test.step('it ends as blocked for a reason, which can be taken back', async () => {
      await open(bar, /^Round 1$/);
      const end = bar.byRole('button', 'End round 1 as blocked');
      await bar.byRole('textbox', 'Blocked by').fill('broken build');
      await press(end, bar, async () => (await bar.byRole('button', 'Write now').count()) > 0);
      await state.waitForText(/^needs data/);
      await notesRow(driver, id).waitForText(/^\[sheriff\] round 1 blocked: broken build/);
      const undo = bar.byRole('button', /^Undo: /);
      await press(undo, bar, async () => (await undo.count()) === 0);
      await state.waitForText(/^data ready/);
    });
    expect(uncaught(driver)).toEqual([]);
  });
});

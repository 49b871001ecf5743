import { ownPageProblems } from './driver/accessibility.ts';
import { uncaught } from './driver/alertsPage.ts';
import { expect, test } from './driver/fixtures.ts';

test('options are stored when they fit, come back after a reload, and can be reset', async ({ session }) => {
  const tab = await session.extensionTab('options.html');
  const field = (label: string) => tab.byRole('spinbutton', label);
  const jobs = field('Jobs a round');
  const resetJobs = tab.byRole('button', 'Reset to 60: Jobs a round');
  const commit = () => tab.press('Tab');

  await test.step('what fits is stored, what does not is said', async () => {
    await jobs.wait();
    expect(await ownPageProblems(tab)).toEqual([]);
    await jobs.fill('30');
    await commit();
    await resetJobs.wait();
    await field('Builds a round').fill('900');
    await commit();
    await tab.byRole('alert').waitForText(/A whole number from 0 to 30\. Not stored\./);
    await tab.byRole('combobox', 'Role').choose('perf sheriff');
    await tab.byRole('textbox', 'Key: Undo the last write of this summary').fill('j');
    await commit();
    await tab.byRole('alert', undefined, { text: /has this key/ }).wait();
    expect(await ownPageProblems(tab)).toEqual([]);
  });

  await test.step('it is there again after a reload, and where it is used', async () => {
    await tab.reload();
    await jobs.wait();
    expect(await jobs.value()).toBe('30');
    expect(await field('Builds a round').value()).toBe('6');
    const dashboard = await session.extensionTab('dashboard.html');
    const role = dashboard.byRole('combobox', 'Role');
    await role.wait();
    expect(await role.value()).toBe('perf sheriff');
    await dashboard.close();
  });

  await test.step('an export holds what was changed; a reset takes it away, and an import brings it back', async () => {
    const href = (await tab.byRole('link', 'Export settings').attribute('href')) ?? '';
    const file = decodeURIComponent(href.slice(href.indexOf(',') + 1));
    expect(JSON.parse(file).settings).toEqual({
      version: 1,
      role: 'perf sheriff',
      rules: { jobsPerRound: 30 },
    });
    await resetJobs.click();
    await resetJobs.gone();
    expect(await jobs.value()).toBe('60');
    // what was exported brings it back
    await tab
      .byCss('input[type=file]')
      .nth(0)
      .evaluate((input, text) => {
        const chosen = new DataTransfer();
        chosen.items.add(new File([text], 'deputy-settings.json', { type: 'application/json' }));
        (input as HTMLInputElement).files = chosen.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
      }, file);
    await tab.byRole('status', undefined, { text: /^The settings of the file are stored\.$/ }).wait();
    await resetJobs.wait();
    expect(await jobs.value()).toBe('30');
  });

  await test.step('pairs and templates have forms of their own', async () => {
    await tab.byRole('button', 'Add pair').click();
    await tab.byRole('alert').waitForText(/Not stored yet/);
    await tab.byRole('textbox', 'Pair 5: receives').fill('mozilla-esr140');
    await tab.byRole('textbox', 'Pair 5: landed first on').fill('mozilla-beta');
    await commit();
    await tab.byRole('alert').gone();
    await tab.byRole('button', 'Reset Branches').wait();
    expect(uncaught(tab)).toEqual([]);
  });
});

import { barOf, firedHooks, mainSummary, openAlerts, writes } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';

test.use({ settings: QUICK });
test.setTimeout(240000);
test('scratch', async ({ driver, session, sandbox }) => {
  const { id } = mainSummary(sandbox);
  const { bar, send, state, problem, cancel } = barOf(driver, id);
  const t0 = Date.now();
  const say = (...a: unknown[]) => console.log(((Date.now() - t0) / 1000).toFixed(1), ...a);
  async function ends() {
    await send.click();
    return problem.waitForText(/./, { ms: 20000 });
  }
  const world = sandbox.world;
  for (const user of ['nobody', 'viewer'] as const) {
    await openAlerts(driver, { user });
    await send.waitEnabled();
    sandbox.log.clear();
    say(user, await ends(), writes(sandbox).length, firedHooks(sandbox).length);
    say(await driver.byRole('button', 'Dismiss').names());
  }
  await openAlerts(driver, { credentials: 'none' });
  await send.waitEnabled();
  say('none', await ends());
  await openAlerts(driver, { credentials: 'expired' });
  await send.waitEnabled();
  say('expired', await ends());
  await bar.byRole('button', 'Log in to Taskcluster').click();
  await cancel.wait();
  say(
    'logged in -> grace',
    (await session.tabs()).map((t) => t.url()),
  );
  await cancel.click();
  // no decision task
  const pushes = [...world.pushes.values()].filter((p) => p.repository.name === 'autoland');
  for (const p of pushes) world.replacePush({ ...p, decisionTask: null });
  await send.waitEnabled();
  say('no decision', await ends());
  say(JSON.stringify(world.summary(id).notes));
  for (const p of pushes) world.replacePush(p);
  await bar.byRole('button', 'Dismiss').click();
  await send.waitEnabled();
  const hooks = new Map(world.hooks);
  world.hooks.clear();
  say('hook gone', await ends());
  say(JSON.stringify(world.summary(id).notes));
  for (const [k, v] of hooks) world.hooks.set(k, v);
  await bar.byRole('button', 'Dismiss').click();
  for (const [name, effect, path] of [
    ['500 summary', { kind: 'status', status: 500 }, '^/api/performance/alertsummary'],
    ['html summary', { kind: 'html' }, '^/api/performance/alertsummary'],
    ['500 data', { kind: 'status', status: 500 }, '^/api/project/autoland/performance/data'],
    ['html data', { kind: 'html' }, '^/api/project/autoland/performance/data'],
    ['html actions', { kind: 'html' }, 'actions.json'],
    [
      '404 actions',
      { kind: 'status', status: 404, json: { code: 'ResourceNotFound', message: 'gone' } },
      'actions.json',
    ],
    [
      '401 trigger',
      { kind: 'status', status: 401, json: { code: 'AuthenticationFailed', message: 'bad' } },
      '/trigger$',
    ],
    [
      '404 trigger',
      { kind: 'status', status: 404, json: { code: 'ResourceNotFound', message: 'no such hook' } },
      '/trigger$',
    ],
  ] as const) {
    await send.waitEnabled();
    sandbox.log.clear();
    sandbox.faults.add({ match: { path }, effect });
    say(name, await ends());
    sandbox.faults.clear();
    say(JSON.stringify(world.summary(id).notes), 'writes', writes(sandbox).length);
    await bar.byRole('button', 'Dismiss').click();
  }
});

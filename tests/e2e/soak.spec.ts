import { openAlerts } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import { soak } from './soak/soak.ts';

test.use({ settings: QUICK });

/** The full run is `npm run soak`, on the real page. */
const ACTIONS = process.env.DEPUTY_FULL === '1' ? 60 : 15;

test('a sheriff at random leaves one bar a summary, no error, and every note', async ({
  driver,
  sandbox,
}) => {
  test.slow();
  await openAlerts(driver);
  const { problems, notes, did } = await soak(driver, sandbox, { actions: ACTIONS, seed: 'short' });
  expect(problems).toEqual([]);
  expect(notes).toBeGreaterThan(0);
  expect(Object.values(did).reduce((sum, n) => sum + n, 0)).toBe(ACTIONS);
});

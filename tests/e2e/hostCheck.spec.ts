import { expect, test } from './driver/fixtures.ts';
import { checkHost } from './hostCheck/hostCheck.ts';

test('all that Deputy needs of the page is there, in every state of the page that has it', async ({
  driver,
  sandbox,
}) => {
  const findings = await checkHost(driver, sandbox);
  expect(findings.filter(({ found }) => !found)).toEqual([]);
  // each selector somewhere, and the ways into the page that are no selectors
  expect(new Set(findings.map(({ what }) => what)).size).toBeGreaterThan(16);
});

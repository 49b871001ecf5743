import { expect, test } from './driver/fixtures.ts';

/** What the browser's own page of extensions is told of each. */
interface ExtensionsPage {
  chrome: {
    developerPrivate: {
      getExtensionsInfo(): Promise<
        { name: string; manifestErrors: { message: string }[]; runtimeErrors: { message: string }[] }[]
      >;
    };
  };
}

test('Chromium loads the manifest without a warning', async ({ driver, kind }) => {
  test.skip(kind !== 'chromium', 'of Firefox the addons-linter says it');
  await driver.open('chrome://extensions/');
  const told = await driver.evaluate(async () => {
    const { developerPrivate } = (globalThis as unknown as ExtensionsPage).chrome;
    const all = await developerPrivate.getExtensionsInfo();
    return all.map(({ name, manifestErrors, runtimeErrors }) => ({
      name,
      errors: [...manifestErrors, ...runtimeErrors].map(({ message }) => message),
    }));
  });
  expect(told).toEqual([{ name: 'Deputy', errors: [] }]);
});

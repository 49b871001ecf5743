import { expect, launchBuilt, test } from './driver/fixtures.ts';

/** What the browser's own page of extensions may ask and do. */
interface ExtensionsPage {
  chrome: {
    developerPrivate: {
      getExtensionsInfo(): Promise<Told[]>;
      updateProfileConfiguration(change: { inDeveloperMode: boolean }): Promise<void>;
      reload(id: string): Promise<unknown>;
      onItemStateChanged: {
        addListener(heard: (change: { event_type: string; item_id: string }) => void): void;
      };
    };
  };
}
interface Told {
  readonly id: string;
  readonly name: string;
  readonly manifestErrors: readonly { readonly message: string }[];
  readonly runtimeErrors: readonly { readonly message: string }[];
}

test('Chromium loads the manifest without a warning', async ({ kind, sandbox }) => {
  test.skip(kind !== 'chromium', 'of Firefox the addons-linter says it');
  const session = await launchBuilt(kind, sandbox);
  try {
    const tab = await session.newTab();
    await tab.open('chrome://extensions/');
    const told = await tab.evaluate(async () => {
      const { developerPrivate } = (globalThis as unknown as ExtensionsPage).chrome;
      const deputy = async () => {
        const found = (await developerPrivate.getExtensionsInfo()).find(({ name }) => name === 'Deputy');
        return found ?? { id: '', manifestErrors: [{ message: 'not there' }], runtimeErrors: [] };
      };
      const { id } = await deputy();
      // warnings are kept for developers only, from the next load on
      await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
      await new Promise<void>((resolve) => {
        developerPrivate.onItemStateChanged.addListener(({ event_type, item_id }) => {
          if (event_type === 'LOADED' && item_id === id) resolve();
        });
        void developerPrivate.reload(id);
      });
      const { manifestErrors, runtimeErrors } = await deputy();
      return [...manifestErrors, ...runtimeErrors].map(({ message }) => message);
    });
    expect(told).toEqual([]);
  } finally {
    await session.close();
  }
});

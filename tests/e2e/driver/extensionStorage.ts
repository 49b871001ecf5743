import type { Tab } from './tab.ts';

/** Empties everything an extension keeps. Works on any document of the extension's own origin. */
export async function emptyExtensionStorage(extensionDocument: Tab): Promise<void> {
  await extensionDocument.evaluate(async () => {
    const holder = globalThis as { browser?: ExtensionApi; chrome?: ExtensionApi };
    const api = holder.browser ?? holder.chrome;
    for (const area of ['local', 'session', 'sync'] as const) await api?.storage?.[area]?.clear();
    await api?.alarms?.clearAll();
  });
}

interface ExtensionApi {
  storage?: Partial<Record<'local' | 'session' | 'sync', { clear(): Promise<void> }>>;
  alarms?: { clearAll(): Promise<unknown> };
}

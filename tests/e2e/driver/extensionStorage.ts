import type { Tab } from './tab.ts';

/** Empties everything an extension keeps, then stores `kept` in its local storage. Works on any document of the extension's own origin. */
export async function resetExtensionStorage(extensionDocument: Tab, kept: StoredItems = {}): Promise<void> {
  await extensionDocument.evaluate(async (items) => {
    const holder = globalThis as { browser?: ExtensionApi; chrome?: ExtensionApi };
    const api = holder.browser ?? holder.chrome;
    for (const area of ['local', 'session', 'sync'] as const) await api?.storage?.[area]?.clear();
    await api?.alarms?.clearAll();
    await api?.storage?.local?.set(items);
  }, kept);
}

/** What an extension keeps in its local storage, by key. */
export type StoredItems = Readonly<Record<string, unknown>>;

interface ExtensionApi {
  storage?: Partial<
    Record<'local' | 'session' | 'sync', { clear(): Promise<void>; set(items: StoredItems): Promise<void> }>
  >;
  alarms?: { clearAll(): Promise<unknown> };
}

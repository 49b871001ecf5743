import type { KeyValueStorage } from '@/lib/rounds/journal';

/** `storage.local` or `storage.session` in memory. Values are copied in and out, as the real one does. */
export interface MemoryStorage extends KeyValueStorage {
  readonly items: Map<string, unknown>;
  /** Set to make writes fail, as a full disk does. */
  refuse: ((keys: readonly string[]) => boolean) | null;
}

export function memoryStorage(): MemoryStorage {
  const items = new Map<string, unknown>();
  const storage: MemoryStorage = {
    items,
    refuse: null,
    get: async (keys) =>
      structuredClone(Object.fromEntries([...items].filter(([key]) => keys === null || keys.includes(key)))),
    async set(added) {
      if (storage.refuse?.(Object.keys(added))) throw new Error('QuotaExceededError');
      for (const [key, value] of Object.entries(added)) items.set(key, structuredClone(value));
    },
    async remove(keys) {
      for (const key of keys) items.delete(key);
    },
  };
  return storage;
}

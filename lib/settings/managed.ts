/** `storage.managed`, as far as it is needed. */
interface ManagedStorage {
  get(keys: null): Promise<Record<string, unknown>>;
}

/** What an administrator has set for this browser; nothing where there is no policy (Firefox then rejects). */
export const readManaged = (managed: ManagedStorage | undefined): Promise<Record<string, unknown>> =>
  managed ? managed.get(null).catch(() => ({})) : Promise.resolve({});

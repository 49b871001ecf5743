import * as z from 'zod/mini';
import { withRecord } from '@/lib/model/undo';

/** `storage.session` as the background sees it: outlives a reload and a stopped background, not the browser. */
export interface SessionArea {
  get(keys: string[]): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
}

/** More writes than anybody takes back; the oldest go. */
const UNDO_KEPT = 30;
const UNDO_KEY = 'undo';
const draftKey = (summary: number) => `draft ${summary}`;

const UndoRecords = z.catch(
  z.array(z.looseObject({ id: z.string(), summary: z.int(), what: z.string(), at: z.number() })),
  [],
);
type StoredUndo = z.infer<typeof UndoRecords>[number];

/** What a sheriff has typed and not saved, and what can be taken back: both for the rest of the browser's session. */
export interface SessionKept {
  undoList(): Promise<StoredUndo[]>;
  addUndo(record: StoredUndo): Promise<void>;
  dropUndo(id: string): Promise<void>;
  draft(summary: number): Promise<string | null>;
  /** Null drops it. */
  keepDraft(summary: number, draft: string | null): Promise<void>;
}

/** Runs in the background: content scripts have no access to that storage. Changes are made one after another. */
export function createSessionKept(area: SessionArea): SessionKept {
  let last: Promise<unknown> = Promise.resolve();
  const read = async () => z.parse(UndoRecords, (await area.get([UNDO_KEY]))[UNDO_KEY]);
  const change = (work: (records: StoredUndo[]) => StoredUndo[]) => {
    const next = last.then(async () => area.set({ [UNDO_KEY]: work(await read()).slice(-UNDO_KEPT) }));
    last = next.catch(() => undefined);
    return next;
  };
  return {
    undoList: read,
    addUndo: (record) => change((records) => withRecord(records, record)),
    dropUndo: (id) => change((records) => records.filter((r) => r.id !== id)),
    async draft(summary) {
      const kept = (await area.get([draftKey(summary)]))[draftKey(summary)];
      return typeof kept === 'string' ? kept : null;
    },
    keepDraft: (summary, draft) =>
      draft === null ? area.remove([draftKey(summary)]) : area.set({ [draftKey(summary)]: draft }),
  };
}

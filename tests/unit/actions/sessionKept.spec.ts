import { beforeEach, describe, expect, it } from 'vitest';
import { createSessionKept, type SessionKept } from '@/lib/actions/sessionKept';
import { type MemoryStorage, memoryStorage } from '../rounds/memoryStorage';

const record = (id: string, summary = 51_000) => ({ id, summary, what: 'a comment', at: 1, notes: null });

describe('what is kept for the session', () => {
  let area: MemoryStorage;
  let kept: SessionKept;
  beforeEach(() => {
    area = memoryStorage();
    kept = createSessionKept(area);
  });

  it('is the list of what can be taken back, oldest first, with all that the tab put into it', async () => {
    await kept.addUndo(record('a'));
    await kept.addUndo(record('b'));
    expect(await kept.undoList()).toEqual([record('a'), record('b')]);
    await kept.dropUndo('a');
    expect((await kept.undoList()).map((r) => r.id)).toEqual(['b']);
  });

  it('loses none of those that come at the same moment from several tabs', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((id) => kept.addUndo(record(id))));
    expect((await kept.undoList()).map((r) => r.id)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('holds the thirty newest', async () => {
    for (let n = 0; n < 33; n++) await kept.addUndo(record(`w${n}`));
    const ids = (await kept.undoList()).map((r) => r.id);
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([30, 'w3', 'w32']);
  });

  it.each([
    ['text', 'x'],
    ['a list of something else', [{ id: 1 }, null]],
    ['a list with one bad record', [record('a'), { ...record('b'), summary: 'many' }]],
    ['an object', { a: 1 }],
  ])('is empty when the browser kept %s, and works from then on', async (_, rubbish) => {
    await area.set({ undo: rubbish });
    expect(await kept.undoList()).toEqual([]);
    await kept.dropUndo('a');
    await kept.addUndo(record('new'));
    expect((await kept.undoList()).map((r) => r.id)).toEqual(['new']);
  });

  it('goes on after a write to the storage failed', async () => {
    area.refuse = () => true;
    await expect(kept.addUndo(record('a'))).rejects.toThrow('Quota');
    area.refuse = null;
    await kept.addUndo(record('b'));
    expect((await kept.undoList()).map((r) => r.id)).toEqual(['b']);
  });

  it('is one draft a summary, until it is dropped', async () => {
    await kept.keepDraft(1, 'half a sen');
    await kept.keepDraft(2, 'another');
    await kept.keepDraft(1, 'half a sentence');
    expect([await kept.draft(1), await kept.draft(2), await kept.draft(3)]).toEqual([
      'half a sentence',
      'another',
      null,
    ]);
    await kept.keepDraft(1, null);
    expect([await kept.draft(1), await kept.draft(2)]).toEqual([null, 'another']);
    expect([...area.items.keys()]).toEqual(['draft 2']);
  });

  it('is no draft when the browser kept something that is none', async () => {
    await area.set({ 'draft 1': { text: 'x' } });
    expect(await kept.draft(1)).toBeNull();
  });
});

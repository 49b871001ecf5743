import { beforeEach, describe, expect, it } from 'vitest';
import { type Acted, act, edited } from '@/lib/actions/act';
import { createUndoList, undoWrite } from '@/lib/actions/undo';
import { alertId, instant } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import type { UndoRecord } from '@/lib/model/undo';
import type { NotesEdit } from '@/lib/notes/notes';
import { type DeputyBrowser, type DeputyTab, openBrowser } from '../rounds/browser';
import { createDay, type Day } from '../rounds/day';

const AT = instant(Date.UTC(2026, 10, 24, 12));
const BEFORE = '[cbrown] looks like noise';
const MARK: NotesEdit = { kind: 'mark', alert: alertId(801_000), on: true, by: 'sheriff', at: AT };
const COMMENT: NotesEdit = { kind: 'line', by: 'sheriff', text: 'the step is real' };

describe('taking a write to the notes back', () => {
  let day: Day;
  let browser: DeputyBrowser;
  let tab: DeputyTab;
  const puts = () => day.sandbox.log.count({ method: 'PUT' });

  /** Writes, and gives the record that the desk would keep. */
  async function written(edits: readonly NotesEdit[]): Promise<UndoRecord> {
    const outcome = await act(tab.deps, day.id, { wish: edited(day.notes(), edits) });
    if (!isOk<Acted>(outcome)) throw new Error(outcome.problem.message);
    const notes = outcome.value.undo;
    return { id: `w${puts()}`, summary: day.id, what: 'a comment', at: AT, notes, relations: null };
  }

  /** Until the background keeps this many. */
  async function kept(count: number): Promise<void> {
    const there = () => (browser.session.items.get('undo') as unknown[] | undefined)?.length ?? 0;
    for (let i = 0; i < 100 && there() !== count; i++) await new Promise((resolve) => setTimeout(resolve, 1));
  }

  beforeEach(() => {
    day = createDay();
    day.colleagueWrites(BEFORE);
    browser = openBrowser(day.sandbox);
    tab = browser.openTab();
  });

  it('leaves the notes as they were before', async () => {
    const record = await written([MARK, COMMENT]);
    expect(day.notes()).not.toBe(BEFORE);
    expect((await undoWrite(tab.deps, record)).kind).toBe('ok');
    expect(day.notes()).toBe(BEFORE);
    expect(puts()).toBe(2);
  });

  it('keeps what another sheriff wrote since', async () => {
    const record = await written([MARK, COMMENT]);
    const mark = 'mark 801003 on amy 2026-11-24T12:01Z';
    day.colleagueWrites(`[amy] I see it too\n${day.notes().replace('-- /deputy', `${mark}\n-- /deputy`)}`);
    expect((await undoWrite(tab.deps, record)).kind).toBe('ok');
    expect(
      day
        .notes()
        .split('\n')
        .filter((line) => line !== ''),
    ).toEqual(['[amy] I see it too', BEFORE, '-- deputy 1 --', mark, '-- /deputy --']);
  });

  it('is refused when somebody changed the same since, and writes nothing', async () => {
    const record = await written([MARK]);
    const theirs = day.notes().replace(/mark 801000 on sheriff \S+/, 'mark 801000 off amy 2026-11-24T12:01Z');
    const base = record.notes?.before ?? '';
    day.colleagueWrites(theirs);
    // the mark was on before, by somebody else: taking back would set it on again, against amy
    const again = {
      before: `${base}\n\n-- deputy 1 --\nmark 801000 on bob 2026-11-24T11:00Z\n-- /deputy --`,
    };
    const outcome = await undoWrite(tab.deps, {
      ...record,
      notes: { ...again, after: record.notes?.after ?? '' },
    });
    expect(outcome).toMatchObject({
      kind: 'refused',
      problem: { kind: 'conflict', message: expect.stringContaining('“a comment” was not taken back') },
    });
    expect(day.notes()).toBe(theirs);
    expect(puts()).toBe(1);
  });

  it('says so when nothing of it is left', async () => {
    const record = await written([COMMENT]);
    day.colleagueWrites(BEFORE);
    expect(await undoWrite(tab.deps, record)).toMatchObject({
      kind: 'refused',
      problem: { kind: 'nothing to do', message: expect.stringContaining('Nothing was written') },
    });
    expect(day.notes()).toBe(BEFORE);
  });

  it('cannot unsend a round', async () => {
    const record = await written([COMMENT]);
    const round = 'round 1 pending sheriff 2026-11-24T12:00Z k3f9 jobs=4 builds=0';
    day.colleagueWrites(`${day.notes()}\n\n-- deputy 1 --\n${round}\n-- /deputy --`);
    await undoWrite(tab.deps, record);
    expect(day.notes()).toContain(round);
    expect(day.notes()).not.toContain('the step is real');
  });

  it('is offered in another tab, and after a reload, until it was done there', async () => {
    const record = await written([COMMENT]);
    tab.deps.undoList.add(record);
    await kept(1);
    const changed: number[] = [];
    const list = createUndoList(browser.openTab().deps.call, (id) => changed.push(id));
    expect(list.last(day.id)).toBeUndefined();
    await list.load();
    expect(list.last(day.id)).toEqual(record);
    expect(changed).toEqual([day.id]);

    list.drop(record);
    await kept(0);
    expect(list.last()).toBeUndefined();
    const later = createUndoList(browser.openTab().deps.call, () => {});
    await later.load();
    expect(later.last()).toBeUndefined();
  });

  it('offers the newest first, of one summary or of all, and nothing twice', async () => {
    const record = await written([COMMENT]);
    const { undoList } = tab.deps;
    const elsewhere = { ...record, id: 'x', summary: (day.id + 1) as typeof day.id };
    undoList.add(record);
    undoList.add(elsewhere);
    await undoList.load();
    expect([undoList.last()?.id, undoList.last(day.id)?.id]).toEqual(['x', record.id]);
    undoList.drop(elsewhere);
    expect(undoList.last()?.id).toBe(record.id);
  });

  it('is offered all the same when the background does not answer', async () => {
    const list = createUndoList(
      () => Promise.reject(new Error('gone')),
      () => {},
    );
    await list.load();
    list.add(await written([COMMENT]));
    expect(list.last()?.what).toBe('a comment');
  });
});

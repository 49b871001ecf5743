import { beforeEach, describe, expect, it } from 'vitest';
import { type NoteForm, parseNotes, stateOf } from '@/lib/notes/notes';
import type { Desk } from '@/lib/rounds/desk';
import type { NoteSheet, NoteStart } from '@/lib/rounds/noteSheet';
import { SETTINGS_KEY } from '@/lib/settings/settings';
import { type DeputyBrowser, type DeputyTab, openBrowser, openDesk } from './browser';
import { createDay, type Day, TIMEOUT_MS } from './day';

const NEEDS_DATA: NoteStart = { template: 'needs data', state: 'needs data' };
const HANDED_OVER: NoteStart = { template: 'handed over', state: 'data ready' };
const COLLEAGUE = '[amy] the author is away';

describe('a note', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  let browser: DeputyBrowser;
  let tab: DeputyTab;
  let desk: Desk;

  const until = async (holds: () => boolean) => {
    for (let i = 0; i < 500 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(holds()).toBe(true);
  };
  const opened = async (start: NoteStart | null = null): Promise<NoteSheet> => {
    const sheet = desk.openNote(start, () => {});
    await until(() => sheet.view().closedBecause !== 'Reading…');
    return sheet;
  };
  const previewOf = async (sheet: NoteSheet) => {
    await until(() => sheet.view().preview !== null);
    return sheet.view().preview;
  };
  const written = () => until(() => desk.state().pending === null);
  const kept = async (): Promise<NoteForm | null> => {
    const stored = await browser.session.get([`draft ${day.id}`]);
    const draft = stored[`draft ${day.id}`];
    return typeof draft === 'string' ? (JSON.parse(draft) as NoteForm) : null;
  };

  beforeEach(async () => {
    day = createDay();
    day.colleagueWrites(COLLEAGUE);
    ({ browser, tab, desk } = await openDesk(day));
  });

  it('begins with the template that fits, and shows what will be written before it is', async () => {
    const sheet = await opened();
    const view = sheet.view();
    expect(view).toMatchObject({ template: 'taken by', state: null, current: COLLEAGUE, missing: [] });
    expect(view.comment).toMatch(/^taken by sheriff, \d{4}-\d\d-\d\d$/);
    expect(await previewOf(sheet)).toEqual({
      comment: [`[sheriff] ${view.comment}`],
      facts: [],
      top: [`[sheriff] ${view.comment}`, COLLEAGUE],
    });
    expect(day.notes()).toBe(COLLEAGUE);
    expect(await sheet.save()).toBe(true);
    await written();
    expect(day.notes()).toBe(`[sheriff] ${view.comment}\n${COLLEAGUE}`);
  });

  it('that is opened before its summary is read begins as soon as that is there', async () => {
    const early = browser.openTab({ user: 'sheriff' });
    const sheet = early.desk(day.id).openNote(null, () => {});
    expect(sheet.view()).toMatchObject({ closedBecause: 'Reading…', template: '' });
    await early.look(day.id);
    await until(() => sheet.view().template === 'taken by');
  });

  it('that says data is needed takes a reason, and brings the state in the same write', async () => {
    const sheet = await opened(NEEDS_DATA);
    expect(await sheet.save()).toBe(false);
    expect(sheet.view().reason?.suggestions).toContain('broken build');
    sheet.change({ reason: 'broken build' });
    expect((await previewOf(sheet))?.facts).toEqual([expect.stringMatching(/^state needs-data sheriff /)]);
    day.sandbox.log.clear();
    expect(await sheet.save()).toBe(true);
    await written();
    expect(day.notes()).toMatch(/^\[sheriff\] needs data: broken build\n\[amy\]/);
    expect(day.told().state).toBe('needs data');
    expect(day.sandbox.log.count({ method: 'PUT' })).toBe(1);
    expect(desk.state().undo?.what).toBe('a comment and the state “needs data”');
    await desk.undo();
    expect(day.notes()).toBe(COLLEAGUE);
  });

  it('that hands over without cover says what is missing and asks why', async () => {
    expect(await desk.handOver()).toBe(false);
    const sheet = await opened(HANDED_OVER);
    expect(await sheet.save()).toBe(false);
    expect(sheet.view().missing.join()).toMatch(
      /^Say why it is handed over all the same: covered 0 of \d+, not \w+/,
    );
    sheet.change({ reason: 'the perf team asked for it' });
    expect(await sheet.save()).toBe(true);
    await written();
    expect(day.notes()).toMatch(
      /^\[sheriff\] data ready: handed over without a round; covered 0 of \d+, not .*, but the perf team asked for it\n/,
    );
    expect(day.told().state).toBe('data ready');
  });

  it('that was typed and not saved is there again after a reload, until it is written', async () => {
    const sheet = await opened();
    sheet.choose('');
    sheet.change({ comment: 'half a thought' });
    sheet.close();
    await tab.close();
    tab = browser.openTab();
    desk = await tab.look(day.id);
    const again = await opened();
    expect(again.view()).toMatchObject({ template: '', comment: 'half a thought' });
    expect(await again.save()).toBe(true);
    await written();
    await until(() => browser.messages.at(-1) !== 'content-bg draft');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await kept()).toBeNull();
    expect((await opened()).view().comment).not.toBe('half a thought');
  });

  it('keeps its draft when it could not be written', async () => {
    day.sandbox.faults.add({
      match: { method: 'PUT' },
      effect: { kind: 'status', status: 500, html: 'Server Error' },
    });
    const sheet = await opened();
    sheet.change({ comment: 'this is lost otherwise' });
    await sheet.save();
    await until(() => desk.state().pending?.state.kind === 'failed');
    expect((await kept())?.comment).toBe('this is lost otherwise');
    // the note itself waits to be written again: the dialog begins another one
    expect((await opened()).view().comment).toBe('');
    day.sandbox.faults.clear();
    desk.outbox.writeNow();
    await written();
    expect(day.notes()).toContain('[sheriff] this is lost otherwise');
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await kept()).toBeNull();
  });

  it('keeps what was typed when another button opens the dialog', async () => {
    const sheet = await opened();
    sheet.change({ comment: 'two builds are red' });
    sheet.close();
    const other = await opened(NEEDS_DATA);
    expect(other.view()).toMatchObject({ template: 'needs data', comment: 'two builds are red' });
    other.change({ reason: 'CI errors' });
    await other.save();
    await written();
    expect(day.notes()).toMatch(/^\[sheriff\] two builds are red; needs data: CI errors\n/);
  });

  it('of a newer Deputy can be read and not changed', async () => {
    const notes = '[amy] hi\n\n-- deputy 99 --\nnew facts\n-- /deputy --';
    day.colleagueWrites(notes);
    desk = await tab.look(day.id);
    const sheet = await opened(NEEDS_DATA);
    expect(sheet.view()).toMatchObject({ current: notes, templates: [] });
    expect(sheet.view().closedBecause).toMatch(/newer Deputy/);
    expect(await sheet.save()).toBe(false);
  });

  it('says beforehand whose it is, and what Treeherder will make of the status', async () => {
    const record = day.sandbox.world.summary(day.id);
    record.assignee = 'mozilla-ldap/second@mozilla.com';
    for (const alert of day.sandbox.world.alertsOf(day.id)) alert.status = 3;
    desk = await tab.look(day.id);
    expect((await opened()).view().beforehand).toEqual([
      'Assigned to second.',
      expect.stringMatching(/lets Treeherder set the status to 'invalid'/),
      'A write makes the backfill bot wait for 4 hours anew.',
      'The first write stops the triage clock.',
    ]);
  });
});

describe('the sheriffs’ own templates', { timeout: TIMEOUT_MS }, () => {
  it('can be chosen in each dialog that opens after they were stored; what cannot be used is named', async () => {
    const day = createDay();
    const browser = openBrowser(day.sandbox);
    const templates = [
      { name: 'lunch', text: 'back at {eta}' },
      { name: 'tea', text: 'back at {time}' },
    ];
    await browser.local.set({ [SETTINGS_KEY]: { version: 1, templates } });
    const sheet = (await browser.openTab().look(day.id)).openNote(null, () => {});
    for (let i = 0; i < 200 && sheet.view().closedBecause !== null; i++)
      await new Promise((r) => setTimeout(r, 2));
    expect(sheet.view().templates).toContain('lunch');
    expect(sheet.view().templates).not.toContain('tea');
    expect(sheet.view().faults).toEqual(['Template “tea” cannot be used: {time} is no variable.']);
  });

  it('stand in the round’s own note', async () => {
    const day = createDay();
    const browser = openBrowser(day.sandbox);
    const templates = [{ name: 'round requested', text: 'asked for {jobs}, look after {eta}' }];
    await browser.local.set({ [SETTINGS_KEY]: { version: 1, templates } });
    const desk = await browser.openTab().look(day.id);
    await desk.send();
    expect(day.notes()).toMatch(/^\[sheriff\] asked for \d+ jobs, look after (\d+ \w{3} )?\d\d:\d\d UTC\n/);
    expect(day.told().state).toBe('data ready');
  });

  it('leave the hand-over to a click where the setting says so', async () => {
    const day = createDay();
    const browser = openBrowser(day.sandbox);
    await browser.local.set({ [SETTINGS_KEY]: { version: 1, handOver: 'when complete' } });
    const desk = await browser.openTab().look(day.id);
    await desk.send();
    expect(stateOf(parseNotes(day.notes()))).toBe('collecting data');
    expect(await desk.handOver()).toBe(true);
    for (let i = 0; i < 200 && desk.state().pending; i++) await new Promise((r) => setTimeout(r, 2));
    expect(day.notes()).toMatch(/^\[sheriff\] data ready: handed over after round 1 \(\d+ jobs, data about/);
    expect(day.told().state).toBe('data ready');
  });
});

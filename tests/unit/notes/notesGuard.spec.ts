import { beforeEach, describe, expect, it } from 'vitest';
import { createNotesGuard, type NotesGuard } from '@/entrypoints/perfherder.content/notesGuard';
import { isOk } from '@/lib/model/outcome';
import { type DeputyTab, openBrowser } from '../rounds/browser';
import { createDay, type Day } from '../rounds/day';

const START = '[cbrown] looks like noise';
const MOVED_ON = /have changed since you opened the editor/;

describe("the page's own notes editor", () => {
  let day: Day;
  let tab: DeputyTab;
  let guard: NotesGuard;
  let warnings: string[];
  let waits: { ms: number; end: () => void; signal: AbortSignal }[];
  let stop: AbortController;
  let isOpen: boolean;
  let isVisible: boolean;

  const reads = () => day.sandbox.log.count({ method: 'GET', path: /alertsummary\/\d+\// });
  const open = (text: string, untouched = true) =>
    guard.onOpen({ summaryId: day.id, text, untouched, isOpen: () => isOpen });
  const storeReads = async () => {
    const summary = await tab.deps.treeherder.summary(day.id);
    if (isOk(summary)) tab.deps.store.put(summary.value, tab.deps.now());
  };
  /** The time of the last wait is over. */
  const timeIsUp = async () => {
    day.sandbox.clock.advance(20);
    waits.at(-1)?.end();
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  /** What the page sends after the guard has looked at the save. */
  const save = async (text: string) => {
    day.colleagueWrites((await guard.onSave({ summaryId: day.id, text })) ?? text);
    isOpen = false;
  };

  beforeEach(async () => {
    day = createDay();
    day.colleagueWrites(START);
    tab = openBrowser(day.sandbox).openTab();
    [warnings, waits, stop, isOpen, isVisible] = [[], [], new AbortController(), true, true];
    guard = createNotesGuard(
      {
        ...tab.deps,
        wait: (ms, signal) =>
          new Promise((end) => {
            waits.push({ ms, end, signal });
            signal.addEventListener('abort', () => end(), { once: true });
          }),
        isVisible: () => isVisible,
        refetchPage: async () => {},
        signal: stop.signal,
      },
      (_, text) => warnings.push(text),
    );
    await storeReads();
    day.sandbox.log.clear();
  });

  it('saves what was typed beside what others wrote while it was open', async () => {
    open(START);
    day.colleagueWrites(`[amy] seen it too\n${START}`);
    await save(`[sheriff] typed\n${START}`);
    expect(day.notes().split('\n').sort()).toEqual(['[amy] seen it too', START, '[sheriff] typed']);
  });

  it('takes the text that the page had for its start, also when it is older than what Deputy read', async () => {
    // the page read START; a colleague wrote; then Deputy read
    day.colleagueWrites(`[amy] seen it too\n${START}`);
    await storeReads();
    open(START, true);
    await save(`[sheriff] typed\n${START}`);
    expect(day.notes()).toContain('[amy] seen it too');
    expect(day.notes()).toContain('[sheriff] typed');
  });

  it('loses nothing of a text whose start nobody knows', async () => {
    // typed before this copy of Deputy came; then the page read newer notes
    open(`[sheriff] typed long ago\n${START}`, false);
    day.colleagueWrites(`[amy] seen it too\n${START}`);
    await save(`[sheriff] typed long ago, and more\n${START}`);
    for (const line of ['[amy] seen it too', '[sheriff] typed long ago, and more', START])
      expect(
        day
          .notes()
          .split('\n')
          .filter((l) => l === line),
      ).toHaveLength(1);
  });

  it('is looked after while it is open, soon and then every 20 seconds, and the sheriff told once per change', async () => {
    open(START);
    expect(waits.map((w) => w.ms)).toEqual([5000]);
    await timeIsUp();
    expect([reads(), warnings]).toEqual([1, []]);
    day.colleagueWrites(`[amy] one\n${START}`);
    await timeIsUp();
    await timeIsUp();
    expect(reads()).toBe(3);
    expect(warnings).toEqual([expect.stringMatching(MOVED_ON)]);
    day.colleagueWrites(`[amy] two\n[amy] one\n${START}`);
    await timeIsUp();
    expect(warnings).toHaveLength(2);
    expect(waits.map((w) => w.ms)).toEqual([5000, 10_000, 20_000, 20_000, 20_000]);
  });

  it('tells at once what Deputy heard otherwise, or knew when it was opened', async () => {
    open(START);
    day.colleagueWrites(`[amy] one\n${START}`);
    await storeReads();
    expect(warnings).toEqual([expect.stringMatching(MOVED_ON)]);
    isOpen = false;
    isOpen = true;
    open(START, false);
    expect(warnings).toHaveLength(2);
  });

  it('asks for nothing in a hidden tab, nor once it is closed, nor when Deputy is stopped', async () => {
    isVisible = false;
    open(START);
    await timeIsUp();
    expect([reads(), waits.length]).toEqual([0, 2]);
    isVisible = true;
    isOpen = false;
    await timeIsUp();
    expect([reads(), waits.length]).toEqual([0, 2]);
    isOpen = true;
    open(START);
    stop.abort();
    await timeIsUp();
    expect([reads(), waits.length]).toEqual([0, 3]);
  });

  it('does not take other line ends for a change', async () => {
    day.colleagueWrites(`[amy] one\r\n${START}`);
    await storeReads();
    open(`[amy] one\n${START}`);
    await timeIsUp();
    expect(warnings).toEqual([]);
  });

  it('goes on unmerged, with a word about it, when the notes cannot be read', async () => {
    open(START);
    day.sandbox.faults.add({ match: { method: 'GET' }, effect: { kind: 'reset' } });
    expect(await guard.onSave({ summaryId: day.id, text: 'typed' })).toBeNull();
    expect(warnings).toEqual([expect.stringMatching(/without a look at what others wrote/)]);
  });

  it('has its text written again when a colleague’s write swallowed it, and only then', async () => {
    open(START);
    await save(`[sheriff] typed\n${START}`);
    expect(waits.at(-1)?.ms).toBe(3000);
    // who read the notes before the save, and wrote after it
    day.colleagueWrites(`[amy] at the same moment\n${START}`);
    await timeIsUp();
    expect(day.notes().split('\n').sort()).toEqual(['[amy] at the same moment', START, '[sheriff] typed']);
    const there = day.notes();
    await timeIsUp();
    expect(day.notes()).toBe(there);
    expect(day.sandbox.log.count({ method: 'PUT' })).toBe(1);
  });
});

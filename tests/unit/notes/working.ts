import { createNotesGuard } from '@/entrypoints/perfherder.content/notesGuard';
import { createOutbox, type Wish } from '@/lib/actions/outbox';
import { type AlertId, alertId, type SummaryId } from '@/lib/model/ids';
import { isOk, ok } from '@/lib/model/outcome';
import { marksOf, parseNotes } from '@/lib/notes/notes';
import type { FaultEffect } from '../../sandbox/faults.ts';
import { type DeputyTab, openBrowser } from '../rounds/browser';
import type { Day } from '../rounds/day';
import { Interleaving } from '../rounds/interleaving';

/** Notes as they stand in the morning: lines of people, a mark, and lines of another release and of somebody's script. */
export const MORNING = [
  '[cbrown] the author is on leave until Monday',
  'see also the thread in #perftest 🐢',
  '',
  '-- deputy 1 --',
  'mark 1 on cbrown 2026-11-23T09:00Z',
  'mood good',
  '-- /deputy --',
].join('\n');

const USERS = ['sheriff', 'second', 'cbrown'];
/** How often a person presses "Try again" on a write that failed before they give up. */
const TRIES = 6;

/** How the page's own editor is used beside Deputy: not at all, guarded by it, or in a browser without Deputy. */
export type OwnEditor = 'none' | 'guarded' | 'bare';

export interface MorningPlan {
  readonly seed: string;
  readonly sheriffs: 2 | 3;
  readonly writesEach: number;
  readonly faults: boolean;
  readonly ownEditor: OwnEditor;
  /** How long somebody types in the page's own editor; others write meanwhile. */
  readonly typingMs: number;
}

export interface Told {
  readonly line?: string;
  readonly mark?: AlertId;
}

/** What the sheriffs did, and what became of it. */
export interface MorningReport {
  /** Comments and marks that the tab said are written. */
  readonly told: readonly Told[];
  /** Of these, what is not in the notes in the end. */
  readonly lost: readonly Told[];
  /** Comments that stand in the notes more than once. */
  readonly doubled: readonly string[];
  /** Writes that failed again and again; the sheriff was told. */
  readonly gaveUp: number;
  /** Requests that wrote. */
  readonly puts: number;
  /** Faults that hit. */
  readonly hits: number;
}

/** Several sheriffs at work on the notes of one summary at once, each in a browser of their own. */
export async function workTogether(day: Day, plan: MorningPlan): Promise<MorningReport> {
  day.again();
  day.colleagueWrites(MORNING);
  const time = new Interleaving(day.sandbox, plan.seed);
  const randomId = () => time.draw().toString(36).slice(2, 12);
  const tabs = USERS.slice(0, plan.sheriffs).map((user) => {
    const line = time.line();
    const tab = openBrowser(day.sandbox, { wait: time.sleep, network: line, randomId }).openTab({ user });
    return { user, tab, line, hand: sheriffAt(tab, day.id, user, time) };
  });
  await time.run(
    tabs.map(
      ({ tab }) =>
        () =>
          readInto(tab, day.id),
    ),
  );
  const faults = plan.faults ? addFaults(day, time) : [];

  const told: Told[] = [];
  let gaveUp = 0;
  await time.run(
    tabs.map(({ user, tab, line, hand }, n) => async () => {
      for (let turn = 0; turn < plan.writesEach; turn++) {
        await time.sleep(time.draw() * 5000);
        if (plan.faults && time.draw() < 0.15) await line(() => tab.page.fetch('/__sandbox/rotate-csrf'));
        const words = `${turn} of ${user} ${['🐢', 'é', '‮', '<b>'][turn % 4]}`;
        const what = time.draw();
        if (plan.ownEditor !== 'none' && n === 0 && turn % 2 === 1) {
          const saved = await saveOwnEditor(tab, day.id, line, `[${user}] ${words}`, plan);
          if (saved) told.push({ line: `[${user}] ${words}` });
          continue;
        }
        const said: Told = {
          ...(what < 0.7 && { line: `[${user}] ${words}` }),
          // everybody has rows of their own, and all mark row 9
          ...(what > 0.4 && { mark: alertId(turn === 0 ? 9 : 100 * (n + 1) + turn) }),
        };
        if (await hand([...(said.line ? [comment(words)] : []), ...(said.mark ? [marked(said.mark)] : [])]))
          told.push(said);
        else gaveUp++;
      }
    }),
  );
  // the looks that follow a write by themselves; nobody waits for them
  await time.run([() => time.sleep(60_000)]);
  const hits = faults.reduce((sum, fault) => sum + fault.hits, 0);
  day.sandbox.faults.clear();

  const doc = parseNotes(day.notes());
  const texts = doc.lines.map((l) => l.text);
  const marks = marksOf(doc);
  const count = (line: string) => texts.filter((text) => text === line).length;
  return {
    told,
    lost: told.flatMap(({ line, mark }): Told[] => [
      ...(line !== undefined && count(line) === 0 ? [{ line }] : []),
      ...(mark !== undefined && marks.get(mark)?.on !== true ? [{ mark }] : []),
    ]),
    doubled: told.flatMap(({ line }) => (line !== undefined && count(line) > 1 ? [line] : [])),
    gaveUp,
    puts: day.sandbox.log.count({ method: 'PUT' }),
    hits,
  };
}

const comment = (text: string): Wish => ({ kind: 'line', text });
const marked = (alert: AlertId): Wish => ({ kind: 'mark', alert, on: true });

async function readInto(tab: DeputyTab, id: SummaryId): Promise<void> {
  const summary = await tab.deps.treeherder.summary(id);
  if (isOk(summary)) tab.deps.store.put(summary.value, tab.deps.now());
}

/** A sheriff who writes through the outbox, presses "Try again" when it fails, and waits until the tab says that it is written. */
function sheriffAt(tab: DeputyTab, id: SummaryId, user: string, time: Interleaving) {
  let written = 0;
  const outbox = createOutbox(
    { ...tab.deps, graceSeconds: 2, writer: async () => ok(user) },
    id,
    () => {},
    () => {
      written++;
    },
  );
  return async (wishes: readonly Wish[]): Promise<boolean> => {
    const before = written;
    outbox.add(wishes);
    outbox.writeNow();
    for (let tries = 0; written === before; ) {
      await time.sleep(300);
      const pending = outbox.pending();
      if (pending?.state.kind !== 'failed') continue;
      if (++tries === TRIES) {
        outbox.takeBack();
        return false;
      }
      // a conflict is shown with both texts; this sheriff keeps both
      outbox.writeNow(pending.state.problem.conflicts !== undefined);
    }
    return true;
  };
}

/**
 * The page's own editor: the text as the page had it, a line typed on top, and the whole of it saved. Guarded, Deputy in that
 * browser holds the save and looks after it.
 */
async function saveOwnEditor(
  { page, deps }: DeputyTab,
  id: SummaryId,
  line: (send: () => Promise<Response>) => Promise<Response>,
  typed: string,
  { ownEditor, typingMs }: MorningPlan,
): Promise<boolean> {
  const guarded = ownEditor === 'guarded';
  const path = `/api/performance/alertsummary/${id}/`;
  const ask = async (init?: RequestInit): Promise<{ notes: string | null } | null> => {
    try {
      const answer = await line(() => page.fetch(path, init));
      return answer.ok ? ((await answer.json()) as { notes: string | null }) : null;
    } catch {
      return null; // the page says that it failed
    }
  };
  const guard = createNotesGuard(
    { ...deps, isVisible: () => true, signal: new AbortController().signal, refetchPage: async () => {} },
    () => {},
  );
  const start = await ask();
  if (!start) return false;
  const base = start.notes ?? '';
  let isOpen = true;
  if (guarded) guard.onOpen({ summaryId: id, text: base, untouched: true, isOpen: () => isOpen });
  await deps.wait(typingMs);
  const text = `${typed}\n${base}`;
  const merged = guarded ? await guard.onSave({ summaryId: id, text }) : text;
  isOpen = false;
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': page.csrfToken() ?? '' };
  const body = JSON.stringify({ notes: merged ?? text });
  const saved = (await ask({ method: 'PUT', headers, body })) !== null;
  // could the guard not look before, it warns, and the line is what the page makes of it
  return saved && merged !== null;
}

const WAYS: readonly FaultEffect[] = [
  { kind: 'status', status: 500, html: 'Server Error (500)' },
  { kind: 'lost' },
  { kind: 'reset' },
  { kind: 'html' },
  { kind: 'malformed' },
];

/** Some reads and writes of the morning fail, each in another way. */
function addFaults(day: Day, time: Interleaving) {
  return ['PUT', 'PUT', 'PUT', 'GET', 'GET'].map((method) =>
    day.sandbox.faults.add({
      match: { method, path: 'alertsummary/\\d+/', nth: 1 + Math.floor(time.draw() * 8) },
      effect: WAYS[Math.floor(time.draw() * WAYS.length)] ?? { kind: 'lost' },
    }),
  );
}

import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Dashboard, type DashboardView } from '@/components/dashboard';
import { WEEK_CHOICES } from '@/components/figures';
import type { Instant, SummaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import type { QueueName, ShiftItem } from '@/lib/model/shift';
import { timeInWords } from '@/lib/model/words';
import { wait } from '@/lib/rounds/waiting';
import { readManaged } from '@/lib/settings/managed';
import { readSettings, SETTINGS_KEY } from '@/lib/settings/settings';
import { readShift, type Shift } from '@/lib/shift/readShift';
import { everyWhileSeen } from '@/lib/timers/timers';
import { createTreeherderRecords } from '@/lib/treeherder/client';
import { createTreeherderReads } from '@/lib/treeherder/publicReads';
import { createServerClock } from '@/lib/treeherder/serverClock';
import {
  filtered,
  printFilter,
  queuesShown,
  readFilter,
  type ShiftFilter,
  sorted,
} from '@/lib/triage/shiftFilter';
import { byQueue, SHIFT_HOURS, shiftItem } from '@/lib/triage/shiftQueue';
import { shiftReport } from '@/lib/triage/shiftReport';
import { shiftSuggestions } from '@/lib/triage/shiftSuggestions';
import type { FiguresPart } from './figuresPart';

/*
 * The dashboard: public reads of Treeherder, settings from the extension's storage. It writes nothing but, in the storage, when
 * the sheriff last said "seen".
 */
const SITE = 'https://treeherder.mozilla.org';
const SEEN_KEY = 'shift seen at';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Weeks of the figures at first: enough for a line, at 300 summaries a week 12 requests. */
const FIRST_WEEKS = 4;

const urlOf = (id: SummaryId) => `${SITE}/perfherder/alerts?id=${id}&hideDwnToInv=0`;

async function start(root: HTMLElement): Promise<void> {
  const stored = await browser.storage.local.get([SETTINGS_KEY, SEEN_KEY]);
  const { rules, role, pairs } = readSettings(
    stored[SETTINGS_KEY],
    await readManaged(browser.storage.managed),
  );
  const clock = createServerClock(
    () => performance.now(),
    () => Date.now(),
  );
  const deps = { fetch: (url: string, init?: RequestInit) => fetch(url, init), origin: SITE, clock, wait };
  const reads = { treeherder: createTreeherderRecords(deps), reads: createTreeherderReads(deps) };

  let filter = readFilter(location.search, role);
  let shift: Shift | null = null;
  let items: readonly ShiftItem[] = [];
  let counts: ReadonlyMap<QueueName, number> = new Map();
  let frameworks: readonly string[] = [];
  let repositories: readonly string[] = [];
  let suggestions: ReturnType<typeof shiftSuggestions> = new Map();
  let readAt: Instant | null = null;
  let status = '';
  let problem: string | null = null;
  const asked = new URLSearchParams(location.search);
  let view: DashboardView = asked.get('view') === 'figures' ? 'figures' : 'queues';
  let weeks = WEEK_CHOICES.find((n) => String(n) === asked.get('weeks')) ?? FIRST_WEEKS;
  let figures: FiguresPart | null = null;
  // who never looked is shown what changed in the last shift
  let seenAt = typeof stored[SEEN_KEY] === 'number' ? stored[SEEN_KEY] : clock.now() - SHIFT_HOURS * HOUR_MS;

  function workOut(): void {
    const now = clock.now();
    items = (shift?.facts ?? []).flatMap((facts) => shiftItem(facts, now, rules) ?? []);
    counts = new Map([...byQueue(items)].map(([queue, of]) => [queue, of.length]));
    frameworks = unique(items.map((i) => i.framework));
    repositories = unique(items.map((i) => i.repository));
  }

  function draw(): void {
    const left = byQueue(filtered(items, filter));
    render(
      <Dashboard
        view={view}
        onView={(wanted) => void show(wanted)}
        figures={figures?.view() ?? null}
        queues={queuesShown(filter).map((queue) => [queue, sorted(left.get(queue) ?? [], filter.sort)])}
        counts={counts}
        filter={filter}
        frameworks={frameworks}
        repositories={repositories}
        now={clock.now()}
        readAt={readAt}
        status={status}
        problems={problemsOf(shift, problem)}
        urlOf={urlOf}
        suggestionOf={(id) => suggestions.get(id)}
        isNew={(item) => item.touched !== null && item.touched.at > seenAt}
        onFilter={choose}
        onRead={() => void read()}
        onCopy={() => void copy()}
        onSeen={() => void seen()}
      />,
      root,
    );
  }

  function choose(change: Partial<ShiftFilter>): void {
    filter = { ...filter, ...change };
    keepAddress();
    draw();
  }

  /** The address is what a colleague is sent, and the way back after a reload. */
  function keepAddress(): void {
    const ofFigures = view === 'figures' ? `&view=figures&weeks=${weeks}` : '';
    history.replaceState(null, '', printFilter(filter) + ofFigures);
  }

  /** Each half is read when it is first looked at. */
  async function show(wanted: DashboardView): Promise<void> {
    view = wanted;
    keepAddress();
    draw();
    if (view === 'queues') {
      if (shift === null) await read();
      return;
    }
    if (figures === null) {
      const { createFiguresPart } = await import('./figuresPart');
      figures ??= createFiguresPart(reads.treeherder, rules, clock, chooseWeeks, draw);
    }
    await figures.read(weeks);
  }

  function chooseWeeks(wanted: number): void {
    weeks = wanted;
    void show('figures');
  }

  async function read(): Promise<void> {
    status = 'Reading…';
    draw();
    const take = (next: Shift) => {
      shift = next;
      suggestions = shiftSuggestions(next.facts, pairs);
      workOut();
    };
    const answer = await readShift(reads, rules, clock.now(), (facts) => {
      // a first look, unless there is a better one already
      if (readAt !== null) return;
      take(facts);
      draw();
    });
    if (isOk(answer)) {
      take(answer.value);
      readAt = clock.now();
      status = `Read at ${timeInWords(readAt, readAt)}: ${answer.value.facts.length} summaries of the last two weeks.`;
      problem = null;
    } else {
      status = readAt === null ? '' : `What is shown was read at ${timeInWords(readAt, clock.now())}.`;
      problem = `${answer.problem.message} Nothing was changed. Read again in a minute.`;
    }
    draw();
  }

  async function copy(): Promise<void> {
    const text = shiftReport(items, clock.now(), urlOf);
    status = await navigator.clipboard.writeText(text).then(
      () => 'The shift report is in the clipboard.',
      () => 'The browser did not let the report into the clipboard: press again.',
    );
    draw();
  }

  async function seen(): Promise<void> {
    seenAt = clock.now();
    await browser.storage.local.set({ [SEEN_KEY]: seenAt });
    draw();
  }

  // ages and clocks go on; nothing is asked for it, and nothing is drawn while nobody looks
  everyWhileSeen(document, MINUTE_MS, () => {
    workOut();
    draw();
  });
  await show(view);
}

const unique = (values: readonly string[]) => [...new Set(values)].sort();

function problemsOf(shift: Shift | null, problem: string | null): readonly string[] {
  return [
    ...(problem === null ? [] : [problem]),
    ...(shift?.isCut ? ['There are more summaries than were read: the oldest are left out.'] : []),
    ...(shift?.unreadable
      ? [`${shift.unreadable} summaries are in a form that Deputy does not know, and left out.`]
      : []),
    ...(shift?.pointsProblem
      ? [
          `How much data is in could not be read (${shift.pointsProblem.message}): it goes by the expected times.`,
        ]
      : []),
  ];
}

const root = document.getElementById('root');
if (root) void start(root);

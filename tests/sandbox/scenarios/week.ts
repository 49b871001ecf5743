import type { AlertRecord, SummaryRecord } from '../records.ts';
import { ALERT, SUMMARY } from '../treeherder/statusDerivation.ts';
import type { World } from '../world.ts';
import { addSummary } from './alerts.ts';
import {
  at,
  BROWSERTIME_ID,
  type Branch,
  find,
  HOUR_MS,
  type Place,
  place,
  startBranch,
  TALOS_ID,
} from './branch.ts';
import { addHistory } from './history.ts';
import { addTests, BROWSERTIME, LINUX, stepAt, TALOS, WINDOWS } from './tests.ts';
import { bugHours, keepWeekAnswer, ROUND_JOBS, secondRoundReason } from './weekAnswers.ts';

/** One summary of each kind, again and again; the newest first. */
export const KINDS = [
  'untriaged',
  'data coming',
  'untriaged',
  'collecting',
  'downstream',
  'data complete',
  'untriaged',
  'needs bug',
  'improvement',
  'bug filed',
  'pushes failed',
  'untriaged',
  'needs data',
  'invalid',
  'data coming',
  'data late',
  'untriaged',
  'fixed',
  'claim left behind',
  'investigating',
] as const;
export type Kind = (typeof KINDS)[number];

/** Summaries of the week. */
export const WEEK_SUMMARIES = 300;
/** Which queue of the shift a kind waits in; none for those that wait for nobody. */
export const QUEUE_OF: Readonly<Partial<Record<Kind, string>>> = {
  untriaged: 'untriaged',
  collecting: 'collecting data',
  'data coming': 'data ready: data coming',
  'data complete': 'data ready: complete',
  'needs data': 'needs data',
  'needs bug': 'needs bug',
  'pushes failed': 'stuck',
  'data late': 'stuck',
  'claim left behind': 'stuck',
};

/** The two who hand over to each other: by day and by night. */
const SHERIFFS = ['sheriff', 'second'] as const;
const FRAMEWORKS = [BROWSERTIME_ID, TALOS_ID] as const;
/** The newest data-bearing pushes whose later data is not in yet. */
const YOUNGEST = 3;
const SUITES = ['amazon', 'cnn'];
const TALOS_SUITES = ['tp5o', 'ts_paint'];

/** A week of autoland with 300 alert summaries in every state, worked on by two sheriffs in turns. */
export const week = (world: World): void => manySummaries(world, WEEK_SUMMARIES);

/** The same over more days, with 500. */
export const fortnight = (world: World): void => manySummaries(world, FORTNIGHT_SUMMARIES);
const FORTNIGHT_SUMMARIES = 500;

/** Two summaries, one of each framework, on each data-bearing push, of which every fourth is one. */
const PUSHES_PER_SUMMARY = 2;
const MORE_PUSHES = 60;

/** So many alert summaries in every state, two on each data-bearing push. */
export function manySummaries(world: World, count: number): void {
  const repository = world.repository('autoland');
  const day = startBranch(world, {
    repository,
    pushes: count * PUSHES_PER_SUMMARY + MORE_PUSHES,
    gapMinutes: [14, 16],
    firstId: 1_700_000,
    commits: [1, 2],
    dataEvery: [4, 4],
    frameworkId: BROWSERTIME_ID,
    platforms: [WINDOWS],
    suites: BROWSERTIME.filter(({ suite }) => SUITES.includes(suite)),
  });
  const talos = addTests(
    world,
    repository,
    TALOS_ID,
    [LINUX],
    TALOS.filter(({ suite }) => TALOS_SUITES.includes(suite)),
  );
  const both: Branch = { ...day, series: [...day.series, ...talos] };
  // only the levels that alerts tell of matter here: up and down in turns
  for (const [n, push] of both.data.entries()) {
    stepAt(both.series, push.index, [n % 2 === 0 ? 1.06 : 1 / 1.06]);
  }
  addHistory(world, { repository, log: day.log, data: day.data, runs: () => 1, buildRate: 0.1 });
  for (let n = count - 1; n >= 0; n--) addOne(world, both, n);
}

function addOne(world: World, day: Branch, n: number): void {
  const kind = at(KINDS, n % KINDS.length);
  const frameworkId = at(FRAMEWORKS, n % 2);
  const where = place(world, day, YOUNGEST + Math.floor(n / 2));
  const names = frameworkId === BROWSERTIME_ID ? SUITES : TALOS_SUITES;
  const platform = frameworkId === BROWSERTIME_ID ? WINDOWS : LINUX;
  const summary = addSummary(world, {
    ...where,
    frameworkId,
    alerts: names.map((suite) => ({
      series: find(day, suite, platform),
      fields: { isRegression: kind !== 'improvement', ...alertFields(world, kind) },
    })),
    fields: summaryFields(kind, where.created, n),
  });
  // a sheriff comes two hours later, and not in the future
  const started = Math.min(where.created + 2 * HOUR_MS, world.clock.now() - 20 * 60_000);
  keepWeekAnswer(world, kind, n, summary.created, started);
  const notes = notesOf(world, day, summary, { ...where, started }, kind, n);
  if (notes !== null)
    world.summaries.set(summary.id, { ...summary, notes, firstTriaged: where.created + HOUR_MS / 2 });
}

function alertFields(world: World, kind: Kind): Partial<AlertRecord> {
  if (kind === 'downstream') {
    return { status: ALERT.downstream, relatedSummaryId: [...world.summaries.keys()].at(-1) ?? null };
  }
  if (kind === 'invalid') return { status: ALERT.invalid };
  return kind === 'bug filed' || kind === 'fixed' ? { status: ALERT.acknowledged } : {};
}

function summaryFields(kind: Kind, created: number, n: number): Partial<SummaryRecord> {
  const triaged = { firstTriaged: created + HOUR_MS };
  switch (kind) {
    case 'downstream':
      return { status: SUMMARY.downstream, ...triaged };
    case 'invalid':
      return { status: SUMMARY.invalid, ...triaged };
    case 'fixed':
    case 'bug filed':
      return {
        status: kind === 'fixed' ? SUMMARY.fixed : SUMMARY.investigating,
        bugNumber: 1_980_000 + n,
        bugUpdated: created + (bugHours(kind, n) ?? 0) * HOUR_MS,
        ...triaged,
      };
    case 'investigating':
      return {
        status: SUMMARY.investigating,
        assignee: `mozilla-ldap/${at(SHERIFFS, n % 2)}@mozilla.com`,
        ...triaged,
      };
    default:
      return {};
  }
}

/** What the sheriffs have written, by the protocol's own page; null when nobody has. */
function notesOf(
  world: World,
  day: Branch,
  summary: SummaryRecord,
  where: Place & { readonly started: number },
  kind: Kind,
  n: number,
): string | null {
  const who = at(SHERIFFS, Math.floor(n / 10) % 2);
  const now = world.clock.now();
  const { started } = where;
  const round = (status: string, eta: number, receipts = true, number = 1) => {
    const index = day.data.findIndex((p) => p.id === where.push.id);
    const revisions = day.data.slice(Math.max(0, index - 2), index + 3).map((p) => p.revision);
    const alerts = world.alertsOf(summary.id).map((a) => a.id);
    const nonce = `week${n}${number > 1 ? 'b' : ''}`;
    return [
      `round ${number} ${status} ${who} ${utc(started)} ${nonce} jobs=${ROUND_JOBS[number - 1]} builds=1 eta=${utc(eta)} alerts=${alerts.join(',')} revisions=${revisions.join(',')}`,
      ...(receipts
        ? revisions.map((revision, i) =>
            kind === 'pushes failed' && i === 0
              ? `failed ${number} ${nonce} ${revision} 6 - build%20failed`
              : `sent ${number} ${nonce} ${revision} 6 ${world.random.slug()}`,
          )
        : []),
    ];
  };
  const state = (name: string) => `state ${name} ${who} ${utc(started)}`;
  const tail = (line: string, facts: readonly string[]) =>
    [`[${who}] ${line}`, '', '-- deputy 1 --', ...facts, '-- /deputy --'].join('\n');
  switch (kind) {
    case 'collecting':
      return tail('round 1: 30 jobs', [state('collecting-data'), ...round('pending', now + 2 * HOUR_MS)]);
    case 'data coming':
      return tail('round 1: 30 jobs, handed over', [state('data-ready'), ...round('pending', now + HOUR_MS)]);
    case 'data late':
      return tail('round 1: 30 jobs, handed over', [
        state('data-ready'),
        ...round('pending', now - 8 * HOUR_MS),
      ]);
    case 'data complete':
      return tail('data ready', [state('data-ready'), ...round('complete', started + 3 * HOUR_MS)]);
    case 'needs data':
      return tail('needs data: broken build', [state('needs-data')]);
    case 'needs bug':
      return tail('the step is confirmed', [
        state('data-ready'),
        state('needs-bug'),
        ...round('complete', started + 3 * HOUR_MS),
      ]);
    case 'pushes failed':
      return tail('backfill failed', [state('collecting-data'), ...round('pending', now + HOUR_MS)]);
    case 'claim left behind':
      return tail('round 1 claimed', [...round('claimed', now + HOUR_MS, false)]);
    case 'bug filed': {
      const reason = secondRoundReason(kind, n);
      return tail('bug filed', [
        state('data-ready'),
        ...round('complete', started + 3 * HOUR_MS),
        ...(reason === null
          ? []
          : [
              ...round('complete', started + 6 * HOUR_MS, true, 2),
              `reason 2 week${n}b ${encodeURIComponent(reason)}`,
            ]),
      ]);
    }
    case 'improvement':
      return tail('an improvement of its own', [`declined downstream 50900 on ${who} ${utc(started)}`]);
    default:
      return null;
  }
}

/** To the second. */
const utc = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

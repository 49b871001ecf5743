import { describe, expect, it, vi } from 'vitest';
import { ConnectionLost, type FaultEffect, type FaultMatch } from '../../sandbox/faults.ts';
import { type DeputyTab, openBrowser, openDesk } from './browser';
import { createDay, FULL, planOf, TIMEOUT_MS, wantedBy } from './day';
import { expectHonest, expectWhole, pressUntilDone } from './pressing';

const COLLEAGUE = '[cbrown] the author is on leave until Monday';

/** Where a round can be hit: a request of each kind, the first, one in the middle or the last of it. */
const POINTS: readonly (FaultMatch & { readonly what: string })[] = [
  { what: 'the session', path: '^/api/user/' },
  { what: 'the summary before the plan', path: '^/api/performance/alertsummary/\\d+/\\?', nth: 1 },
  { what: 'the data points', path: '/performance/data/' },
  { what: 'the jobs of the series', path: '^/api/jobs/\\?id__in' },
  { what: 'the push log', path: '/push/\\?fromchange' },
  { what: 'the builds', path: '^/api/jobs/\\?push_id__in.*build-' },
  { what: 'the action jobs', path: '^/api/jobs/\\?push_id__in.*job_group_symbol=AC' },
  { what: 'the running jobs', path: '^/api/jobs/\\?push_id__in.*browsertime' },
  { what: 'the summaries of the team', path: '^/api/performance/alertsummary/\\?' },
  { what: 'the summary before the claim', path: '^/api/performance/alertsummary/\\d+/\\?', nth: 2 },
  { what: 'the claim', method: 'PUT', nth: 1 },
  { what: 'the claim read back', path: '^/api/performance/alertsummary/\\d+/\\?', nth: 3 },
  { what: 'the look at the claim', path: '^/api/performance/alertsummary/\\d+/\\?', nth: 4 },
  { what: 'the decision tasks', path: '/push/decisiontask/' },
  { what: 'one actions.json', path: 'actions.json', nth: 3 },
  { what: 'the text of one actions.json', host: 'firefoxci.taskcluster-artifacts.net', nth: 2 },
  { what: 'the definitions of the decision tasks', path: 'queue/v1/tasks$' },
  { what: 'the last fires', path: '/last-fires' },
  { what: 'the first trigger', path: '/trigger$', nth: 1 },
  { what: 'a later trigger', path: '/trigger$', nth: 5 },
  { what: 'the last trigger', path: '/trigger$', nth: 8 },
  { what: 'the summary before the note', path: '^/api/performance/alertsummary/\\d+/\\?', nth: 5 },
  { what: 'the note', method: 'PUT', nth: 2 },
  { what: 'the note read back', path: '^/api/performance/alertsummary/\\d+/\\?', nth: 6 },
];

const error = (status: number, code: string, message: string): FaultEffect => ({
  kind: 'status',
  status,
  json: { code, message, detail: message },
});

const WAYS: Readonly<Record<string, FaultEffect>> = {
  'a lost answer': { kind: 'lost' },
  'a reset': { kind: 'reset' },
  'a 500 page': { kind: 'status', status: 500, html: 'Server Error (500)' },
  'a 401': error(401, 'AuthenticationFailed', 'Authentication Failed: Access denied'),
  'a 403': error(403, 'InsufficientScopes', 'You do not have permission to perform this action.'),
  'a 404': error(404, 'ResourceNotFound', 'No such hook'),
  'a 429': { kind: 'status', status: 429, html: 'Too Many Requests' },
  'a 400 while firing, nothing made': error(400, 'InputError', 'While firing hook: it went wrong'),
  'a 400 while firing, the task made': {
    kind: 'call',
    run: async (_, carryOut) => {
      await carryOut();
      return Response.json(
        { code: 'InputError', message: 'While calling createTask: it went wrong' },
        { status: 400, headers: { 'Access-Control-Allow-Origin': '*' } },
      );
    },
  },
  'a 502 page': { kind: 'html', status: 502 },
  'a page instead of data': { kind: 'html' },
  'broken JSON': { kind: 'malformed' },
};

/** In the short run what spends is hit in every way, what writes in one of each kind, and each read in one. */
const SPENDING = 'the first trigger';
const WRITING = ['the claim', 'the note'];
const TELLING = [SPENDING, ...WRITING];
const KINDS = ['a lost answer', 'a 500 page', 'a 403', 'a 429', 'broken JSON'];
const SHORT = ['a 500 page', 'broken JSON'];

const isTelling = (what: string, nth: number, way: string) =>
  what === SPENDING || (WRITING.includes(what) ? KINDS.includes(way) : SHORT[nth % SHORT.length] === way);

const day = createDay();

/** In the full run every single request of a round that is left alone. */
async function everyRequest(): Promise<typeof POINTS> {
  const { desk } = await openDesk(day);
  day.sandbox.log.clear();
  await desk.send();
  return day.sandbox.log.entries.map(({ method, path }, i) => ({
    what: `request ${i + 1}, ${method} ${path.split('?')[0]}`,
    nth: i + 1,
  }));
}
const points = FULL ? await everyRequest() : POINTS;

const cases = points.flatMap((point, i) =>
  Object.entries(WAYS)
    .filter(([way]) => FULL || isTelling(point.what, i, way))
    .map(([way, effect]) => ({ what: point.what, way, point, effect })),
);
const silent = points
  .filter((p) => FULL || TELLING.includes(p.what))
  .flatMap((point) => [false, true].map((done) => ({ what: point.what, point, done })));
/** From there on the credentials are of no use. */
const expiring = points
  .filter((p) => FULL || ['the claim', 'the first trigger', 'a later trigger'].includes(p.what))
  .flatMap((point) =>
    (['have run out', 'are gone'] as const).map((how) => ({ what: point.what, point, how })),
  );
console.log(
  `Faults of a round: ${cases.length + silent.length + expiring.length} cases over ${points.length} requests${FULL ? '' : ' (DEPUTY_FULL=1 for all)'}.`,
);

describe('a round whose requests fail doubles no job, loses no note, and says what happened', {
  timeout: TIMEOUT_MS,
}, () => {
  it.each(cases)('$what: $way', async ({ point, effect }) => {
    await begin();
    const { what: _, ...match } = point;
    const fault = day.sandbox.faults.add({ match, effect });
    const round = await pressed();
    expect(fault.hits).toBeGreaterThan(0);
    await expectMended(round);
  });

  it.each(silent)('$what: never answered, carried out: $done', async ({ point, done }) => {
    await begin();
    const patience = new Set<AbortController>();
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
      const one = new AbortController();
      patience.add(one);
      return one.signal;
    });
    const { what: _, ...match } = point;
    day.sandbox.faults.add({
      match,
      effect: {
        kind: 'call',
        run: async (_request, carryOut) => {
          if (done) await carryOut();
          // what else is on the line has run out of time as well
          for (const one of patience) one.abort(new DOMException('', 'TimeoutError'));
          patience.clear();
          throw new ConnectionLost();
        },
      },
    });
    await expectMended(await pressed());
  });

  it.each(expiring)('$what: from then on the credentials $how', async ({ point, how }) => {
    await begin();
    const { what: _, ...match } = point;
    let fired = Number.POSITIVE_INFINITY;
    day.sandbox.faults.add({
      match,
      effect: {
        kind: 'call',
        run: async (_request, carryOut) => {
          fired = day.fired();
          if (how === 'are gone') atWork?.page.storage.delete('userCredentials');
          else for (const client of day.sandbox.world.clients.values()) client.expires = 0;
          return carryOut();
        },
      },
    });
    const round = await pressed();
    // those that were being signed at that moment may still get through
    expect(day.fired()).toBeLessThanOrEqual(fired + 3);
    await expectMended(round);
  });

  it('a Treeherder that stays down is told as it is, and all is as before', async () => {
    await begin();
    const { tab, desk } = await openDesk(day);
    day.sandbox.faults.add({
      match: { host: 'treeherder.mozilla.org' },
      effect: { kind: 'status', status: 503, html: 'Service Unavailable' },
    });
    await desk.send();
    expect(tab.progress.at(-1)).toMatchObject({
      kind: 'stopped',
      problem: { kind: 'server', message: expect.stringContaining('503') },
    });
    expect(day.posts()).toBe(0);
    expect(day.notes()).toBe(COLLEAGUE);
  });

  it('a Taskcluster that stays down: the claim is taken back', async () => {
    await begin();
    const { tab, desk } = await openDesk(day);
    day.sandbox.faults.add({
      match: { host: 'firefox-ci-tc.services.mozilla.com' },
      effect: { kind: 'reset' },
    });
    await desk.send();
    const end = tab.progress.at(-1);
    expect(end).toMatchObject({ kind: 'stopped' });
    if (end?.kind === 'stopped')
      expect(end.problem.message).toMatch(/could not be reached.*the claim is taken back/);
    expect(day.told().rounds).toEqual([]);
    expect(day.fired()).toBe(0);
  });

  /** The tab that sends. */
  let atWork: DeputyTab | null = null;

  async function begin() {
    day.again();
    day.colleagueWrites(COLLEAGUE);
  }

  async function pressed() {
    const browser = openBrowser(day.sandbox);
    const tab = browser.openTab();
    atWork = tab;
    // the bar was read while all was well
    const faults = day.sandbox.faults.list.splice(0);
    const desk = await tab.look(day.id);
    day.sandbox.faults.list.push(...faults);
    const wanted = wantedBy(planOf(desk));
    await desk.send();
    return { browser, tab, wanted };
  }

  /** The end is told as it is, and once all is well again, the sheriff's presses make the round whole. */
  async function expectMended({ browser, tab, wanted }: Awaited<ReturnType<typeof pressed>>) {
    expectHonest(tab, day);
    day.sandbox.faults.clear();
    await tab.close();
    await pressUntilDone(day, browser, 61);
    expectWhole(day, wanted, COLLEAGUE);
  }
});

import { describe, expect, it, vi } from 'vitest';
import { ConnectionLost, type FaultEffect, type FaultMatch } from '../../sandbox/faults.ts';
import { openBrowser } from './browser';
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
  'a 400 after it was fired': error(400, 'InputError', 'While creating task: it went wrong'),
  'a 502 page': { kind: 'html', status: 502 },
  'a page instead of data': { kind: 'html' },
  'broken JSON': { kind: 'malformed' },
};

/** In the short run what writes or spends is hit in every way, and each read in one. */
const TELLING = ['the first trigger', 'the claim', 'the note'];
const SHORT = ['a 500 page', 'broken JSON'];

const cases = POINTS.flatMap((point, i) =>
  Object.entries(WAYS)
    .filter(([way]) => FULL || TELLING.includes(point.what) || SHORT[i % SHORT.length] === way)
    .map(([way, effect]) => ({ what: point.what, way, point, effect })),
);

describe('a round whose requests fail doubles no job, loses no note, and says what happened', {
  timeout: TIMEOUT_MS,
}, () => {
  const day = createDay();

  it.each(cases)('$what: $way', async ({ point, effect }) => {
    await begin();
    const { what: _, ...match } = point;
    const fault = day.sandbox.faults.add({ match, effect });
    const { tab, browser, wanted } = await pressed();
    expect(fault.hits).toBeGreaterThan(0);
    expectHonest(tab, day);
    day.sandbox.faults.clear();
    await tab.close();
    await pressUntilDone(day, browser, 61);
    expectWhole(day, wanted, COLLEAGUE);
  });

  it.each(
    POINTS.filter((p) => FULL || TELLING.includes(p.what)).flatMap((point) =>
      [false, true].map((done) => ({ what: point.what, point, done })),
    ),
  )('$what: never answered, carried out: $done', async ({ point, done }) => {
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
    const { tab, browser, wanted } = await pressed();
    expectHonest(tab, day);
    day.sandbox.faults.clear();
    await tab.close();
    await pressUntilDone(day, browser, 61);
    expectWhole(day, wanted, COLLEAGUE);
  });

  it('a Treeherder that stays down is told as it is, and all is as before', async () => {
    await begin();
    const browser = openBrowser(day.sandbox);
    const tab = browser.openTab();
    const desk = await tab.look(day.id);
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
    const browser = openBrowser(day.sandbox);
    const tab = browser.openTab();
    const desk = await tab.look(day.id);
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

  async function begin() {
    day.again();
    day.colleagueWrites(COLLEAGUE);
  }

  async function pressed() {
    const browser = openBrowser(day.sandbox);
    const tab = browser.openTab();
    // the bar was read while all was well
    const faults = day.sandbox.faults.list.splice(0);
    const desk = await tab.look(day.id);
    day.sandbox.faults.list.push(...faults);
    const wanted = wantedBy(planOf(desk));
    await desk.send();
    return { browser, tab, wanted };
  }
});

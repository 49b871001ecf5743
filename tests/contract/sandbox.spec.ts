import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Clock, naiveIso } from '../sandbox/clock.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { makeWorld, SCENARIOS } from '../sandbox/scenarios/index.ts';
import { startSandbox } from '../sandbox/server.ts';
import { gapPushes, get, mainSummary, putSummary, WINDOWS_AMAZON, WINDOWS_BUILD } from './asking.ts';

describe('the clock', () => {
  it('only moves forward, and every answer tells the virtual now', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const before = sandbox.clock.now();
    expect(() => sandbox.clock.advance(-1)).toThrow(RangeError);
    sandbox.clock.advance(5 * 3600);
    expect(sandbox.clock.now()).toBe(before + 5 * 3_600_000);
    for (const url of [
      '/api/user/',
      '/perfherder/alerts',
      'https://firefox-ci-tc.services.mozilla.com/api/none',
    ]) {
      const answer = await tab.fetch(url);
      expect(answer.headers.get('date')).toBe(new Date(sandbox.clock.now()).toUTCString());
    }
  });

  it('keeps appointments in order of time, also those made on the way', () => {
    const clock = new Clock();
    const kept: string[] = [];
    clock.after(20, () => kept.push('second'));
    clock.after(10, () => {
      kept.push('first');
      clock.after(5, () => kept.push('in between'));
    });
    clock.after(40, () => kept.push('too late'));
    clock.advance(30);
    expect(kept).toEqual(['first', 'in between', 'second']);
  });

  it('writes times without a zone, microseconds only when there are any', () => {
    expect(naiveIso(Date.UTC(2026, 7, 19, 8))).toBe('2026-08-19T08:00:00');
    expect(naiveIso(Date.UTC(2026, 7, 19, 8) + 402.913)).toBe('2026-08-19T08:00:00.402913');
  });
});

describe('scenarios', () => {
  it.each(SCENARIOS)('$name can be made, and is the same for the same seed and time', (scenario) => {
    const start = Date.UTC(2026, 7, 20, 12);
    const facts = () => {
      const world = makeWorld(scenario, 'seed', new Clock({ start }));
      return JSON.stringify([
        [...world.summaries.values()],
        [...world.alerts.values()],
        [...world.dataOfSeries],
      ]);
    };
    const first = facts();
    expect(first.length).toBeGreaterThan(1000);
    expect(facts()).toBe(first);
  });

  it('a quiet day has perf data on every 6th to 20th push, and a push log that reads like autoland', () => {
    const { world } = createSandbox();
    const log = world.pushLog.get('autoland') ?? [];
    expect(log.length).toBeGreaterThan(200);
    const [series] = world.fedBy('autoland', WINDOWS_AMAZON);
    const withData = new Set(
      (world.dataOfSeries.get(series?.id ?? 0) ?? []).map((d) => world.push(d.pushId).index),
    );
    const indexes = [...withData].sort((a, b) => a - b);
    const distances = indexes.slice(1).map((index, i) => index - (indexes[i] ?? 0));
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(6);
    expect(Math.max(...distances)).toBeLessThanOrEqual(20);
    const minutes = log.slice(1).map((push, i) => (push.time - (log[i]?.time ?? 0)) / 60);
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...minutes)).toBeLessThanOrEqual(15);
  });

  it('its main alert has two data-bearing revisions on each side, a gap to look into, and a backout in it', () => {
    const sandbox = createSandbox();
    const { world } = sandbox;
    const main = mainSummary(sandbox);
    const gap = gapPushes(sandbox);
    expect(gap.length).toBeGreaterThan(6);
    expect(gap.some((p) => world.knownTasks.get(p.id)?.has(WINDOWS_BUILD))).toBe(true);
    const data = (world.dataOfSeries.get(world.alertsOf(main.id)[0]?.seriesId ?? 0) ?? []).map(
      (d) => d.pushId,
    );
    const pushes = [...new Set(data)].sort((a, b) => a - b);
    const at = pushes.indexOf(main.pushId);
    expect(pushes[at - 1]).toBe(main.prevPushId);
    expect(at).toBeGreaterThanOrEqual(2);
    expect(pushes.length - 1 - at).toBeGreaterThanOrEqual(2);
    const log = world.pushLog.get('autoland') ?? [];
    const backouts = log.flatMap((p) => p.commits.flatMap((c) => c.comments.match(/[0-9a-f]{12}/g) ?? []));
    const backedOut = gap.filter((p) => p.commits.some((c) => backouts.includes(c.revision.slice(0, 12))));
    expect(backedOut).toHaveLength(1);
    // raised after its push and before now
    expect(main.created).toBeGreaterThan(world.push(main.pushId).time * 1000);
    expect(main.created).toBeLessThan(world.clock.now());
  });

  it('a big page has ten summaries of thirty rows', async () => {
    const tab = createSandbox({ scenario: 'big' }).openTab();
    const { results } = await get(tab, '/api/performance/alertsummary/?framework=13&status=0');
    expect(results.map((s: { alerts: unknown[] }) => s.alerts.length)).toEqual(
      Array.from({ length: 10 }, () => 30),
    );
  });
});

describe('what is still to come', () => {
  it('is listed with the right answers, happens once, and a name that is not there is an error with the names', async () => {
    const tab = createSandbox({ scenario: 'downstream' }).openTab();
    const state = () => get(tab, '/__sandbox/state');
    const before = await state();
    expect(before.toCome).toEqual(['late candidate']);
    expect(before.answers.map((a: { name: string }) => a.name)).toContain('no data');
    const wrong = await tab.fetch('/__sandbox/happen?what=nothing');
    expect([wrong.status, (await wrong.json()).error]).toEqual([
      400,
      'Nothing called "nothing" is to come. There is: late candidate.',
    ]);
    const after = await get(tab, '/__sandbox/happen?what=late%20candidate');
    expect([after.toCome, after.summaries.length - before.summaries.length]).toEqual([[], 1]);
    await tab.fetch('/__sandbox/advance?seconds=86400');
    expect((await state()).summaries).toHaveLength(after.summaries.length);
  });

  it('ends with its world', () => {
    const sandbox = createSandbox({ scenario: 'downstream' });
    sandbox.reset({ scenario: 'quiet' });
    sandbox.clock.advance(86_400);
    expect([sandbox.world.toCome, sandbox.world.answers.size]).toEqual([[], 0]);
  });
});

describe('faults', () => {
  it.each([
    ['lost', { kind: 'lost' }, 'rejects', true],
    ['reset', { kind: 'reset' }, 'rejects', false],
    ['500', { kind: 'status', status: 500, html: 'Server Error (500)' }, 500, false],
    ['429', { kind: 'status', status: 429, json: { detail: 'slow down' } }, 429, false],
    ['HTML', { kind: 'html' }, 200, false],
    ['malformed', { kind: 'malformed' }, 200, true],
  ] as const)('%s', async (_, effect, outcome, isDone) => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const main = mainSummary(sandbox);
    sandbox.faults.add({ match: { method: 'PUT', path: '/alertsummary/', nth: 1 }, effect });
    const sent = putSummary(tab, main.id, { notes: 'written' });
    if (outcome === 'rejects') await expect(sent).rejects.toThrow(TypeError);
    else {
      const answer = await sent;
      expect(answer.status).toBe(outcome);
      if (effect.kind === 'malformed') await expect(answer.json()).rejects.toThrow(SyntaxError);
    }
    expect(main.notes).toBe(isDone ? 'written' : null);
    // the next one is not hit
    expect((await putSummary(tab, main.id, { notes: 'again' })).status).toBe(200);
  });

  it('silence lasts until the client gives up', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    sandbox.faults.add({ match: { path: '^/api/user/' }, effect: { kind: 'silent', done: false } });
    await expect(tab.fetch('/api/user/', { signal: AbortSignal.timeout(20) })).rejects.toThrow();
  });
});

describe('the log', () => {
  it('counts preflights and redirect hops apart, and tells who asked', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const [push] = gapPushes(sandbox);
    const artifact = `https://firefox-ci-tc.services.mozilla.com/api/queue/v1/task/${push?.decisionTask}/artifacts/public%2Factions.json`;
    await get(tab, artifact);
    await tab.fetch(artifact, { method: 'OPTIONS', headers: { 'Access-Control-Request-Method': 'GET' } });
    await get(tab, '/api/performance/alertsummary/?framework=13&deputy=1');
    await get(tab, '/api/performance/alertsummary/?framework=13');
    expect(sandbox.log.count()).toBe(3);
    expect(sandbox.log.count({ all: true })).toBe(5);
    expect(sandbox.log.count({ by: 'deputy' })).toBe(1);
    expect(sandbox.log.count({ path: /alertsummary/, by: 'page' })).toBe(1);
  });
});

describe('over HTTPS', () => {
  it('serves a built UI on the site with its CSP, with the virtual date, and breaks connections on request', async () => {
    const ui = await mkdtemp(join(tmpdir(), 'sandbox-ui-'));
    await writeFile(join(ui, 'index.html'), '<!doctype html><title>UI</title>');
    await writeFile(join(ui, 'app.js'), 'void 0;');
    const server = await startSandbox({ ui });
    const ask = (path: string, host = 'treeherder.mozilla.org') =>
      new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>((done, fail) => {
        request(
          {
            host: '127.0.0.1',
            port: server.port,
            path,
            servername: host,
            ca: server.certificate,
            headers: { host },
          },
          (answer) => {
            let body = '';
            answer.on('data', (chunk) => {
              body += chunk;
            });
            answer.on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
          },
        )
          .on('error', fail)
          .end();
      });
    try {
      server.clock.advance(7200);
      const page = await ask('/perfherder/alerts?framework=13');
      expect(page.body).toContain('<title>UI</title>');
      expect(page.headers['content-security-policy']).toContain("script-src 'self' 'unsafe-eval'");
      const skew = Date.parse(String(page.headers.date)) - Date.now();
      expect(Math.abs(skew - 7_200_000)).toBeLessThan(5000);
      expect((await ask('/app.js')).headers['content-type']).toContain('text/javascript');
      expect((await ask('/../../etc/passwd')).body).toContain('<title>UI</title>');
      const scopes = await ask('/api/auth/v1/scopes/current', 'firefox-ci-tc.services.mozilla.com');
      expect(JSON.parse(scopes.body).scopes).toContain('queue:get-artifact:public/*');
      server.faults.add({ match: { path: '/api/user/' }, effect: { kind: 'reset' } });
      await expect(ask('/api/user/')).rejects.toThrow();
      const login = await ask('/__sandbox/login?user=second&next=/perfherder/alerts');
      const cookies = [login.headers['set-cookie'] ?? []].flat();
      expect(cookies.map((c) => c.split('=')[0])).toEqual(['sessionid', 'csrftoken']);
      expect(JSON.parse((await ask('/__sandbox/reset?scenario=two-sheriffs')).body).scenario).toBe(
        'two-sheriffs',
      );
      expect(JSON.parse((await ask('/api/user/')).body)).toEqual([]);
    } finally {
      await server.close();
      await rm(ui, { recursive: true });
    }
  });
});

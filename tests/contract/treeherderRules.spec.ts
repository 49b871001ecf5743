import { describe, expect, it } from 'vitest';
import type { AlertRecord } from '../sandbox/records.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { businessDaysAfter } from '../sandbox/treeherder/present.ts';
import { deriveStatus } from '../sandbox/treeherder/statusDerivation.ts';
import { get, mainSummary, put, putAlert, putSummary } from './asking.ts';

const OWN = 1;
/** [status, regression, related summary] */
type Row = readonly [number, boolean, number?];

const alerts = (rows: readonly Row[]) =>
  rows.map(([status, isRegression, related], i) => ({
    id: i,
    status,
    isRegression,
    summaryId: related === OWN ? 2 : OWN,
    relatedSummaryId: related ?? null,
  })) as AlertRecord[];

describe('status of a summary (treeherder-api 1.7)', () => {
  it.each([
    ['no alerts', 5, [], 0],
    [
      'one untriaged among acknowledged',
      5,
      [
        [4, true],
        [0, true],
      ],
      0,
    ],
    ['acknowledged regression, set by hand to fixed', 7, [[4, true]], 7],
    ['acknowledged regression, set by hand to invalid', 3, [[4, true]], 5],
    ['acknowledged improvements only, set by hand to fixed', 7, [[4, false]], 4],
    [
      'all downstream',
      0,
      [
        [1, true, 9],
        [1, true, 9],
      ],
      1,
    ],
    [
      'downstream and reassigned',
      0,
      [
        [1, true, 9],
        [2, true, 9],
      ],
      2,
    ],
    [
      'infra and downstream',
      0,
      [
        [5, true],
        [1, true, 9],
      ],
      1,
    ],
    [
      'infra and acknowledged regression',
      0,
      [
        [5, true],
        [4, true],
      ],
      5,
    ],
    ['infra only', 0, [[5, true]], 9],
    [
      'invalid and infra',
      0,
      [
        [5, true],
        [3, true],
      ],
      3,
    ],
    ['only alert is one reassigned to it', 0, [[2, true, OWN]], 2],
    [
      'acknowledged regression and one downstream of this',
      0,
      [
        [4, true],
        [1, true, OWN],
      ],
      5,
    ],
  ] as readonly [string, number, readonly Row[], number][])('%s', (_, stored, rows, wanted) => {
    expect(deriveStatus(OWN, stored, alerts(rows)).status).toBe(wanted);
  });

  it('an improvement that receives a reassigned regression loses its acknowledgements', () => {
    const { status, setBack } = deriveStatus(
      OWN,
      4,
      alerts([
        [4, false],
        [2, true, OWN],
      ]),
    );
    expect(status).toBe(0);
    expect(setBack.map((a) => a.status)).toEqual([4]);
  });
});

describe('writes', () => {
  it('a notes-only write can change the status, and marks the summary as triaged', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const { id } = mainSummary(sandbox);
    await putSummary(tab, id, { status: 5 });
    const after = await (await putSummary(tab, id, { notes: 'seen' })).json();
    expect([after.status, after.notes, after.first_triaged === null]).toEqual([0, 'seen', false]);
  });

  it('a refused write has recomputed the status already', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const main = mainSummary(sandbox);
    await putSummary(tab, main.id, { status: 6 });
    expect((await putSummary(tab, main.id, { status: 42 })).status).toBe(400);
    expect(main.status).toBe(0);
  });

  it('two writes at once to different fields lose one of them', async () => {
    const sandbox = createSandbox();
    const [one, two] = [sandbox.openTab(), sandbox.openTab({ user: 'second' })];
    const { id } = mainSummary(sandbox);
    await Promise.all([
      putSummary(one, id, { notes: 'round 1' }),
      putSummary(two, id, { assignee_username: 'mozilla-ldap/second@mozilla.com' }),
    ]);
    const after = await get(one, `/api/performance/alertsummary/${id}/`);
    expect([after.notes, after.assignee_username].filter((v) => v !== null)).toHaveLength(1);
  });

  it('alerts acknowledged one after another end as investigating, all at once they do not', async () => {
    for (const [together, wanted] of [
      [false, 5],
      [true, 0],
    ] as const) {
      const sandbox = createSandbox();
      const tab = sandbox.openTab();
      const main = mainSummary(sandbox);
      const ids = sandbox.world.alertsOf(main.id).map((a) => a.id);
      if (together) await Promise.all(ids.map((id) => putAlert(tab, id, { status: 4 })));
      else for (const id of ids) await putAlert(tab, id, { status: 4 });
      expect(main.status).toBe(wanted);
    }
  });

  it('a linked alert is in both summaries, moves to the end, and unlinking leaves the target stale', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const main = mainSummary(sandbox);
    const target = [...sandbox.world.summaries.values()].find((s) => s.frameworkId === 13 && s.status === 5);
    const [alert] = sandbox.world.alertsOf(main.id);
    if (!target || !alert) throw new Error('The scenario lacks a target.');
    await putAlert(tab, alert.id, { status: 2, related_summary_id: target.id });
    const own = await get(tab, `/api/performance/alertsummary/${main.id}/`);
    expect(own.alerts.at(-1).id).toBe(alert.id);
    const other = await get(tab, `/api/performance/alertsummary/${target.id}/`);
    expect(other.related_alerts.map((a: { id: number }) => a.id)).toEqual([alert.id]);

    target.status = 2;
    expect((await putAlert(tab, alert.id, { related_summary_id: null })).status).toBe(500);
    await putAlert(tab, alert.id, { status: 0, related_summary_id: null });
    expect(target.status).toBe(2);
    await putSummary(tab, target.id, {});
    expect(target.status).toBe(5);
  });

  it('reassigning to another repository is refused, downstream of it is not', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const talos = [...sandbox.world.summaries.values()].filter((s) => s.frameworkId === 1);
    const beta = talos.find((s) => s.repositoryId === 6);
    const autoland = talos.find((s) => s.repositoryId === 77);
    const [alert] = sandbox.world.alertsOf(beta?.id ?? 0);
    const refused = await putAlert(tab, alert?.id ?? 0, { status: 2, related_summary_id: autoland?.id });
    expect([refused.status, await refused.json()]).toEqual([
      400,
      [
        "New summary's repository (autoland development) does not match existing summary's repository (talos)",
      ],
    ]);
    expect(
      (await putAlert(tab, alert?.id ?? 0, { status: 1, related_summary_id: autoland?.id })).status,
    ).toBe(200);
    const wrong = await putAlert(tab, alert?.id ?? 0, {
      status: 1,
      related_summary_id: mainSummary(sandbox).id,
    });
    expect(await wrong.json()).toEqual([
      "New summary's framework (browsertime) does not match existing summary's framework (talos)",
    ]);
  });

  it('marking all alerts of a summary downstream makes both summaries say so, and a reset takes it back', async () => {
    const sandbox = createSandbox({ scenario: 'downstream' });
    const tab = sandbox.openTab();
    const { world } = sandbox;
    const own = world.answer('likely');
    const upstream = world.answer('likely upstream').summary;
    const states = () => [world.summary(own.summary).status, world.summary(upstream).status];
    const ids = [...own.alerts.keys()];
    for (const id of ids) await putAlert(tab, id, { status: 1, related_summary_id: upstream });
    // the upstream one has untriaged alerts of its own
    expect(states()).toEqual([1, 0]);
    const target = await get(tab, `/api/performance/alertsummary/${upstream}/`);
    expect(target.related_alerts.map((a: { id: number }) => a.id)).toEqual(ids);
    for (const id of ids) await putAlert(tab, id, { status: 0, related_summary_id: null });
    expect(states()).toEqual([0, 0]);
    expect((await get(tab, `/api/performance/alertsummary/${upstream}/`)).related_alerts).toEqual([]);
  });

  it('a merge of more commits than are kept hides the older ones', async () => {
    const sandbox = createSandbox({ scenario: 'downstream' });
    const tab = sandbox.openTab();
    const pushOf = (name: string) =>
      sandbox.world.push(sandbox.world.summary(sandbox.world.answer(name).summary).pushId);
    const range = async (name: string) => {
      const { index } = sandbox.world.push(
        sandbox.world.summary(sandbox.world.answer(name).summary).prevPushId,
      );
      const merge = sandbox.world.pushLog.get('autoland')?.[index + 1];
      return get(tab, `/api/project/autoland/push/${merge?.id}/`);
    };
    const find = async (name: string) =>
      (await get(tab, `/api/project/autoland/push/?commit_revision=${pushOf(`${name} upstream`).revision}`))
        .results;
    expect(await find('likely')).toEqual([]);
    expect((await range('likely')).revision_count).toBe(200);
    const [merge] = await find('contained');
    expect(merge).toEqual(await range('contained'));
    expect(merge.revisions.length).toBeLessThanOrEqual(20);
    expect(merge.revisions[0].comments).toMatch(/^Merge mozilla-inbound to autoland/);
  });

  it('a login call rotates the CSRF token at once', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const { id } = mainSummary(sandbox);
    const before = tab.csrfToken() ?? '';
    await tab.fetch('/api/auth/login/', {
      headers: {
        Authorization: 'Bearer sandbox-access-sheriff',
        'Id-Token': 'x',
        'Access-Token-Expires-At': String(sandbox.clock.seconds() + 900),
      },
    });
    const headers = { 'X-CSRFToken': before, 'Content-Type': 'application/json' };
    const old = await tab.fetch(`/api/performance/alertsummary/${id}/`, {
      method: 'PUT',
      headers,
      body: '{}',
    });
    expect(old.status).toBe(403);
    expect((await putSummary(tab, id, {})).status).toBe(200);
  });

  it('a session ends when its time is over', async () => {
    const sandbox = createSandbox();
    sandbox.world.knobs.sessionSeconds = 2700;
    const tab = sandbox.openTab();
    sandbox.clock.advance(2701);
    expect(await get(tab, '/api/user/')).toEqual([]);
    const answer = await put(tab, '/api/performance/alert/801000/', {});
    expect((await answer.json()).detail).toBe('Authentication credentials were not provided.');
  });
});

describe('lists', () => {
  it('a false filter filters too', async () => {
    const tab = createSandbox().openTab();
    const count = async (query: string) =>
      (await get(tab, `/api/performance/alertsummary/?framework=13&${query}`)).count;
    expect(await count('')).toBe(4);
    expect(await count('hide_improvements=true')).toBe(3);
    expect(await count('hide_improvements=false')).toBe(3);
    expect(await count('hide_improvements=1')).toBe(4);
    expect(await count('untriaged_regressions=true')).toBe(2);
    expect(await count('untriaged_improvements=true')).toBe(1);
    expect(await count('status=0&status=5')).toBe(1);
  });

  it('candidates can be asked for by branch and time of push, never by when they were raised', async () => {
    const sandbox = createSandbox({ scenario: 'downstream' });
    const tab = sandbox.openTab();
    const ids = async (query: string) =>
      (await get(tab, `/api/performance/alertsummary/?framework=13&limit=100&${query}`)).results.map(
        (s: { id: number }) => s.id,
      );
    const inbound = sandbox.world.repository('mozilla-inbound').id;
    const all = await ids('');
    expect(await ids(`repository=${inbound}`)).toHaveLength(5);
    const { summary } = sandbox.world.answer('likely upstream');
    const row = sandbox.world.summary(summary);
    const age = sandbox.clock.seconds() - sandbox.world.push(row.pushId).time;
    expect(row.created / 1000).toBeGreaterThan(sandbox.clock.seconds() - age + 3600);
    expect(await ids(`timerange=${age + 60}`)).toContain(summary);
    expect(await ids(`timerange=${age - 60}`)).not.toContain(summary);
    const invalid = sandbox.world.answer('invalid upstream upstream').summary;
    expect(all).toContain(invalid);
    expect(await ids('hide_related_and_invalid=true')).not.toContain(invalid);
  });

  it('filter words are matched with case, all in one alert', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const ids = async (text: string) =>
      (await get(tab, `/api/performance/alertsummary/?filter_text=${encodeURIComponent(text)}`)).results
        .length;
    expect(await ids('ares6 windows11')).toBe(1);
    expect(await ids('Ares6')).toBe(0);
    expect(await ids('ares6 macosx')).toBe(0);
    expect(await ids('1990417')).toBe(1);
  });

  it('pages do not overlap and say where the next one is', async () => {
    const tab = createSandbox({ scenario: 'big' }).openTab();
    const first = await get(tab, '/api/performance/alertsummary/?limit=4&page=1');
    const second = await get(tab, '/api/performance/alertsummary/?limit=4&page=2');
    expect(first.next).toContain('page=2');
    expect(second.previous).not.toContain('page=');
    const ids = [...first.results, ...second.results].map((s: { id: number }) => s.id);
    expect(new Set(ids).size).toBe(8);
  });

  it('repositories on hold are not shown', async () => {
    const tab = createSandbox().openTab();
    const names = (await get(tab, '/api/repository/')).map((r: { name: string }) => r.name);
    expect(names).toContain('autoland');
    expect(names).not.toContain('mozilla-inbound');
  });

  it('a batch of data is rounded, the summary of one series is not', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const [alert] = sandbox.world.alertsOf(mainSummary(sandbox).id);
    const series = sandbox.world.seriesById(alert?.seriesId ?? 0);
    const batch = await get(tab, `/api/project/autoland/performance/data/?signature_id=${series.id}`);
    const [one] = await get(
      tab,
      `/api/performance/summary/?repository=autoland&signature=${series.id}&interval=864000&all_data=true`,
    );
    const values = batch[series.hash].map((d: { value: number }) => d.value);
    expect(values.every((v: number) => Math.abs(v * 100 - Math.round(v * 100)) < 1e-6)).toBe(true);
    expect(one.data).toHaveLength(values.length);
    expect(
      one.data.some((d: { value: number }) => Math.abs(d.value * 100 - Math.round(d.value * 100)) > 1e-3),
    ).toBe(true);
    const times = one.data.map((d: { push_timestamp: string }) => d.push_timestamp);
    expect([...times].sort()).toEqual(times);
  });
});

it('due dates skip weekends and keep the time of day (treeherder-api 3.2)', () => {
  const day = (text: string) => Date.parse(`${text}T09:12:44Z`);
  const name = (ms: number) => new Date(ms).toUTCString().slice(0, 3);
  // Monday 17 to Sunday 23 August 2026
  const created = [17, 18, 19, 20, 21, 22, 23].map((d) => day(`2026-08-${d}`));
  expect(created.map((c) => name(businessDaysAfter(c, 2)))).toEqual([
    'Wed',
    'Thu',
    'Fri',
    'Mon',
    'Tue',
    'Wed',
    'Wed',
  ]);
  expect(created.map((c) => name(businessDaysAfter(c, 4)))).toEqual([
    'Fri',
    'Mon',
    'Tue',
    'Wed',
    'Thu',
    'Fri',
    'Fri',
  ]);
});

import { describe, expect, it } from 'vitest';
import { pushId, revision, signatureId, summaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import { createTreeherderRecords } from '@/lib/treeherder/client';
import { chunks } from '@/lib/treeherder/idLists';
import { createTreeherderReads } from '@/lib/treeherder/publicReads';
import { readDatetime } from '@/lib/treeherder/records';
import { createTreeherderSession } from '@/lib/treeherder/session';
import { mainSummary } from '../../contract/asking.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { exchange, html, json } from './answers.fixture';

const sandbox = createSandbox();
const id = summaryId(mainSummary(sandbox).id);
const live = () => {
  const e = exchange([]);
  const tab = sandbox.openTab();
  return { ...e.deps, fetch: tab.fetch, csrfToken: tab.csrfToken };
};

describe('times', () => {
  it('without a zone are UTC, wherever the sheriff sits', () => {
    expect(readDatetime('2026-11-24T09:15:30')).toBe(Date.UTC(2026, 10, 24, 9, 15, 30));
    expect(readDatetime('2026-11-24T09:15:30.123456')).toBe(Date.UTC(2026, 10, 24, 9, 15, 30, 123));
  });

  it.each(['2026-11-24T09:15:30Z', '2026-11-24T10:15:30+01:00', '2026-11-24T10:15:30+0100'])(
    'with a zone keep it: %s',
    (text) => expect(readDatetime(text)).toBe(Date.UTC(2026, 10, 24, 9, 15, 30)),
  );
});

describe('lists of ids', () => {
  const ids = Array.from({ length: 2000 }, (_, i) => 1_700_000_000 + i);

  it('are cut so that each address stays below the 4,094 bytes of the request line', () => {
    for (const part of chunks(ids)) expect(part.join(',').length).toBeLessThanOrEqual(3400);
    expect(chunks(ids).flat()).toEqual(ids);
  });

  it('count what stands beside each id', () => {
    const parts = chunks(ids, 150, 'signature_id=&'.length);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(150);
      expect(part.map((n) => `signature_id=${n}`).join('&').length).toBeLessThanOrEqual(3400);
    }
    expect(parts.flat()).toEqual(ids);
  });

  it('name each id once, and make no request for none', () => {
    expect(chunks([1, 2, 1, 2])).toEqual([[1, 2]]);
    expect(chunks([])).toEqual([]);
  });

  it('leave every address of the real reads short enough', async () => {
    const asked: string[] = [];
    const reads = createTreeherderReads({
      ...exchange([]).deps,
      fetch: async (url) => {
        asked.push(url);
        return url.includes('/jobs/') ? json({ job_property_names: [], results: [] }) : json({});
      },
    });
    const series = ids.slice(0, 700).map(signatureId);
    await reads.dataPoints('mozilla-central', series, 1_790_000_000, 1_791_000_000);
    await reads.jobsOnPushes(ids.map(pushId), { groupSymbol: 'AC' });
    expect(asked.length).toBeGreaterThan(8);
    for (const url of asked)
      expect(`GET ${url.replace(/^https:\/\/[^/]+/, '')} HTTP/1.1`.length).toBeLessThan(4094);
  });
});

describe('the list of alert summaries', () => {
  it('is read as records', async () => {
    const answer = await createTreeherderRecords(live()).summaries('status=0&framework=13&page=1');
    if (!isOk(answer)) throw new Error(answer.problem.message);
    const main = answer.value.summaries.find((s) => s.id === id);
    expect(main?.alerts).toHaveLength(8);
    expect(main?.alerts.map((a) => a.id)).toEqual(main?.alerts.map((a) => a.id).toSorted((a, b) => a - b));
    expect(main).toMatchObject({ repository: 'autoland', framework: 13, status: 'untriaged', notes: '' });
    expect(answer.value.unreadable.size).toBe(0);
  });

  it('with one odd summary still gives the others, and says which one', async () => {
    const good = await (await sandbox.openTab().fetch(`/api/performance/alertsummary/${id}/`)).json();
    const odd = { ...good, id: 4711, alerts: 'many' };
    const e = exchange([json({ count: 3, next: null, results: [odd, good, 'no summary at all'] })]);
    const answer = await createTreeherderRecords(e.deps).summaries('page=1');
    if (!isOk(answer)) throw new Error(answer.problem.message);
    expect(answer.value.summaries.map((s) => s.id)).toEqual([id]);
    expect([...answer.value.unreadable]).toEqual([
      [
        4711,
        expect.objectContaining({ kind: 'unexpected answer', detail: expect.stringMatching(/^alerts/) }),
      ],
    ]);
  });

  it('takes statuses and noise profiles of a later Treeherder as they come', async () => {
    const good = await (await sandbox.openTab().fetch(`/api/performance/alertsummary/${id}/`)).json();
    const later = { ...good, status: 42, alerts: [{ ...good.alerts[0], status: 17, noise_profile: 'WAVY' }] };
    const answer = await createTreeherderRecords(exchange([json(later)]).deps).summary(id);
    expect(answer).toMatchObject({
      kind: 'ok',
      value: { status: 'unknown 42', alerts: [{ status: 'unknown 17', noiseProfile: 'WAVY' }] },
    });
  });
});

describe('notes', () => {
  it('are written through the session, and emptied with null', async () => {
    const treeherder = createTreeherderSession(live());
    expect(await treeherder.putNotes(id, '  [me] words \n')).toEqual({ kind: 'ok', value: null });
    expect(sandbox.world.summary(id).notes).toBe('[me] words');
    await treeherder.putNotes(id, '');
    expect(sandbox.world.summary(id).notes).toBeNull();
  });

  it('answered with another summary are unclear', async () => {
    const e = exchange([json({ id: 1 })]);
    expect(await createTreeherderSession(e.deps).putNotes(id, 'x')).toMatchObject({ kind: 'unclear' });
  });
});

describe('who is logged in', () => {
  it.each([
    [
      [{ username: 'mozilla-ldap/jdoe@mozilla.com', is_staff: true, email: 'x' }],
      { username: 'mozilla-ldap/jdoe@mozilla.com', isStaff: true },
    ],
    [[], null],
  ])('is read from %j', async (body, user) => {
    expect(await createTreeherderSession(exchange([json(body)]).deps).user()).toEqual({
      kind: 'ok',
      value: user,
    });
  });

  it.each([[{}], [[{ username: 'x' }]], [null], [[7]]])('is a problem where %j comes', async (body) => {
    expect(await createTreeherderSession(exchange([json(body)]).deps).user()).toMatchObject({
      problem: { kind: 'unexpected answer' },
    });
  });
});

describe('decision tasks', () => {
  it('of pushes without one are left out, and a 404 means that none has one', async () => {
    const none = exchange([json({ detail: 'No decision tasks found' }, 404)]);
    expect(await createTreeherderRecords(none.deps).decisionTasks('autoland', [pushId(1)])).toEqual({
      kind: 'ok',
      value: new Map(),
    });
    const some = exchange([json({ 2: { id: 'abc', run: '0' } })]);
    const answer = await createTreeherderRecords(some.deps).decisionTasks('autoland', [pushId(1), pushId(2)]);
    expect(answer).toEqual({ kind: 'ok', value: new Map([[2, 'abc']]) });
  });

  it('that cannot be read are no empty answer', async () => {
    const e = exchange([html(500)]);
    expect(await createTreeherderRecords(e.deps).decisionTasks('autoland', [pushId(1)])).toMatchObject({
      kind: 'failed',
      problem: { kind: 'server' },
    });
  });
});

describe('public reads', () => {
  it('give pushes oldest first, and points with their jobs', async () => {
    const reads = createTreeherderReads(live());
    const log = sandbox.world.pushLog.get('autoland') ?? [];
    const [from, to] = [log.at(-20), log.at(-1)];
    const pushes = await reads.pushes(
      'autoland',
      revision(from?.revision ?? ''),
      revision(to?.revision ?? ''),
    );
    if (!isOk(pushes)) throw new Error(pushes.problem.message);
    expect(pushes.value).toHaveLength(20);
    expect(pushes.value.map((p) => p.time)).toEqual(
      pushes.value.map((p) => p.time).toSorted((a, b) => a - b),
    );
  });

  it('read jobs by the names of their columns, whatever the order', async () => {
    const names = [
      'task_id',
      'id',
      'state',
      'result',
      'push_id',
      'job_type_name',
      'job_group_symbol',
      'platform',
      'duration',
    ];
    const e = exchange([
      json({
        job_property_names: names,
        results: [['abc', 5, 'completed', 'success', 9, 'label', 'AC', 'gecko-decision', null]],
      }),
    ]);
    const answer = await createTreeherderReads(e.deps).jobsOnPushes([pushId(9)], { groupSymbol: 'AC' });
    expect(answer).toMatchObject({
      kind: 'ok',
      value: [{ id: 5, pushId: 9, label: 'label', taskId: 'abc', duration: 0, state: 'completed' }],
    });
    const odd = exchange([json({ job_property_names: ['id'], results: [['x']] })]);
    expect(
      await createTreeherderReads(odd.deps).jobsOnPushes([pushId(9)], { groupSymbol: 'AC' }),
    ).toMatchObject({
      problem: { kind: 'unexpected answer' },
    });
  });
});

import { describe, expect, it } from 'vitest';
import { alertId, revision, summaryId } from '@/lib/model/ids';
import { createTreeherderSession } from '@/lib/treeherder/session';
import { mainSummary } from '../../contract/asking.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { exchange, html, json } from './answers.fixture';

const alert = alertId(801_000);
const summary = summaryId(51_000);

/** The one request that a write makes. */
async function sent(write: (session: ReturnType<typeof createTreeherderSession>) => Promise<unknown>) {
  const e = exchange([json({ id: 801_000 })]);
  await write(createTreeherderSession(e.deps));
  const [asked] = e.asked;
  return [asked?.init.method, new URL(asked?.url ?? '').pathname, JSON.parse(String(asked?.init.body))];
}

describe('a write of an alert', () => {
  it.each([
    [
      { status: 'downstream', relatedSummaryId: summary },
      { status: 1, related_summary_id: 51_000 },
    ],
    [
      { status: 'untriaged', relatedSummaryId: null },
      { status: 0, related_summary_id: null },
    ],
    [{ status: 'acknowledged' }, { status: 4 }],
    [{ status: 'infra' }, { status: 5 }],
    [{ starred: false }, { starred: false }],
  ] as const)('%j is sent as %j and nothing else', async (fields, body) => {
    expect(await sent((s) => s.putAlert(alert, fields))).toEqual([
      'PUT',
      '/api/performance/alert/801000/',
      body,
    ]);
  });

  it('answered with another alert, or not with data, is unclear', async () => {
    for (const answer of [json({ id: 1 }), html(200), html(500)]) {
      const session = createTreeherderSession(exchange([answer]).deps);
      expect(await session.putAlert(alert, { starred: true })).toMatchObject({ kind: 'unclear' });
    }
  });

  it('that the server refuses says why', async () => {
    const words = "New summary's framework (talos) does not match existing summary's framework (browsertime)";
    const session = createTreeherderSession(exchange([json([words], 400)]).deps);
    expect(await session.putAlert(alert, { status: 'downstream', relatedSummaryId: summary })).toMatchObject({
      kind: 'refused',
      problem: { kind: 'bad request', detail: words },
    });
  });
});

describe('a write of a summary', () => {
  it.each([
    [{}, {}],
    [{ status: 'improvement' }, { status: 4 }],
    [{ status: 'infra' }, { status: 9 }],
    [{ assignee: null }, { assignee_username: null }],
    [
      { revision: revision('b'.repeat(40)), prevRevision: revision('a'.repeat(40)) },
      { revision: 'b'.repeat(40), prev_push_revision: 'a'.repeat(40) },
    ],
  ] as const)('%j is sent as %j and nothing else', async (fields, body) => {
    expect(await sent((s) => s.putSummary(summary, fields))).toEqual([
      'PUT',
      '/api/performance/alertsummary/51000/',
      body,
    ]);
  });

  it('is taken by the server', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const session = createTreeherderSession({
      ...exchange([]).deps,
      fetch: tab.fetch,
      csrfToken: tab.csrfToken,
    });
    const row = mainSummary(sandbox);
    const id = summaryId(row.id);
    const log = sandbox.world.pushLog.get('autoland') ?? [];
    const [from, to] = [log.at(-9)?.revision ?? '', log.at(-8)?.revision ?? ''];
    const fields = {
      status: 'wontfix',
      assignee: 'mozilla-ldap/cbrown@mozilla.com',
      revision: revision(to),
      prevRevision: revision(from),
    } as const;
    expect(await session.putSummary(id, fields)).toEqual({ kind: 'ok', value: null });
    expect(row).toMatchObject({ status: 6, assignee: fields.assignee, pushId: log.at(-8)?.id });
    // nothing but a call for recomputing: the alerts are untriaged
    expect(await session.putSummary(id, {})).toEqual({ kind: 'ok', value: null });
    expect(row.status).toBe(0);
    expect(await session.putSummary(id, { assignee: 'nobody' })).toMatchObject({
      kind: 'refused',
      problem: { detail: expect.stringMatching(/does not exist/) },
    });
  });
});

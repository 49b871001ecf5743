import { beforeEach, describe, expect, it } from 'vitest';
import type { WriteProgress } from '@/lib/actions/alertWrites';
import { relateAlerts, relateTable } from '@/lib/actions/relateAlerts';
import { type AlertId, alertId } from '@/lib/model/ids';
import { isOk, type Outcome } from '@/lib/model/outcome';
import { createAlertDesk, serverError } from './alertWrites.fixture';

const desk = createAlertDesk();
const { deps, main, older, beta, upstream } = desk;
const idsOf = (summary: typeof main): AlertId[] => desk.alerts(summary).map((a) => alertId(a.id));
const value = <T>(outcome: Outcome<T>): T => {
  if (!isOk(outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.value;
};

beforeEach(() => desk.again());

/** What a table's row says of an alert now. */
const stands = (id: number) => {
  const { status, relatedSummaryId } = desk.row(id);
  return [status, relatedSummaryId];
};

const markBeta = async (options?: Parameters<typeof relateAlerts>[2]) =>
  relateAlerts(
    deps,
    { seen: await desk.see(beta), target: upstream, alerts: idsOf(beta), kind: 'downstream' },
    options,
  );

describe('"Mark downstream of"', () => {
  it('writes alert after alert, reads both summaries back, and says what is so now', async () => {
    const [one, two] = idsOf(beta);
    const progress: WriteProgress[] = [];
    const outcome = value(await markBeta({ onProgress: (p) => progress.push(p) }));
    const body = `{"status":1,"related_summary_id":${upstream}}`;
    expect(desk.puts()).toEqual([`alert/${one} ${body}`, `alert/${two} ${body}`]);
    expect(outcome).toMatchObject({
      done: [one, two],
      notDone: [],
      sentence: `2 alerts marked downstream of #${upstream}.`,
    });
    expect(outcome.after.map((s) => [s.id, s.status])).toEqual([
      [beta, 'downstream'],
      [upstream, 'investigating'],
    ]);
    expect(outcome.after[1]?.relatedAlerts.map((a) => a.id)).toEqual([one, two]);
    expect(progress).toEqual([
      { done: 0, total: 2, failed: 0 },
      { done: 1, total: 2, failed: 0 },
      { done: 2, total: 2, failed: 0 },
    ]);
  });

  it('keeps all alerts of both summaries as they were and as they are', async () => {
    const { undo } = value(await markBeta());
    expect(undo?.changed).toEqual(idsOf(beta));
    expect(undo?.before.map((a) => a.id).toSorted()).toEqual([...idsOf(beta), ...idsOf(upstream)].toSorted());
    expect(undo?.summaries).toEqual([
      { id: beta, statusBefore: 'untriaged', statusAfter: 'downstream', triagedBefore: false },
      { id: upstream, statusBefore: 'investigating', statusAfter: 'investigating', triagedBefore: true },
    ]);
    expect(JSON.parse(JSON.stringify(undo))).toEqual(undo);
  });

  it('sends nothing when all of it is so already', async () => {
    await markBeta();
    desk.sandbox.log.clear();
    const outcome = value(await markBeta());
    expect(outcome).toMatchObject({ done: idsOf(beta), notDone: [], undo: null });
    expect(desk.puts()).toEqual([]);
  });

  it.each([
    ['the summary itself', main, main, 'downstream', /related to itself/],
    ['another framework', main, upstream, 'downstream', /another test framework/],
    ['another repository when reassigning', beta, upstream, 'reassigned', /only be reassigned within/],
    ['a younger push', older, main, 'downstream', /younger/],
  ] as const)('refuses %s before anything is sent', async (_, own, target, kind, words) => {
    const outcome = await relateAlerts(deps, { seen: await desk.see(own), target, alerts: idsOf(own), kind });
    expect(outcome).toMatchObject({
      kind: 'refused',
      problem: { kind: 'relation refused', message: expect.stringMatching(words) },
    });
    expect(desk.puts()).toEqual([]);
  });

  it('refuses what a colleague changed since the sheriff looked, and says how it stands', async () => {
    const seen = await desk.see(beta);
    const [one, two] = idsOf(beta);
    desk.change(two ?? 0, { status: 3 });
    const outcome = await relateAlerts(deps, {
      seen,
      target: upstream,
      alerts: idsOf(beta),
      kind: 'downstream',
    });
    expect(outcome).toMatchObject({
      kind: 'refused',
      problem: {
        kind: 'alerts changed',
        message: `Somebody changed alert ${two} meanwhile: it is invalid now. Nothing was written.`,
      },
    });
    expect(stands(one ?? 0)).toEqual([0, null]);
    expect(desk.puts()).toEqual([]);
  });

  it('goes on after a 500 in the middle, and tells which alert is not done', async () => {
    const ids = idsOf(main);
    desk.onAlertPut(3, serverError);
    const outcome = value(
      await relateAlerts(deps, {
        seen: await desk.see(main),
        target: older,
        alerts: ids,
        kind: 'reassigned',
      }),
    );
    expect(outcome.done).toEqual(ids.filter((id) => id !== ids[2]));
    expect(outcome.notDone).toEqual([
      { alert: ids[2], problem: expect.objectContaining({ kind: 'server', status: 500 }) },
    ]);
    expect(outcome.sentence).toBe(
      `7 of 8 alerts reassigned to #${older}. Not done: ${ids[2]}. Treeherder failed (500).`,
    );
    expect(outcome.undo?.changed).not.toContain(ids[2]);
  });

  it('gives up after three failures in a row', async () => {
    desk.onAlertPut(null, serverError);
    const outcome = await relateAlerts(deps, {
      seen: await desk.see(main),
      target: older,
      alerts: idsOf(main),
      kind: 'reassigned',
    });
    expect(outcome).toMatchObject({ kind: 'failed', problem: { kind: 'server' } });
    expect(desk.puts()).toHaveLength(3);
  });

  it('counts a write whose answer was lost by what is there, and does not repeat it', async () => {
    desk.onAlertPut(1, async (carryOut) => {
      await carryOut();
      throw new TypeError('fetch failed');
    });
    expect(value(await markBeta()).done).toEqual(idsOf(beta));
    expect(desk.puts()).toHaveLength(2);
  });

  it('bears a token that was rotated on the way', async () => {
    desk.staleTokens.push('x'.repeat(32));
    expect(value(await markBeta()).done).toEqual(idsOf(beta));
    expect(desk.puts()).toHaveLength(3);
  });

  it('stops at once where every alert would be refused', async () => {
    desk.sandbox.world.sessions.forEach((session, id) => {
      desk.sandbox.world.sessions.set(id, { ...session, user: { ...session.user, isStaff: false } });
    });
    const outcome = await markBeta();
    desk.sandbox.world.sessions.forEach((session, id) => {
      desk.sandbox.world.sessions.set(id, { ...session, user: { ...session.user, isStaff: true } });
    });
    expect(outcome).toMatchObject({ kind: 'refused', problem: { kind: 'not staff' } });
    expect(desk.puts()).toHaveLength(1);
  });

  it('notices when a colleague changes an alert right after its write', async () => {
    const [one, two] = idsOf(beta);
    desk.onAlertPut(2, async (carryOut) => {
      const answer = await carryOut();
      desk.change(one ?? 0, { status: 4, relatedSummaryId: null });
      return answer;
    });
    const outcome = value(await markBeta());
    expect(outcome.done).toEqual([two]);
    expect(outcome.notDone).toEqual([
      { alert: one, problem: { kind: 'alerts changed', message: expect.stringMatching(/same moment/) } },
    ]);
    expect(outcome.undo?.changed).toEqual([two]);
  });

  it('is stopped between two alerts and goes on where it was', async () => {
    const stop = new AbortController();
    const first = value(
      await markBeta({ signal: stop.signal, onProgress: (p) => p.done === 1 && stop.abort() }),
    );
    const [one, two] = idsOf(beta);
    expect(first.done).toEqual([one]);
    expect(first.notDone).toMatchObject([{ alert: two, problem: { kind: 'stopped' } }]);
    const progress: WriteProgress[] = [];
    const second = value(await markBeta({ onProgress: (p) => progress.push(p) }));
    expect(second.done).toEqual([one, two]);
    expect(progress[0]).toEqual({ done: 1, total: 2, failed: 0 });
    expect(desk.puts()).toHaveLength(2);
  });

  it('can be undone although the summaries could not be read back', async () => {
    desk.onAlertPut(2, async (carryOut) => {
      const answer = await carryOut();
      for (const nth of [1, 2]) desk.onRead(nth, serverError);
      return answer;
    });
    const outcome = value(await markBeta());
    expect(outcome.done).toEqual(idsOf(beta));
    expect(outcome.after.map((s) => s.id)).toEqual([]);
    expect(outcome.undo?.after.filter((a) => a.status === 'downstream').map((a) => a.id)).toEqual(
      idsOf(beta),
    );
  });

  it('counts among its changes what Treeherder sets back because of it', async () => {
    for (const id of idsOf(older)) desk.change(id, { status: 4, isRegression: false });
    desk.summary(older).status = 4;
    const [one] = idsOf(main);
    const outcome = value(
      await relateAlerts(deps, {
        seen: await desk.see(main),
        target: older,
        alerts: [one ?? alertId(0)],
        kind: 'reassigned',
      }),
    );
    expect(outcome.undo?.changed).toEqual([...idsOf(older), one].toSorted());
  });

  it('sends nothing more once the lease is lost', async () => {
    desk.onAlertPut(1, async (carryOut) => {
      desk.loseLeases();
      return carryOut();
    });
    const outcome = value(await markBeta());
    const [one, two] = idsOf(beta);
    expect(outcome.done).toEqual([one]);
    expect(outcome.notDone).toMatchObject([{ alert: two, problem: { kind: 'lease taken' } }]);
    expect(desk.puts()).toHaveLength(1);
  });

  it('asks once more when the background was stopped meanwhile', async () => {
    desk.loseQuestions('judge', 1);
    expect(value(await markBeta()).done).toEqual(idsOf(beta));
    expect(desk.puts()).toHaveLength(2);
  });

  it('does not say that nothing was written when the extension goes away after the writes', async () => {
    desk.loseQuestions('judge', 2);
    expect(await markBeta()).toMatchObject({
      kind: 'unclear',
      problem: { kind: 'orphaned', message: expect.stringMatching(/may have been written.*reload the page/) },
    });
    expect(desk.puts()).toHaveLength(2);
  });

  it('writes nothing when the extension is gone before', async () => {
    desk.loseQuestions('plan', 2);
    expect(await markBeta()).toMatchObject({ kind: 'failed', problem: { kind: 'orphaned' } });
    expect(desk.puts()).toEqual([]);
  });

  it('waits for no other tab that is at work on the target', async () => {
    let inside: Outcome<unknown> | null = null;
    await desk.otherTab.leases.withLease([upstream], async () => {
      inside = await markBeta();
      return { kind: 'ok', value: null };
    });
    expect(inside).toMatchObject({ kind: 'refused', problem: { kind: 'lease taken' } });
    expect(desk.puts()).toEqual([]);
  });
});

describe('a table of several targets', () => {
  const rows = () => {
    const ids = idsOf(main);
    return [
      { target: older, alerts: ids.slice(0, 3) },
      { target: upstream, alerts: ids.slice(3, 5) },
      { target: older, alerts: ids.slice(5) },
    ];
  };

  it('goes through its rows with one progress; a refused row does not keep the next from being tried', async () => {
    const progress: WriteProgress[] = [];
    const outcome = value(
      await relateTable(
        deps,
        { seen: await desk.see(main), kind: 'reassigned', rows: rows() },
        { onProgress: (p) => progress.push(p) },
      ),
    );
    const ids = idsOf(main);
    expect(outcome.done).toEqual([...ids.slice(0, 3), ...ids.slice(5)]);
    expect(outcome.notDone.map((n) => n.alert)).toEqual(ids.slice(3, 5));
    expect(outcome.rows.map((r) => r.outcome.kind)).toEqual(['ok', 'refused', 'ok']);
    expect(progress.at(-1)).toEqual({ done: 6, total: 8, failed: 2 });
    expect(outcome.undo?.changed).toEqual(outcome.done);
    expect(outcome.undo?.before.filter((a) => a.summaryId === main)).toEqual(
      ids.map((id) => ({ id, summaryId: main, status: 'untriaged', relatedSummaryId: null, starred: false })),
    );
    expect(outcome.sentence).toMatch(
      /^3 alerts reassigned .* Nothing done for #\d+: .*another test framework/,
    );
  });

  it('stops between alerts and leaves the rows after it alone', async () => {
    const stop = new AbortController();
    const outcome = value(
      await relateTable(
        deps,
        { seen: await desk.see(main), kind: 'reassigned', rows: rows() },
        { signal: stop.signal, onProgress: (p) => p.done === 2 && stop.abort() },
      ),
    );
    expect(outcome.done).toEqual(idsOf(main).slice(0, 2));
    expect(outcome.notDone).toHaveLength(6);
    expect(outcome.sentence).toMatch(/^2 of \d alerts marked for #\d+\. Stopped: 6 alerts are left\.$/);
    expect(desk.puts()).toHaveLength(2);
  });

  it('wants one target for each alert', async () => {
    const [row] = rows();
    const twice = row ? [row, row] : [];
    const table = { seen: await desk.see(main), kind: 'reassigned', rows: twice } as const;
    expect(await relateTable(deps, table)).toMatchObject({ kind: 'refused' });
  });
});

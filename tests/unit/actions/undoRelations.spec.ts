import { beforeEach, describe, expect, it } from 'vitest';
import { joinSnapshots } from '@/lib/actions/alertSnapshots';
import { relateAlerts, relateTable } from '@/lib/actions/relateAlerts';
import { starAlerts } from '@/lib/actions/starAlerts';
import { cannotRestore } from '@/lib/actions/undoPlan';
import { undoRelations } from '@/lib/actions/undoRelations';
import type { AlertSnapshot } from '@/lib/model/alertSnapshot';
import { type AlertId, alertId, type SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome } from '@/lib/model/outcome';
import type { RelationKind } from '@/lib/triage/relation';
import { putAlert } from '../../contract/asking.ts';
import { createAlertDesk, serverError } from './alertWrites.fixture';

const desk = createAlertDesk();
const { deps, main, older, beta, upstream } = desk;
const idsOf = (summary: SummaryId): AlertId[] => desk.alerts(summary).map((a) => alertId(a.id));
const value = <T>(outcome: Outcome<T>): T => {
  if (!isOk(outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.value;
};
const present = <T>(found: T | null | undefined): T => {
  if (found === null || found === undefined) throw new Error('it is missing');
  return found;
};
const related = async (
  own: SummaryId,
  target: SummaryId,
  kind: RelationKind,
  alerts = idsOf(own),
): Promise<AlertSnapshot> =>
  present(value(await relateAlerts(deps, { seen: await desk.see(own), target, alerts, kind })).undo);
/** What an undo should bring back: everything but classifier, clocks and the order of alerts. */
const standing = (...ids: SummaryId[]) =>
  ids.map((id) => [
    desk.summary(id).status,
    desk.alerts(id).map((a) => [a.id, a.status, a.relatedSummaryId, a.starred]),
  ]);

beforeEach(() => desk.again());

describe('undoing a relation', () => {
  it('puts alert after alert back with both fields, then lets the old target be recomputed', async () => {
    const before = standing(beta, upstream);
    const undo = await related(beta, upstream, 'downstream');
    desk.sandbox.log.clear();
    const outcome = value(await undoRelations(deps, JSON.parse(JSON.stringify(undo))));
    const [one, two] = idsOf(beta);
    expect(desk.puts()).toEqual([
      `alert/${one} {"status":0,"related_summary_id":null}`,
      `alert/${two} {"status":0,"related_summary_id":null}`,
      `alertsummary/${upstream} {}`,
    ]);
    expect(standing(beta, upstream)).toEqual(before);
    expect(outcome).toMatchObject({ done: [one, two], notDone: [] });
    expect(outcome.after.map((s) => s.status)).toEqual(['untriaged', 'investigating']);
  });

  it('says what stays: the classifier and the stopped clock', async () => {
    const undo = await related(beta, upstream, 'downstream');
    const stays = ['You stay the classifier of these alerts.', `The triage clock of #${beta} stays stopped.`];
    expect(cannotRestore(undo)).toEqual([
      ...stays,
      'A status that Treeherder derives from the alerts is derived anew.',
    ]);
    expect(value(await undoRelations(deps, undo)).notRestored).toEqual(stays);
  });

  it('brings acknowledged alerts back as acknowledged', async () => {
    for (const id of idsOf(main)) desk.change(id, { status: 4 });
    desk.summary(main).status = 5;
    const before = standing(main);
    await undoRelations(deps, await related(main, older, 'reassigned'));
    expect(standing(main)).toEqual(before);
  });

  it('brings back the improvements that a reassigned regression had set back, and their summary', async () => {
    for (const id of idsOf(older)) desk.change(id, { status: 4, isRegression: false });
    desk.summary(older).status = 4;
    const before = standing(main, older);
    const undo = await related(main, older, 'reassigned', idsOf(main).slice(0, 2));
    expect(desk.summary(older).status).toBe(0);
    expect(desk.alerts(older).map((a) => a.status)).toEqual([0, 0, 0]);
    desk.sandbox.log.clear();
    const outcome = value(await undoRelations(deps, undo));
    expect(desk.puts().map((p) => p.replace(/^\S+ /, ''))).toEqual([
      ...Array(2).fill('{"status":0,"related_summary_id":null}'),
      ...Array(3).fill('{"status":4,"related_summary_id":null}'),
      '{}',
    ]);
    expect(standing(main, older)).toEqual(before);
    expect(outcome.after.map((s) => [s.id, s.status])).toContainEqual([older, 'improvement']);
  });

  it('lets the old target be recomputed also when a colleague has worked on it since', async () => {
    for (const id of idsOf(older)) desk.change(id, { isRegression: false });
    const undo = await related(main, older, 'reassigned');
    for (const id of idsOf(older)) await putAlert(desk.tab, id, { status: 4 });
    expect(desk.summary(older).status).toBe(5);
    value(await undoRelations(deps, undo));
    expect(desk.summary(older).status).toBe(4);
  });

  it('sets a status again that was set by hand and got lost', async () => {
    for (const id of idsOf(main)) desk.change(id, { status: 4 });
    desk.summary(main).status = 6;
    const undo = await related(main, older, 'reassigned');
    expect(desk.summary(main).status).toBe(2);
    const outcome = value(await undoRelations(deps, undo));
    expect(desk.summary(main).status).toBe(6);
    expect(outcome.notRestored.join()).not.toMatch(/wontfix/);
  });

  it('says which status it could not bring back', async () => {
    // as after a write by hand that no recomputation has met yet
    desk.summary(beta).status = 9;
    const outcome = value(await undoRelations(deps, await related(beta, upstream, 'downstream')));
    expect(outcome.notRestored).toContain(`Summary #${beta} is untriaged now, not infra.`);
  });

  it('is refused when somebody changed one of the alerts since, before anything is sent', async () => {
    const undo = await related(beta, upstream, 'downstream');
    const [one, two] = idsOf(beta);
    desk.change(two ?? 0, { status: 4, relatedSummaryId: null });
    desk.sandbox.log.clear();
    expect(await undoRelations(deps, undo)).toMatchObject({
      kind: 'refused',
      problem: {
        kind: 'alerts changed',
        message: `Somebody changed alert ${two} since: it is acknowledged now. Nothing was taken back.`,
      },
    });
    expect(desk.puts()).toEqual([]);
    expect(desk.row(one ?? 0).status).toBe(1);
  });

  it('leaves alone what others changed beside it', async () => {
    const [one, two] = idsOf(beta);
    const undo = await related(beta, upstream, 'downstream', [present(one)]);
    desk.change(present(two), { status: 3 });
    desk.change(present(one), { starred: true });
    value(await undoRelations(deps, undo));
    expect(desk.row(present(two)).status).toBe(3);
    expect(desk.row(present(one))).toMatchObject({ status: 0, relatedSummaryId: null, starred: true });
  });

  it('goes on where it was after a stop and after a failure', async () => {
    const before = standing(main);
    const undo = await related(main, older, 'reassigned');
    desk.onAlertPut(4, serverError);
    const stop = new AbortController();
    const first = value(
      await undoRelations(deps, undo, {
        signal: stop.signal,
        onProgress: (p) => p.done + p.failed === 6 && stop.abort(),
      }),
    );
    expect(first.notDone.map((n) => n.problem.kind).toSorted()).toEqual(['server', 'stopped', 'stopped']);
    desk.sandbox.log.clear();
    expect(value(await undoRelations(deps, undo)).done).toHaveLength(8);
    expect(desk.puts().filter((p) => p.startsWith('alert/'))).toHaveLength(3);
    expect(standing(main)).toEqual(before);
  });

  it('takes back a whole table, and a run that was taken up again, in one go', async () => {
    const before = standing(main, older);
    const ids = idsOf(main);
    const rows = [
      { target: older, alerts: ids.slice(0, 2) },
      { target: older, alerts: ids.slice(2, 4) },
    ];
    const table = value(await relateTable(deps, { seen: await desk.see(main), kind: 'reassigned', rows }));
    const rest = await related(main, older, 'reassigned', ids.slice(4));
    value(await undoRelations(deps, joinSnapshots(present(table.undo), rest)));
    expect(standing(main, older)).toEqual(before);
  });
});

describe('stars', () => {
  it('are set one after another, only where they are missing, and taken back', async () => {
    const [one, two, three] = idsOf(main);
    desk.change(present(two), { starred: true });
    const seen = await desk.see(main);
    const outcome = value(await starAlerts(deps, seen, [one, two, three].map(present), true));
    expect(desk.puts()).toEqual([`alert/${one} {"starred":true}`, `alert/${three} {"starred":true}`]);
    expect(outcome.sentence).toBe('3 alerts starred.');
    value(await undoRelations(deps, present(outcome.undo)));
    expect(
      desk
        .alerts(main)
        .filter((a) => a.starred)
        .map((a) => a.id),
    ).toEqual([two]);
  });
});

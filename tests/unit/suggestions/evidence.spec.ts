import { expect, it } from 'vitest';
import { isOk } from '@/lib/model/outcome';
import { graphsUrl, pushUrl } from '@/lib/suggestions/links';
import { twoBranches } from './branches';

/** Two summaries of one change, twelve hours apart, with the alert of amazon on this branch. */
async function oneChange() {
  const world = twoBranches();
  // the data of the little world is measured when it is made: a step is put into it afterwards
  const shift = (branch: 'autoland' | 'inbound', hours: number) => {
    const at = world[branch].pushBefore(hours);
    for (const series of world[branch].series) {
      for (const datum of world.sandbox.world.dataOfSeries.get(series.id) ?? []) {
        if (world.sandbox.world.push(datum.pushId).index >= at.index)
          Object.assign(datum, { value: datum.value * 1.06 });
      }
    }
    return at;
  };
  const upstream = world.inbound.raise(shift('inbound', 20), ['amazon']);
  const mine = world.autoland.raise(shift('autoland', 8), ['amazon'], 1.06, {
    notes: '[ana] noise in amazon: two modes since Monday\n[ana] waiting',
  });
  const summary = await world.read(mine);
  const alert = summary.alerts.find((a) => a.signature.suite === 'amazon');
  if (!alert) throw new Error('no amazon');
  const ask = world.start();
  await ask.suggest([summary], null);
  world.sandbox.log.clear();
  return { world, ask, summary, upstream, mine, alert };
}

it('the evidence has both series around both pushes, the step in each, in two requests', async () => {
  const { world, ask, summary, upstream, alert } = await oneChange();
  const answer = await ask.evidence(summary, upstream, alert.id);
  if (!isOk(answer)) throw new Error(answer.problem.message);
  expect(world.sandbox.log.count()).toBe(2);
  for (const series of [answer.value.here, answer.value.there]) {
    const level = (after: boolean) => {
      const side = series.points.filter((p) => p.time >= series.pushTime === after).map((p) => p.value);
      return side.reduce((sum, v) => sum + v, 0) / side.length;
    };
    expect(level(true) / level(false)).toBeCloseTo(1.06, 1);
    expect(series.points.filter((p) => p.time < series.pushTime).length).toBe(20);
    expect(series.points.filter((p) => p.time >= series.pushTime).length).toBeGreaterThan(4);
    expect(series.points.some((p) => p.revision === series.revision)).toBe(true);
    expect(series.newValue).not.toBeNull();
    expect(series.unit).toBe('ms');
  }
  expect(answer.value.name).toMatch(/^amazon (windows|linux)/);
  const url = new URL(graphsUrl(answer.value, world.sandbox.clock.now()), 'https://treeherder.mozilla.org');
  expect(url.searchParams.getAll('series')).toEqual([
    `autoland,${answer.value.here.signatureId},1,13`,
    `mozilla-inbound,${answer.value.there.signatureId},1,13`,
  ]);
  expect(pushUrl('a&b', 'c d')).toBe('/jobs?repo=a%26b&revision=c+d');
});

it('the evidence on a branch without such a series says so and fails not', async () => {
  const { world, ask, summary, upstream, alert } = await oneChange();
  const { series } = world.sandbox.world;
  for (const [id, one] of series) if (one.repository.name === 'mozilla-inbound') series.delete(id);
  const answer = await ask.evidence(summary, upstream, alert.id);
  expect(answer).toMatchObject({ kind: 'ok', value: { there: { points: [] } } });
});

it('the evidence that could not be read says why', async () => {
  const { world, ask, summary, upstream, alert } = await oneChange();
  world.sandbox.faults.add({
    match: { path: 'performance/summary' },
    effect: { kind: 'status', status: 500 },
  });
  expect(await ask.evidence(summary, upstream, alert.id)).toMatchObject({
    kind: 'failed',
    problem: { kind: 'server' },
  });
});

it('the history tells how the last alerts of the series ended, and what was noted of its noise', async () => {
  const { world, ask, summary, mine, alert } = await oneChange();
  const ended = [3, 3, 4].map((status, i) => {
    const id = world.autoland.raise(world.autoland.pushBefore(60 + 20 * i), ['amazon'], 1);
    for (const a of world.sandbox.world.alertsOf(id)) a.status = status;
    return id;
  });
  const answer = await ask.history(summary.repository, alert.signature.id);
  if (!isOk(answer)) throw new Error(answer.problem.message);
  expect(answer.value.text).toBe('4 in 90 days, 2 invalid');
  expect(answer.value.alerts.map((a) => a.summaryId)).toEqual([mine, ...ended]);
  expect(answer.value.alerts[0]?.text).toMatch(/^\d{4}-\d\d-\d\d: regression \d+\.\d %, untriaged$/);
  expect(answer.value.alerts[0]?.noiseNotes).toEqual(['[ana] noise in amazon: two modes since Monday']);
  expect(world.lists()).toBe(1);
});

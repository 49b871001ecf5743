import { describe, expect, it } from 'vitest';
import { instant, summaryId } from '@/lib/model/ids';
import { preselected } from '@/lib/model/suggestions';
import { parseNotes, printNotes, withDeclined } from '@/lib/notes/notes';
import { twoBranches } from './branches';
import { reportOn, told } from './page';

const AFTER_REFRESH_S = 6 * 60;

describe('an alert whose change landed on the other branch first', () => {
  it('is obviously downstream when the upstream revision lies in its push range', async () => {
    const world = twoBranches();
    const { upstreamPush, upstream, mine } = world.raiseContained(
      ['amazon', 'cnn'],
      ['amazon', 'cnn', 'ares6'],
    );
    const report = await reportOn(world, world.start(), mine);
    expect(told(report.suggestions)).toEqual([`obvious downstream of ${upstream}`]);
    const [first] = report.suggestions;
    expect(first).toMatchObject({
      relation: 'downstream',
      declineAs: 'downstream',
      sentence: `Downstream of #${upstream} (mozilla-inbound): 4 of 6 alerts`,
      reasons: { contained: 'contained', votes: 4, voters: 6, direction: 'regression' },
      target: { repository: 'mozilla-inbound', revision: upstreamPush.revision },
    });
    expect(first?.reasons.hoursBetweenPushes).toBeCloseTo(12, 0);
    expect(first?.why.join(' ')).toMatch(/lies in this push range.*4 of 6 alerts.*1\.0 times/);
    const alerts = (await world.read(mine)).alerts;
    const matching = alerts.filter((a) => ['amazon', 'cnn'].includes(a.signature.suite)).map((a) => a.id);
    expect(first && [...preselected(first)].sort()).toEqual(matching.sort());
  });

  it('is likely downstream when that is not shown, and one question is asked for it', async () => {
    const world = twoBranches();
    const upstream = world.inbound.raise(world.inbound.pushBefore(20), ['amazon']);
    const mine = world.autoland.raise(world.autoland.pushBefore(8), ['amazon']);
    const ask = world.start();
    const report = await reportOn(world, ask, mine);
    expect(told(report.suggestions)).toEqual([`likely downstream of ${upstream}`]);
    expect(report.suggestions[0]?.why[0]).toMatch(/not shown to lie/);
    expect(world.count(/commit_revision=/)).toBe(1);
    await reportOn(world, ask, mine);
    expect(world.count(/commit_revision=/)).toBe(1);
  });

  it('is told of again on the next look when the upstream alert comes later', async () => {
    const world = twoBranches();
    const upstreamPush = world.inbound.pushBefore(20);
    const mine = world.autoland.raise(world.autoland.pushBefore(8), ['amazon']);
    const ask = world.start();
    expect(told((await reportOn(world, ask, mine)).suggestions)).toEqual([]);
    const upstream = world.inbound.raise(upstreamPush, ['amazon']);
    const lists = world.lists();
    expect(told((await reportOn(world, ask, mine)).suggestions)).toEqual([]);
    expect(world.lists()).toBe(lists);
    world.sandbox.clock.advance(AFTER_REFRESH_S);
    expect(told((await reportOn(world, ask, mine)).suggestions)).toEqual([
      `likely downstream of ${upstream}`,
    ]);
  });

  it('has a table of upstreams when there are several, each with its own alerts', async () => {
    const world = twoBranches();
    const pushes = [20, 18, 16].map((h) => world.inbound.pushBefore(h));
    const suites = [['amazon'], ['cnn'], ['wikipedia']];
    const upstreams = pushes.map((push, i) => world.inbound.raise(push, suites[i] ?? []));
    const push = world.autoland.pushBefore(8);
    const mine = world.autoland.raise(push, suites.flat());
    for (const { revision } of pushes) world.land(push, revision);
    const report = await reportOn(world, world.start(), mine, true);
    const rows = report.upstreams.map((s) => [s.target?.id, s.alerts.filter((a) => a.first).length]);
    expect(new Map(rows as [number, number][])).toEqual(new Map(upstreams.map((id) => [id, 2])));
    expect(report.upstreams.every((s) => s.tier === 'obvious')).toBe(true);
    expect(report.upstreams.flatMap(preselected)).toHaveLength(6);
  });

  it('finds no upstream in what was found to be invalid or infra', async () => {
    const world = twoBranches();
    world.inbound.raise(world.inbound.pushBefore(20), ['amazon'], 1.06, { status: 3 });
    const infra = world.inbound.raise(world.inbound.pushBefore(21), ['amazon']);
    for (const alert of world.sandbox.world.alertsOf(infra)) alert.status = 5;
    const mine = world.autoland.raise(world.autoland.pushBefore(8), ['amazon']);
    expect(told((await reportOn(world, world.start(), mine)).suggestions)).toEqual([]);
  });

  it('is not suggested again once a person said no, and says who did', async () => {
    const world = twoBranches();
    const upstream = world.inbound.raise(world.inbound.pushBefore(20), ['amazon']);
    const other = world.inbound.raise(world.inbound.pushBefore(15), ['amazon'], 1.001);
    const notes = printNotes(
      withDeclined(parseNotes(''), {
        suggestion: 'downstream',
        target: upstream,
        on: true,
        by: 'cbrown',
        at: instant(Date.UTC(2026, 7, 24, 9)),
      }),
    );
    const mine = world.autoland.raise(world.autoland.pushBefore(8), ['amazon'], 1.06, { notes });
    const report = await reportOn(world, world.start(), mine);
    expect(told(report.suggestions)).toEqual([`likely downstream of ${other}`]);
    expect(report.suggestions[0]?.alerts.every((a) => a.first)).toBe(true);
    expect(report.declined.map((d) => d.sentence)).toEqual([
      `Not #${upstream}: cbrown declined it (downstream) on 24 Aug 09:00 UTC`,
    ]);
  });
});

describe('where nothing matches', () => {
  it('says so, and to treat it as its own, once it is known that the branch has data', async () => {
    const world = twoBranches();
    const mine = world.autoland.raise(world.autoland.pushBefore(8), ['amazon']);
    const ask = world.start();
    expect((await reportOn(world, ask, mine)).nothing.map((n) => n.answer)).toEqual(['not known']);
    expect(world.count(/performance\/data/)).toBe(0);
    const report = await reportOn(world, ask, mine, true);
    expect(report.nothing.map((n) => n.sentence)).toEqual([
      'No matching alert on mozilla-inbound within 24 h: treat as its own',
    ]);
    expect(world.count(/performance\/data/)).toBe(1);
    await reportOn(world, ask, mine, true);
    expect(world.count(/performance\/data/)).toBe(1);
  });

  it('cannot tell without data there', async () => {
    const world = twoBranches({ inboundData: false });
    const mine = world.autoland.raise(world.autoland.pushBefore(8), ['amazon']);
    const report = await reportOn(world, world.start(), mine, true);
    expect(report.nothing.map((n) => n.answer)).toEqual(['no data']);
    expect(report.nothing[0]?.sentence).toMatch(
      /^mozilla-inbound has no data between \d+ \w{3} \d\d:\d\d UTC and \d+ \w{3} \d\d:\d\d UTC: cannot tell$/,
    );
  });

  it('says nothing of a branch that Treeherder does not show', async () => {
    const world = twoBranches();
    const { repositories } = world.sandbox.world;
    repositories.set('mozilla-inbound', {
      ...world.sandbox.world.repository('mozilla-inbound'),
      active: false,
    });
    const mine = world.autoland.raise(world.autoland.pushBefore(8), ['amazon']);
    const report = await reportOn(world, world.start(), mine, true);
    expect(report).toMatchObject({ suggestions: [], nothing: [], problem: null });
    expect(world.lists()).toBe(1);
  });
});

describe('a summary of the same branch', () => {
  it('that may share the cause is named, and what it has asked for is left to it', async () => {
    const world = twoBranches();
    const push = world.autoland.pushBefore(8);
    const neighbour = world.autoland.log[push.index - 1];
    if (!neighbour) throw new Error('no neighbour');
    const other = world.autoland.raise(neighbour, ['amazon', 'cnn']);
    const mine = world.autoland.raise(push, ['amazon', 'wikipedia']);
    const ask = world.start();
    expect((await reportOn(world, ask, mine)).suggestions).toMatchObject([
      {
        kind: 'same cause',
        tier: 'possible',
        relation: 'reassigned',
        target: { id: other },
        reasons: { suites: ['amazon'], votes: 2, voters: 4 },
      },
    ]);
    const amazon = (await world.read(other)).alerts.find((a) => a.signature.suite === 'amazon');
    if (!amazon) throw new Error('no amazon');
    world.askRound(other, amazon.id);
    world.sandbox.clock.advance(AFTER_REFRESH_S);
    const [asked] = (await reportOn(world, ask, mine)).suggestions;
    expect(asked).toMatchObject({
      kind: 'asked elsewhere',
      sentence: `amazon: asked for in #${other}, which may share the cause`,
    });
  });

  it('that is undone is named as backed out, and one that repeats it as a reland', async () => {
    const world = twoBranches();
    const at = (h: number) => world.autoland.pushBefore(h);
    const first = world.autoland.raise(at(60), ['amazon'], 1.06);
    const back = world.autoland.raise(at(40), ['amazon'], 1 / 1.06);
    const again = world.autoland.raise(at(10), ['amazon'], 1.06);
    const ask = world.start();
    const [backout] = (await reportOn(world, ask, back)).suggestions;
    expect(backout).toMatchObject({ kind: 'backout', tier: 'likely', target: { id: first }, relation: null });
    expect(backout?.sentence).toBe(`Likely backout of #${first}: all 2 alerts undo its steps`);
    const [reland] = (await reportOn(world, ask, again)).suggestions;
    expect(reland).toMatchObject({ kind: 'reland', tier: 'likely', target: { id: first } });
  });
});

describe('what it costs', () => {
  it('is two list requests for a page of ten summaries of one framework and branch', async () => {
    const world = twoBranches();
    const suites = ['amazon', 'cnn', 'wikipedia', 'ares6', 'google-docs'];
    const ids = Array.from({ length: 10 }, (_, i) => {
      world.inbound.raise(world.inbound.pushBefore(30 + 6 * i), [suites[i % 5] ?? '']);
      return world.autoland.raise(world.autoland.pushBefore(20 + 6 * i), [suites[i % 5] ?? '']);
    });
    const summaries = await Promise.all(ids.map(world.read));
    world.sandbox.log.clear();
    const ask = world.start();
    const answer = await ask.suggest(summaries, ids[0] ?? null);
    // with the page loader's own list: three
    expect(world.lists()).toBe(2);
    expect(world.count(/commit_revision=/)).toBeLessThanOrEqual(ids.length + 2);
    expect(answer.kind === 'ok' && answer.value.filter((r) => r.suggestions.length > 0).length).toBe(10);
    // nothing on a re-render, nor for another tab, nor one after another
    await Promise.all([ask.suggest(summaries, null), ask.suggest(summaries.slice(5), null)]);
    for (const s of summaries) await ask.suggest([s], null);
    expect(world.lists()).toBe(2);
  });

  it('is shared by those who ask at the same time', async () => {
    const world = twoBranches();
    const ids = [8, 20].map((h) => world.autoland.raise(world.autoland.pushBefore(h), ['amazon']));
    const [a, b] = await Promise.all(ids.map(world.read));
    if (!a || !b) throw new Error('no summaries');
    const ask = world.start();
    await Promise.all([ask.suggest([a], null), ask.suggest([b], null), ask.suggest([a, b], null)]);
    expect(world.lists()).toBe(2);
    expect(world.count(/\/api\/repository\//)).toBe(1);
  });

  it('is nothing again after the background was stopped: the lists are in the session’s storage', async () => {
    const world = twoBranches();
    const upstream = world.inbound.raise(world.inbound.pushBefore(20), ['amazon']);
    const mine = world.autoland.raise(world.autoland.pushBefore(8), ['amazon']);
    await reportOn(world, world.start(), mine);
    expect(world.lists()).toBe(2);
    const report = await reportOn(world, world.start(), mine);
    expect(world.lists()).toBe(2);
    expect(told(report.suggestions)).toEqual([`likely downstream of ${upstream}`]);
    expect(JSON.stringify([...world.stored.items]).length).toBeLessThan(100_000);
  });

  it('is nothing for summaries without an open alert', async () => {
    const world = twoBranches();
    const mine = world.autoland.raise(world.autoland.pushBefore(8), ['amazon']);
    for (const alert of world.sandbox.world.alertsOf(mine)) alert.status = 3;
    const report = await reportOn(world, world.start(), mine);
    expect(report).toMatchObject({ open: 0, suggestions: [], nothing: [] });
    expect(world.lists()).toBe(0);
  });
});

describe('when Treeherder fails', () => {
  it.each([
    ['500', { kind: 'status', status: 500 }],
    ['403', { kind: 'status', status: 403 }],
    ['404', { kind: 'status', status: 404 }],
    ['a page', { kind: 'html' }],
    ['broken JSON', { kind: 'malformed' }],
    ['a lost answer', { kind: 'lost' }],
  ] as const)('with %s for the other branch, the rest is told with the problem', async (_, effect) => {
    const world = twoBranches();
    world.inbound.raise(world.inbound.pushBefore(20), ['amazon']);
    const push = world.autoland.pushBefore(8);
    const neighbour = world.autoland.log[push.index - 1];
    if (!neighbour) throw new Error('no neighbour');
    const other = world.autoland.raise(neighbour, ['amazon']);
    const mine = world.autoland.raise(push, ['amazon']);
    world.sandbox.faults.add({ match: { path: 'alertsummary/\\?.*repository=2&' }, effect });
    const ask = world.start();
    const report = await reportOn(world, ask, mine, true);
    expect(told(report.suggestions)).toEqual([`possible same cause of ${other}`]);
    expect(report.problem).not.toBeNull();
    expect(report.nothing.map((n) => n.answer)).toEqual(['not known']);
    // not asked again on each re-render, but again after a minute
    const asked = world.lists();
    await reportOn(world, ask, mine);
    expect(world.lists()).toBe(asked);
    world.sandbox.faults.clear();
    world.sandbox.clock.advance(90);
    expect((await reportOn(world, ask, mine)).problem).toBeNull();
  });

  it('for the containment, nothing is said to be contained', async () => {
    const world = twoBranches();
    const { upstream, mine } = world.raiseContained(['amazon']);
    world.sandbox.faults.add({ match: { path: 'commit_revision' }, effect: { kind: 'status', status: 500 } });
    const report = await reportOn(world, world.start(), mine);
    expect(told(report.suggestions)).toEqual([`likely downstream of ${upstream}`]);
  });

  it('altogether, there is a report that says why', async () => {
    const world = twoBranches();
    const mine = world.autoland.raise(world.autoland.pushBefore(8), ['amazon']);
    const summary = await world.read(mine);
    world.sandbox.faults.add({ match: {}, effect: { kind: 'status', status: 500 } });
    const answer = await world.start().suggest([summary], summaryId(mine));
    expect(answer).toMatchObject({ kind: 'ok', value: [{ suggestions: [], problem: { kind: 'server' } }] });
  });
});

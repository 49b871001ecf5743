import { describe, expect, it } from 'vitest';
import type { AlertSummary } from '@/lib/model/alert';
import { instant, type SummaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import { DEFAULT_CHOICES } from '@/lib/model/planReport';
import { type BranchesWorld, twoBranches } from './branches';

/** A page: what is in view was suggested about once, and a bar then works out its plan. */
async function planOf(
  world: BranchesWorld,
  id: SummaryId,
  suggest = true,
  { ask, plan } = world.open(),
  depth: 'rest' | 'spend' = 'rest',
) {
  const summary: AlertSummary = await world.read(id);
  if (suggest) await ask.suggest([summary], null);
  world.sandbox.log.clear();
  const answer = await plan({
    summary,
    choices: DEFAULT_CHOICES,
    depth,
    me: '',
    now: instant(world.sandbox.clock.now()),
  });
  if (!isOk(answer)) throw new Error(answer.problem.message);
  return answer.value;
}

/** A summary, and one on the push before it of which amazon can be asked for; after that the lists are old. */
function besideAnother() {
  const world = twoBranches();
  const push = world.autoland.pushBefore(8);
  const neighbour = world.autoland.log[push.index - 1];
  if (!neighbour) throw new Error('no neighbour');
  const other = world.autoland.raise(neighbour, ['amazon']);
  const mine = world.autoland.raise(push, ['amazon', 'cnn', 'wikipedia']);
  const askElsewhere = async () => {
    const [amazon] = (await world.read(other)).alerts;
    if (!amazon) throw new Error('no amazon');
    world.askRound(other, amazon.id);
    world.sandbox.clock.advance(6 * 60);
  };
  return { world, other, mine, askElsewhere };
}

describe('a plan at rest', () => {
  it('has obvious downstream as a reason against it, and costs no list request for that', async () => {
    const world = twoBranches();
    const { upstream, mine } = world.raiseContained(['amazon']);
    const { plan } = await planOf(world, mine);
    expect(world.lists()).toBe(0);
    expect(plan.jobs).toBeGreaterThan(0);
    expect(plan.against).toEqual([
      { code: 'obvious downstream', text: `2 of 2 alerts are obviously downstream of #${upstream}` },
    ]);
  });

  it('has nothing against it for a likely upstream, or for a few alerts among many', async () => {
    const world = twoBranches();
    world.inbound.raise(world.inbound.pushBefore(20), ['amazon']);
    const likely = world.autoland.raise(world.autoland.pushBefore(8), ['amazon']);
    expect((await planOf(world, likely)).plan.against).toEqual([]);

    const other = twoBranches();
    const { mine } = other.raiseContained(['amazon'], ['amazon', 'cnn', 'wikipedia', 'ares6']);
    expect((await planOf(other, mine)).plan.against).toEqual([]);
  });

  it('has a likely reland against it', async () => {
    const world = twoBranches();
    const first = world.autoland.raise(world.autoland.pushBefore(30), ['amazon'], 1.06);
    world.autoland.raise(world.autoland.pushBefore(25), ['amazon'], 1 / 1.06);
    const again = world.autoland.raise(world.autoland.pushBefore(10), ['amazon'], 1.06);
    expect((await planOf(world, again)).plan.against).toEqual([
      { code: 'likely reland', text: `this is likely a reland of #${first}` },
    ]);
  });

  it('leaves out what another summary has asked for, says where, and counts it as covered', async () => {
    const { world, mine, askElsewhere, other } = besideAnother();
    const before = await planOf(world, mine);
    expect(before.plan.alerts.map((a) => a.suite).sort()).toEqual(['amazon', 'cnn', 'wikipedia']);
    await askElsewhere();
    const { plan, coverage } = await planOf(world, mine);
    expect(plan.alerts.map((a) => a.suite).sort()).toEqual(['cnn', 'wikipedia']);
    expect(plan.leftOut.filter((r) => r.code === 'asked for elsewhere').map((r) => r.text)).toEqual([
      `amazon: asked for in #${other}`,
      `amazon: asked for in #${other}`,
    ]);
    expect(coverage.text).toBe('Covered 2 of 6');

    // that round may have ended since the list was read
    world.sandbox.clock.advance(11 * 60);
    const later = await planOf(world, mine, false);
    expect(later.plan.alerts.map((a) => a.suite).sort()).toEqual(['amazon', 'cnn', 'wikipedia']);
  });

  it('believes a list that was read after the day’s spending', async () => {
    const { world, mine, askElsewhere } = besideAnother();
    const opened = world.open();
    await planOf(world, mine, true, opened, 'spend');
    await askElsewhere();
    const { plan } = await planOf(world, mine, true, opened);
    expect(plan.alerts.map((a) => a.suite).sort()).toEqual(['cnn', 'wikipedia']);
  });

  it('is made as ever when nothing was suggested before, without a request for it', async () => {
    const world = twoBranches();
    world.inbound.raise(world.inbound.pushBefore(20), ['amazon']);
    const mine = world.autoland.raise(world.autoland.pushBefore(8), ['amazon']);
    const { plan } = await planOf(world, mine, false);
    expect(plan.against).toEqual([]);
    expect(world.lists()).toBe(0);
  });
});

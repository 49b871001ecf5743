import { describe, expect, it } from 'vitest';
import { openBrowser } from './browser';
import { createDay, FULL, planOf, TIMEOUT_MS, wantedBy } from './day';
import { Interleaving } from './interleaving';

const COLLEAGUE = '[cbrown] the author is on leave until Monday';
const SEEDS = Array.from({ length: FULL ? 300 : 12 }, (_, i) => i);

describe('two sheriffs who press within two seconds', { timeout: TIMEOUT_MS }, () => {
  const day = createDay();

  it.each(SEEDS)('end with the jobs of one round, and both are told (seed %i)', async (seed) => {
    day.again();
    day.colleagueWrites(COLLEAGUE);
    const time = new Interleaving(day.sandbox, `two sheriffs ${seed}`);
    const tabs = ['sheriff', 'second'].map((user) =>
      openBrowser(day.sandbox, {
        wait: time.sleep,
        network: time.line(),
        randomId: () =>
          Math.floor(time.draw() * 36 ** 8)
            .toString(36)
            .padStart(8, '0'),
      }).openTab({ user }),
    );
    await time.run(tabs.map((tab) => () => tab.look(day.id)));
    const [first] = tabs;
    if (!first) return;
    const wanted = wantedBy(planOf(first.desk(day.id)));
    await time.run(
      tabs.map((tab) => async () => {
        await time.sleep(time.draw() * 2000);
        await tab.desk(day.id).send();
      }),
    );

    const ends = tabs.map((tab) => tab.progress.at(-1));
    expect(ends.map((end) => end?.kind).sort()).toEqual(['sent', 'stopped']);
    const winner = ends[0]?.kind === 'sent' ? 'sheriff' : 'second';
    const told = ends.flatMap((end) => (end?.kind === 'stopped' ? [end.problem.message] : []));
    // a slow one may find that all of it is on its way before it comes to its claim
    expect(told).toEqual([
      expect.stringMatching(
        new RegExp(
          `^${winner} has (claimed|sent) round 1 at \\d\\d:\\d\\d UTC\\. Nothing was sent from here\\.|^Nothing was sent: .*on their way`,
        ),
      ),
    ]);
    expect(day.jobsMade()).toEqual(wanted);
    const pending = day.told().rounds;
    expect(pending.map((r) => `${r.status} ${r.by}`)).toEqual([`pending ${winner}`]);
    expect(day.notes()).toContain(COLLEAGUE);
  });
});

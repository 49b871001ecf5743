import { expect, it } from 'vitest';
import { createDay } from '../rounds/day';
import { type OwnEditor, workTogether } from './working';

it('measure', { timeout: 300000 }, async () => {
  const day = createDay();
  for (const ownEditor of ['none', 'guarded', 'bare'] as OwnEditor[])
    for (const faults of [false, true]) {
      let [told, lost, doubled, gaveUp, puts, hits, bad] = [0, 0, 0, 0, 0, 0, 0];
      const t = performance.now();
      const N = Number(process.env.N ?? 20);
      for (let seed = 0; seed < N; seed++) {
        const r = await workTogether(day, {
          seed: `w ${seed}`,
          sheriffs: seed % 2 ? 3 : 2,
          writesEach: 4,
          faults,
          ownEditor,
        });
        told += r.told.length;
        lost += r.lost.length;
        doubled += r.doubled.length;
        gaveUp += r.gaveUp;
        puts += r.puts;
        hits += r.hits;
        if (r.lost.length) bad++;
      }
      console.log(ownEditor, faults, {
        told,
        lost,
        bad,
        doubled,
        gaveUp,
        puts,
        hits,
        ms: Math.round((performance.now() - t) / N),
      });
    }
});

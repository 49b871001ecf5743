import { describe, expect, it } from 'vitest';
import { suspects } from '@/lib/triage/suspects';
import { afterRoundOne, idOf, noiseAt, ROUND, run, seen } from './verdictSeries';

const log = Array.from({ length: 240 }, (_, order) => ({ id: idOf(order), order }));
const step = (push: number) => (push >= 115 ? 105 : 100);
const backfill = (...pushes: number[]) =>
  pushes.flatMap((push, i) =>
    [0, 1].map((k) => run(push, step(push) + 0.5 * noiseAt(200 + 2 * i + k), ROUND)),
  );

describe('the suspects of a confirmed step', () => {
  it('are all pushes of the gap, alike, before a backfill', () => {
    const found = suspects(seen(afterRoundOne(step)), log);
    expect(found?.ranked.map((s) => s.pushId)).toEqual(
      [111, 112, 113, 114, 115, 116, 117, 118, 119, 120].map(idOf),
    );
    expect(found?.ranked[0]?.confidence).toBeCloseTo(0.1, 3);
    expect(found?.range).toMatchObject({ first: idOf(111), last: idOf(120), pushes: 10 });
  });

  it('are fewer with each cut point', () => {
    const found = suspects(seen([...afterRoundOne(step), ...backfill(112, 117)]), log);
    expect(found?.range).toMatchObject({ first: idOf(113), last: idOf(117), pushes: 5 });
  });

  it('come down to one push when the pushes around the step have data', () => {
    const found = suspects(seen([...afterRoundOne(step), ...backfill(113, 114, 115, 116)]), log);
    expect(found?.ranked[0]).toMatchObject({ pushId: idOf(115) });
    expect(found?.range).toMatchObject({ first: idOf(115), last: idOf(115), pushes: 1 });
    expect(found?.range.confidence).toBeGreaterThan(0.95);
  });

  it('share what there is: never more than 1 in all', () => {
    const found = suspects(seen([...afterRoundOne(step, 1.5), ...backfill(113, 116)]), log);
    const sum = found?.ranked.reduce((n, s) => n + s.confidence, 0) ?? 0;
    expect(sum).toBeGreaterThan(0.99);
    expect(sum).toBeLessThanOrEqual(1 + 1e-9);
  });

  it('do without the push log: then the first push with the new level stands for its gap', () => {
    expect(suspects(seen(afterRoundOne(step)), [])?.range).toMatchObject({ first: idOf(120), pushes: 1 });
  });

  it('are not named where no step is confirmed', () => {
    expect(suspects(seen(afterRoundOne(() => 100)), log)).toBeNull();
  });
});

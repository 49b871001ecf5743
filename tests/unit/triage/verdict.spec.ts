import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, type RunPoint, seriesPushes } from '@/lib/triage/levels';
import { verdict } from '@/lib/triage/verdict';
import { afterRoundOne, HOUR, idOf, noiseAt, ROUND, run, seen, timeOf, WANTED } from './verdictSeries';

const stepAt = (cause: number, pct: number) => (push: number) => (push >= cause ? 100 + pct : 100);
const orderOf = (id: number) => id - 1000;

describe('a step in the code', () => {
  it('is confirmed between the revision before it and its own', () => {
    const said = verdict(seen(afterRoundOne(stepAt(115, 5))));
    expect(said).toMatchObject({
      kind: 'step confirmed',
      from: idOf(110),
      to: idOf(120),
      machinesRuledOut: true,
      evidence: { direction: 'regression', sides: { tWord: 'high' } },
    });
    expect(said.evidence?.changePct).toBeCloseTo(5, 0);
  });

  it('is an improvement where less is worse', () => {
    const said = verdict(seen(afterRoundOne(stepAt(115, 5)), { lowerIsBetter: false }));
    expect(said.evidence?.direction).toBe('improvement');
  });

  it('is found where it is, not where the alert is', () => {
    for (const cause of [105, 125, 135]) {
      const said = verdict(seen(afterRoundOne(stepAt(cause, 5))));
      const older = Math.floor(cause / 10) * 10;
      expect(said).toMatchObject({ kind: 'step confirmed', from: idOf(older), to: idOf(older + 10) });
    }
  });

  it('is left open where all late runs are on pushes that have the new level anyway', () => {
    expect(verdict(seen(afterRoundOne(stepAt(95, 5))))).toMatchObject({
      kind: 'not yet',
      reason: 'code or machines',
    });
  });

  it('is narrowed down by points on the pushes of the gap', () => {
    const cut = [112, 115, 118].flatMap((push, i) =>
      [0, 1].map((k) => run(push, (push >= 115 ? 105 : 100) + 0.5 * noiseAt(200 + 2 * i + k), ROUND)),
    );
    const said = verdict(seen([...afterRoundOne(stepAt(113, 5)), ...cut]));
    expect(said).toMatchObject({ kind: 'step confirmed', from: idOf(112), to: idOf(115) });
  });

  it('gets a wider range, not a wrong one, where the data cannot place it', () => {
    // One run on push 110 lies half way: it may belong to either side.
    const points = afterRoundOne(stepAt(115, 2)).filter((p) => p.pushOrder !== 110);
    const said = verdict(seen([...points, run(110, 101)], { wanted: new Map() }));
    expect(said).toMatchObject({ kind: 'step confirmed', from: idOf(100), to: idOf(120) });
  });

  it('is not hidden by one wild outlier', () => {
    const said = verdict(seen([...afterRoundOne(stepAt(115, 5)), run(100, 900, ROUND), run(130, 4, ROUND)]));
    expect(said).toMatchObject({ kind: 'step confirmed', from: idOf(110), to: idOf(120) });
  });
});

describe('no step', () => {
  it('is said when a step of 2 % would have shown', () => {
    expect(verdict(seen(afterRoundOne(() => 100))).kind).toBe('no step');
  });

  it('is not said while a step of 2 % could hide in the noise', () => {
    expect(verdict(seen(afterRoundOne(() => 100, 6))).kind).toBe('not yet');
  });

  it('is said of a change too small to matter, unless the series has a smaller threshold', () => {
    const tiny = afterRoundOne(stepAt(115, 0.7), 0.1);
    expect(verdict(seen(tiny)).kind).toBe('no step');
    expect(verdict(seen(tiny, { smallestStepPct: 0.5 })).kind).toBe('step confirmed');
  });
});

describe('not yet', () => {
  it('names what was planned and has not arrived, in push order', () => {
    const points = afterRoundOne(() => 100, 6).filter(
      (p) => p.pushOrder !== 140 || p.submitTime === timeOf(140) + HOUR,
    );
    const wanted = new Map([...WANTED, [idOf(115), 2]]);
    expect(verdict(seen(points, { wanted }))).toMatchObject({
      reason: 'data to come',
      more: [
        { pushId: idOf(140), points: 3 },
        { pushId: idOf(115), points: 2 },
      ],
    });
  });

  it("asks for more on the pushes next to the alert's place when all has arrived; two more rounds decide", () => {
    let points = afterRoundOne(() => 100, 2.2);
    for (const round of [2, 3]) {
      const said = verdict(seen(points));
      expect(said).toMatchObject({ kind: 'not yet', reason: 'too close to call' });
      if (said.kind !== 'not yet') return;
      expect(said.more.map((w) => orderOf(w.pushId))).toEqual([100, 110, 120, 130]);
      const asked = said.more.flatMap(({ pushId, points: n }) =>
        Array.from({ length: n }, (_, k) => {
          const value = 100 + 2.2 * noiseAt(round * 1000 + orderOf(pushId) + k);
          return run(orderOf(pushId), value, ROUND * round);
        }),
      );
      points = [...points, ...asked];
    }
    expect(verdict(seen(points)).kind).toBe('no step');
  });

  it('asks for nothing where more runs cannot help', () => {
    expect(verdict(seen(afterRoundOne(() => 100, 40)))).toMatchObject({ reason: 'too noisy', more: [] });
  });

  it('does not take a step far from the alert for that of the alert', () => {
    expect(verdict(seen(afterRoundOne(stepAt(195, 5))))).toMatchObject({
      reason: 'step elsewhere',
      more: [],
    });
  });

  it('does not trust a step that a single push shows', () => {
    const points = afterRoundOne(stepAt(115, 5)).filter((p) => p.pushOrder <= 120);
    expect(verdict(seen(points, { wanted: new Map() }))).toMatchObject({
      reason: 'side too short',
      more: [],
    });
  });

  it('says so with no data at all, or on one push only', () => {
    expect(verdict(seen([], { wanted: new Map() }))).toMatchObject({ kind: 'not yet', evidence: null });
    const one = [0, 1, 2, 3].map((k) => run(120, 100 + k));
    expect(verdict(seen(one, { wanted: new Map([[idOf(120), 4]]) }))).toMatchObject({
      reason: 'side too short',
    });
  });

  it('does not take a series that flips between two modes for a step', () => {
    const mode = (i: number, share: number) => (Math.abs(noiseAt(i * 7)) < share ? 5000 : 100);
    const points = Array.from({ length: 40 }, (_, i) =>
      run(i, mode(i, i < 20 ? 0.1 : 0.7) + noiseAt(i), i % 3),
    );
    expect(verdict(seen(points, { wanted: new Map(), alertPush: { id: idOf(20), order: 20 } })).kind).toBe(
      'not yet',
    );
  });
});

describe('where a side ends', () => {
  const withNext = (push: number) => (push < 115 ? 100 : push < 160 ? 105 : 100);

  it('ends at the next alert of the series, or at a backout', () => {
    const points = afterRoundOne(withNext);
    const ends = { from: null, until: 160 };
    expect(verdict(seen(points, { ends }))).toMatchObject({
      kind: 'step confirmed',
      from: idOf(110),
      to: idOf(120),
    });
    const wild = points.map((p) => (p.pushOrder >= 160 ? { ...p, value: 1e6 } : p));
    expect(verdict(seen(wild, { ends }))).toEqual(verdict(seen(points, { ends })));
  });

  it('begins at the alert before', () => {
    const points = afterRoundOne((push) => (push < 60 ? 130 : push < 115 ? 100 : 105));
    const said = verdict(seen(points, { ends: { from: 60, until: null } }));
    expect(said).toMatchObject({ kind: 'step confirmed', from: idOf(110), to: idOf(120) });
  });

  it('counts single points further out', () => {
    const near = (p: RunPoint) => p.pushOrder >= 110 && p.pushOrder <= 130;
    const points = afterRoundOne(stepAt(115, 5)).filter(
      (p) => p.submitTime === timeOf(p.pushOrder) + HOUR || p.pushOrder === 110,
    );
    expect(verdict(seen(points.filter(near), { wanted: new Map() })).kind).toBe('not yet');
    expect(verdict(seen(points, { wanted: new Map() })).kind).toBe('step confirmed');
  });
});

describe('code or machines', () => {
  // All runs from push 120 on, and the whole round, were made on changed machines.
  const shifted = afterRoundOne((push, late) => (late || push >= 120 ? 105 : 100));

  it('blames the machines when new runs on old pushes show the new level', () => {
    expect(verdict(seen(shifted))).toMatchObject({ kind: 'follows the run time', since: timeOf(120) + HOUR });
  });

  it('does not decide before there are late runs on old pushes', () => {
    const before = afterRoundOne(stepAt(115, 5)).filter((p) => p.submitTime === timeOf(p.pushOrder) + HOUR);
    expect(verdict(seen(before, { wanted: new Map() }))).toMatchObject({
      kind: 'not yet',
      reason: 'code or machines',
      more: [80, 90, 100, 110].map((push) => ({ pushId: idOf(push), points: 1 })),
    });
    const asked = [80, 90, 100, 110].map((push, i) => run(push, 100 + 0.5 * noiseAt(300 + i), ROUND));
    expect(verdict(seen([...before, ...asked], { wanted: new Map() })).kind).toBe('step confirmed');
  });

  it('judges by push alone, and says so, when no run time is known', () => {
    const points = afterRoundOne(stepAt(115, 5)).map((p) => ({ ...p, submitTime: null }));
    expect(verdict(seen(points))).toMatchObject({ kind: 'step confirmed', machinesRuledOut: false });
  });

  it('does not look at run times of a deterministic count', () => {
    const sizes = Array.from({ length: 24 }, (_, i) => run(i * 10, i < 12 ? 5_000_000 + i : 5_200_000 + i));
    const said = verdict(seen(sizes, { wanted: new Map(), deterministic: true }));
    expect(said).toMatchObject({
      kind: 'step confirmed',
      from: idOf(110),
      to: idOf(120),
      machinesRuledOut: false,
    });
  });

  it('sees that the levels go by machine', () => {
    const points = afterRoundOne(() => 100).map((p, i) => {
      const slow = p.pushOrder >= 120 ? i % 5 !== 0 : i % 5 === 0;
      return { ...p, value: p.value + (slow ? 5 : 0), machine: slow ? 'nuc-2' : 'nuc-1' };
    });
    expect(verdict(seen(points))).toMatchObject({ kind: 'follows the run time', since: null });
  });
});

describe('machines that ran once', () => {
  it('are not sorted by their values into two sorts, for a series of two modes would always go by machine', () => {
    const atOther = [4, 11, 20, 21, 22, 23, 25, 26, 27, 28];
    const points = Array.from({ length: 29 }, (_, i) =>
      run(i, (atOther.includes(i) ? 3700 : 100) + noiseAt(i), 1, `machine-${i}`),
    );
    const alertPush = { id: idOf(20), order: 20 };
    expect(verdict(seen(points, { wanted: new Map(), alertPush })).kind).toBe('not yet');
  });
});

describe('whatever the data', () => {
  const someSeries = fc
    .record({
      cause: fc.integer({ min: 60, max: 180 }),
      pct: fc.constantFrom(0, 2, 5, 10),
      noise: fc.constantFrom(0.2, 1, 2, 4),
      whole: fc.boolean(),
      outliers: fc.array(fc.nat({ max: 38 }), { maxLength: 3 }),
      seed: fc.integer({ min: 0, max: 10_000 }),
    })
    .map(({ cause, pct, noise, whole, outliers, seed }) =>
      afterRoundOne(stepAt(cause, pct), 0).map((p, i) => {
        const value = (p.value + noise * noiseAt(seed + i)) * (outliers.includes(i) ? 1 + (seed % 7) / 4 : 1);
        const machine = whole ? null : `machine-${(seed * 31 + i * 7 + ((i * i) % 5)) % 6}`;
        return { ...p, machine, value: whole ? Math.round(value) : value };
      }),
    );

  it('says the same of the same points in any order', () => {
    fc.assert(
      fc.property(someSeries, fc.infiniteStream(fc.nat()), (points, keys) => {
        const shuffled = points
          .map((p) => ({ p, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ p }) => p);
        expect(verdict(seen(shuffled))).toEqual(verdict(seen(points)));
      }),
      { numRuns: 25 },
    );
  });

  it("is never taken back by points equal to their side's median", { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(
        someSeries,
        fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 5 }),
        (start, picks) => {
          let points = start;
          let said = verdict(seen(points));
          fc.pre(said.kind === 'step confirmed');
          for (const pick of picks) {
            const places = said.evidence?.places ?? [];
            const at = places.reduce((a, b) => (b.share > a.share ? b : a)).at;
            const pushes = seriesPushes(points, { from: null, until: null });
            const index = pick % pushes.length;
            const side = index < at ? pushes.slice(0, at) : pushes.slice(at);
            const level = median(side.flatMap((p) => p.points.map((x) => x.value)));
            // On the push itself, or on one after it that had no data yet; in the gap of the step only on the push.
            const push = (pushes[index]?.order ?? 0) + (index === at - 1 ? 0 : pick % 10);
            points = [
              ...points,
              run(
                push,
                level,
                pick % 3 === 0 ? 1 : ROUND + pick,
                points[0]?.machine ? `machine-${pick % 7}` : null,
              ),
            ];
            said = verdict(seen(points));
            expect(said.kind).toBe('step confirmed');
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('does not depend on the unit', () => {
    fc.assert(
      fc.property(someSeries, fc.constantFrom(1 / 1024, 4096), (points, unit) => {
        const scaled = points.map((p) => ({ ...p, value: p.value * unit }));
        expect(verdict(seen(scaled)).kind).toBe(verdict(seen(points)).kind);
      }),
      { numRuns: 25 },
    );
  });

  it('gives a range that has data at both ends, the older first', () => {
    fc.assert(
      fc.property(someSeries, (points) => {
        const said = verdict(seen(points));
        if (said.kind !== 'step confirmed') return;
        const pushes = new Set(points.map((p) => p.pushId));
        expect(pushes.has(said.from) && pushes.has(said.to)).toBe(true);
        expect(orderOf(said.from)).toBeLessThan(orderOf(said.to));
        expect(said.certainty).toBeGreaterThan(0.99);
      }),
      { numRuns: 25 },
    );
  });
});

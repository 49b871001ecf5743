import { describe, expect, it } from 'vitest';
import { createDay, FULL, TIMEOUT_MS } from '../rounds/day';
import { MORNING, type MorningPlan, type MorningReport, type Told, workTogether } from './working';

/** Interleavings of each kind; with the full counts more than a thousand in all. */
const EACH = FULL ? 220 : 12;
const WRITES_EACH = 4;

type Kind = Pick<MorningPlan, 'sheriffs' | 'faults' | 'ownEditor' | 'typingMs'>;

describe('sheriffs who write notes at the same moment, on a server where the last writer wins', {
  timeout: FULL ? 20 * TIMEOUT_MS : TIMEOUT_MS,
}, () => {
  const day = createDay();

  async function mornings(name: string, kind: Kind): Promise<Pick<MorningReport, 'told' | 'lost'>> {
    const reports: MorningReport[] = [];
    for (let n = 0; n < EACH; n++) {
      const report = await workTogether(day, { ...kind, seed: `${name} ${n}`, writesEach: WRITES_EACH });
      const lines = day.notes().split('\n');
      for (const line of MORNING.split('\n')) expect(lines, `${name} ${n}`).toContain(line);
      expect(report.doubled, `${name} ${n}`).toEqual([]);
      reports.push(report);
    }
    const sum = (of: 'gaveUp' | 'puts' | 'hits') => reports.reduce((all, r) => all + r[of], 0);
    const told = reports.flatMap((r) => r.told);
    const lost = reports.flatMap((r) => r.lost);
    console.log(
      `notes, ${name}: ${EACH} interleavings, ${told.length} writes told as done in ${sum('puts')} requests, ` +
        `${sum('hits')} faults hit, ${sum('gaveUp')} given up, ${lost.length} lost`,
    );
    return { told, lost };
  }

  it.each<[string, Kind]>([
    ['two writers', { sheriffs: 2, faults: false, ownEditor: 'none', typingMs: 0 }],
    ['three writers', { sheriffs: 3, faults: false, ownEditor: 'none', typingMs: 0 }],
    ['two writers and faults', { sheriffs: 2, faults: true, ownEditor: 'none', typingMs: 0 }],
    ['three writers and faults', { sheriffs: 3, faults: true, ownEditor: 'none', typingMs: 0 }],
    [
      "three writers and the page's own editor",
      { sheriffs: 3, faults: true, ownEditor: 'guarded', typingMs: 8000 },
    ],
  ])('lose no comment and no mark: %s', async (name, kind) => {
    const { lost, told } = await mornings(name, kind);
    expect(told.length).toBeGreaterThan(EACH * WRITES_EACH);
    expect(lost).toEqual([]);
  });

  // the first sheriff's second and fourth line are typed in the page's own editor
  const typedThere = ({ line }: Told) => line !== undefined && /^\[sheriff\] [13] of/.test(line);

  it('lose nothing to a quick save without Deputy, whose own lines nobody looks after', async () => {
    const kind = { sheriffs: 3, faults: true, ownEditor: 'bare', typingMs: 0 } as const;
    const { lost, told } = await mornings('a browser without Deputy', kind);
    expect(lost.filter((one) => !typedThere(one))).toEqual([]);
    expect(told.filter(typedThere).length).toBeGreaterThan(EACH);
  });

  it('can lose what was written while somebody without Deputy typed for long, and this is how much', async () => {
    const kind = { sheriffs: 3, faults: false, ownEditor: 'bare', typingMs: 8000 } as const;
    const { lost, told } = await mornings('eight seconds of typing without Deputy', kind);
    expect(lost.length).toBeLessThan(told.length / 2);
  });
});

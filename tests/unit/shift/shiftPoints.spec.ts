import { describe, expect, it } from 'vitest';
import { alertId, instant, nonce, revision, signatureId, summaryId } from '@/lib/model/ids';
import { failed, ok } from '@/lib/model/outcome';
import { type NotesFacts, notesFacts } from '@/lib/notes/notes';
import { MOST_POINT_REQUESTS, type NotedFacts, readShiftPoints } from '@/lib/shift/shiftPoints';
import type { TreeherderReads } from '@/lib/treeherder/publicReads';
import { alert, MONDAY, pointOn, push, summary } from '../triage/fixtures';

/** A summary with a pending round for all its alerts, which number `each` from `first` on. */
function waiting(id: number, first: number, each: number, repository = 'autoland'): NotedFacts {
  const alerts = Array.from({ length: each }, (_, i) => alert(first + i));
  const rounds: NotesFacts['rounds'] = [
    {
      number: 1,
      nonce: nonce(`n${id}`),
      status: 'pending',
      by: 'amy',
      at: instant(MONDAY),
      jobs: 10,
      builds: 0,
      alerts: alerts.map((a) => alertId(a.id)),
      revisions: [],
      receipts: [],
    },
  ];
  return {
    summary: summary(alerts, { id: summaryId(id), repository, created: instant(MONDAY + id) }),
    facts: { ...notesFacts(''), rounds },
  };
}

/** Every series has one point on push 1. */
function reads(fails = false) {
  const asked: { repository: string; series: number }[] = [];
  const dataPoints: TreeherderReads['dataPoints'] = async (repository, signatures) => {
    asked.push({ repository, series: signatures.length });
    if (fails) return failed({ kind: 'network', message: 'Treeherder does not answer.' });
    return ok(signatures.map((id) => pointOn(id, 1)));
  };
  return { asked, dataPoints };
}
const on = (n: number) => [signatureId(n), push(1).revision] as const;

describe('the points of a shift', () => {
  it('are asked for 150 series at a time, and never more than five times', async () => {
    const { asked, dataPoints } = reads();
    const many = Array.from({ length: 10 }, (_, i) => waiting(i, 1 + i * 100, 100));
    const points = await readShiftPoints({ dataPoints }, many, instant(MONDAY));
    expect(asked).toEqual(
      Array.from({ length: MOST_POINT_REQUESTS }, () => ({ repository: 'autoland', series: 150 })),
    );
    // the youngest first; what was not read is not taken for none
    expect(points.count(...on(950))).toBe(1);
    expect(points.count(...on(1))).toBeNull();
    expect(points.count(signatureId(950), revision('f'.repeat(40)))).toBe(0);
  });

  it('of one repository after the other, while there are requests left', async () => {
    const { asked, dataPoints } = reads();
    const six = Array.from({ length: 6 }, (_, i) => waiting(i, 1 + i * 10, 5, `branch-${i}`));
    const points = await readShiftPoints({ dataPoints }, six, instant(MONDAY));
    expect(asked.map((a) => a.repository)).toEqual([
      'branch-5',
      'branch-4',
      'branch-3',
      'branch-2',
      'branch-1',
    ]);
    expect([points.count(...on(51)), points.count(...on(1))]).toEqual([1, null]);
  });

  it('are none but unknown when Treeherder does not answer, and nothing is asked without a round', async () => {
    const broken = reads(true);
    const points = await readShiftPoints(broken, [waiting(1, 1, 3)], instant(MONDAY));
    expect([points.problem?.kind, points.count(...on(1))]).toEqual(['network', null]);
    const idle = reads();
    await readShiftPoints(idle, [{ summary: summary([alert(1)]), facts: notesFacts('') }], instant(MONDAY));
    expect(idle.asked).toEqual([]);
  });
});

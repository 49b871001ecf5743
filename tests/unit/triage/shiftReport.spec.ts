import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, summaryId } from '@/lib/model/ids';
import { QUEUES, type ShiftItem } from '@/lib/model/shift';
import { HOUR_MS } from '@/lib/triage/clocks';
import { filtered, printFilter, readFilter, SHIFT_SORTS, sorted } from '@/lib/triage/shiftFilter';
import { shiftReport } from '@/lib/triage/shiftReport';
import { MONDAY } from './fixtures';

const at = (hours: number) => instant(MONDAY + hours * HOUR_MS);
const NOW = at(0);

const item = (id: number, part: Partial<ShiftItem> = {}): ShiftItem => ({
  id: summaryId(id),
  repository: 'autoland',
  framework: 'browsertime',
  what: 'amazon',
  alerts: 1,
  state: 'untriaged',
  queue: 'untriaged',
  role: 'code sheriff',
  created: at(-10),
  triage: null,
  bug: { at: at(14), overdue: false, text: 'bug due in 14 h', urgency: 'calm' },
  round: null,
  stuck: null,
  taker: null,
  note: '',
  touched: null,
  isLeft: false,
  ...part,
});
const round = {
  number: 2,
  status: 'pending',
  by: 'amy',
  at: at(-1),
  jobs: 14,
  eta: at(2),
  failed: [],
  asked: 5,
  points: { have: 14, want: 20 },
} as const;

const report = (...items: ShiftItem[]) => shiftReport(items, NOW, (id) => `https://example.org/${id}`);
/** The lines of a part, without the addresses. */
const part = (text: string, title: string) =>
  (text.split('\n\n').find((block) => block.startsWith(`${title}: `)) ?? '')
    .split('\n')
    .filter((line) => !line.startsWith('  '));

describe('the shift report', () => {
  it('tells what was sent in the last 8 hours, and by whom', () => {
    const old = { ...round, at: at(-9) };
    const claimed = { ...round, status: 'claimed' } as const;
    const text = report(item(1, { round }), item(2, { round: old }), item(3, { round: claimed }));
    expect(part(text, 'Sent')).toEqual([
      'Sent: 1',
      '- #1 amazon (autoland): round 2, 14 jobs, by amy at 08:00 UTC',
    ]);
    expect(text).toContain('https://example.org/1');
  });

  it('tells what was handed over, and what data is still to come', () => {
    const ready = { state: 'data ready', touched: { by: 'amy', at: at(-2) }, round } as const;
    const text = report(
      item(1, { ...ready, queue: 'data ready: data coming' }),
      item(2, { ...ready, queue: 'data ready: complete' }),
      item(3, { ...ready, queue: 'data ready: complete', touched: { by: 'amy', at: at(-20) } }),
    );
    expect(part(text, 'Handed over')).toEqual([
      'Handed over: 2',
      '- #1 amazon (autoland): 14 of 20 points, rest about 11:00 UTC',
      '- #2 amazon (autoland): data complete',
    ]);
    expect(part(text, 'Waiting for data')).toHaveLength(2);
  });

  it('tells what is stuck with its next step, and what is due before the next shift ends', () => {
    const stuck = { queue: 'stuck', stuck: { why: 'Round 1 failed', next: 'resume it' } } as const;
    const soon = { at: at(5), overdue: false, text: 'bug due in 5 h', urgency: 'calm' } as const;
    const text = report(item(1, stuck), item(2, { bug: soon }));
    expect(part(text, 'Stuck')).toEqual([
      'Stuck: 1',
      '- #1 amazon (autoland): Round 1 failed. Next: resume it',
    ]);
    expect(part(text, 'Due next')).toEqual([
      'Due next: 1',
      '- #2 amazon (autoland): untriaged, bug due in 5 h',
    ]);
  });

  it('says so when there is nothing to tell', () => {
    for (const title of ['Sent', 'Handed over', 'Stuck', 'Waiting for data', 'Due next'])
      expect(part(report(), title)).toEqual([`${title}: none`]);
  });
});

describe('the filter of the dashboard', () => {
  const filters = fc.record({
    role: fc.constantFrom(null, 'code sheriff' as const, 'perf sheriff' as const),
    queue: fc.constantFrom(null, ...QUEUES),
    text: fc.string(),
    framework: fc.constantFrom('', 'talos', 'a&b=c'),
    repository: fc.constantFrom('', 'autoland', 'mozilla-beta'),
    sort: fc.constantFrom(...SHIFT_SORTS),
    left: fc.boolean(),
  });

  it('comes back from the address as it was put there', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(readFilter(printFilter(filter), 'code sheriff')).toEqual(filter);
      }),
    );
  });

  it.each(['', '?role=nobody&queue=all&sort=7', '?%E0%A4%A'])(
    'is that of the role for an address that says nothing: %s',
    (query) => {
      expect(readFilter(query, 'perf sheriff')).toMatchObject({
        role: 'perf sheriff',
        queue: null,
        sort: 'due first',
      });
    },
  );

  it('finds by number, test, sheriff, note and place, all words at once', () => {
    const items = [item(51_001, { taker: 'amy', note: '[amy] noisy' }), item(51_002, { what: 'cnn' })];
    const found = (text: string) =>
      filtered(items, { ...readFilter('', 'code sheriff'), text }).map((i) => Number(i.id));
    expect(found('51002')).toEqual([51_002]);
    expect(found('AMY noisy')).toEqual([51_001]);
    expect(found('amy cnn')).toEqual([]);
    expect(found('  ')).toHaveLength(2);
    const left = [item(1), item(2, { isLeft: true })];
    const filter = readFilter('?left=only', 'code sheriff');
    expect(filtered(left, filter).map((i) => Number(i.id))).toEqual([2]);
  });

  it('sorts by what is due, new, or was worked on', () => {
    const items = [
      item(1, { created: at(-30), touched: { by: 'amy', at: at(-1) } }),
      item(2, { created: at(-5), bug: null }),
      item(3, { created: at(-20), bug: { at: at(1), overdue: false, text: '', urgency: 'soon' } }),
    ];
    const order = (sort: (typeof SHIFT_SORTS)[number]) => sorted(items, sort).map((i) => Number(i.id));
    expect(order('due first')).toEqual([3, 1, 2]);
    expect(order('newest first')).toEqual([2, 3, 1]);
    expect(order('last touched first')).toEqual([1, 3, 2]);
  });
});

import { describe, expect, it } from 'vitest';
import { instant } from '@/lib/model/ids';
import { addWorkingDays, DAY_MS, deadlinesOf, HOUR_MS, nextDeadline } from '@/lib/triage/clocks';
import { alert, MONDAY, summary } from './fixtures';

const s = summary([alert(1)], {
  triageDue: instant(MONDAY + 2 * DAY_MS),
  bugDue: instant(MONDAY + 4 * DAY_MS),
});
const triaged = { ...s, firstTriaged: instant(MONDAY + HOUR_MS) };
const hoursLater = (hours: number) => instant(MONDAY + hours * HOUR_MS);
const text = (of: typeof s, hours: number) => nextDeadline(of, hoursLater(hours))?.text;

describe('the next deadline', () => {
  it('is the bug in 24 hours, then in 36', () => {
    expect(text(triaged, 19)).toBe('bug due in 5 h');
    expect(text(triaged, 25)).toBe('bug due in 11 h');
    expect(text(triaged, 35.5)).toBe('bug due in 30 min');
    expect(text(triaged, 36)).toBe('bug due now');
    expect(text(triaged, 39)).toBe('bug overdue by 3 h');
    expect(text(triaged, 36 + 72)).toBe('bug overdue by 3 d');
  });

  it('is triage where that comes first, until the first write stops it', () => {
    const filed = { ...s, bugNumber: 9 };
    expect(text(filed, 43)).toBe('triage due in 5 h');
    expect(text(filed, 50)).toBe('triage overdue by 2 h');
    expect(text({ ...filed, firstTriaged: hoursLater(1) }, 50)).toBeUndefined();
  });

  it('never is a bug for improvements only, a closed summary or one without open alerts', () => {
    const better = summary([alert(1, { isRegression: false })], { firstTriaged: hoursLater(1) });
    expect(text(better, 30)).toBeUndefined();
    expect(
      text(summary([alert(1, { isRegression: false, amountPct: 90 })], { firstTriaged: hoursLater(1) }), 30),
    ).toBe('bug due in 6 h');
    expect(text({ ...triaged, status: 'wontfix' }, 30)).toBeUndefined();
    expect(text(summary([], { firstTriaged: hoursLater(1) }), 30)).toBeUndefined();
  });

  it('says whose it is and whether it was missed', () => {
    expect(nextDeadline(triaged, hoursLater(40))).toMatchObject({
      clock: 'bug',
      source: 'realistic',
      overdue: true,
    });
    expect(nextDeadline(triaged, hoursLater(1))).toMatchObject({ source: 'ideal', overdue: false });
  });
});

describe('all deadlines', () => {
  it("are the sheriffs' two, the server's two and the published two, earliest first", () => {
    expect(deadlinesOf(s).map((d) => [d.clock, d.source, (d.at - MONDAY) / HOUR_MS])).toEqual([
      ['bug', 'ideal', 24],
      ['bug', 'realistic', 36],
      ['triage', 'server', 48],
      ['triage', 'published', 72],
      ['bug', 'server', 96],
      ['bug', 'published', 120],
    ]);
  });
});

describe('working days', () => {
  // The server's own table of due dates: 2 and 4 working days after each day of the week.
  it.each([
    ['Mon', 0, 'Wed', 'Fri'],
    ['Tue', 1, 'Thu', 'Mon'],
    ['Wed', 2, 'Fri', 'Tue'],
    ['Thu', 3, 'Mon', 'Wed'],
    ['Fri', 4, 'Tue', 'Thu'],
    ['Sat', 5, 'Wed', 'Fri'],
    ['Sun', 6, 'Wed', 'Fri'],
  ])('from %s', (_, day, two, four) => {
    const from = instant(MONDAY + day * DAY_MS);
    const name = (n: number) => new Date(addWorkingDays(from, n)).toUTCString().slice(0, 3);
    expect([name(2), name(4)]).toEqual([two, four]);
    expect(new Date(addWorkingDays(from, 2)).toISOString().slice(11, 16)).toBe('09:00');
  });
});

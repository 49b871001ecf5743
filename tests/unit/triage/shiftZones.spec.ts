import { afterAll, describe, expect, it } from 'vitest';
import type { FigureFacts } from '@/lib/model/figures';
import { instant, summaryId } from '@/lib/model/ids';
import { DEFAULT_RULES } from '@/lib/model/rules';
import { DAY_MS, HOUR_MS } from '@/lib/triage/clocks';
import { figuresReport } from '@/lib/triage/shiftFigures';
import { shiftItem } from '@/lib/triage/shiftQueue';
import { shiftReport } from '@/lib/triage/shiftReport';
import { alert, summary, untouched } from './fixtures';

/** From the first to the last place of the earth where a day begins, both halves of it with and without daylight saving. */
const ZONES = [
  ['Pacific/Pago_Pago', 660],
  ['America/Los_Angeles', 480],
  ['America/St_Johns', 210],
  ['UTC', 0],
  ['Europe/Berlin', -60],
  ['Asia/Kolkata', -330],
  ['Australia/Lord_Howe', -660],
  ['Pacific/Apia', -780],
] as const;

/** When alerts were raised, UTC. */
const RAISED = {
  'Friday evening': '2026-01-16T21:30:00Z',
  'Saturday noon': '2026-01-17T12:00:00Z',
  'Sunday, a minute before Monday': '2026-01-18T23:59:00Z',
  'Monday, its first minute': '2026-01-19T00:00:00Z',
  'the day before clocks go forward in America': '2026-03-07T20:00:00Z',
  'the hour that Europe leaps over': '2026-03-29T01:30:00Z',
  'the hour that Europe has twice': '2026-10-25T00:30:00Z',
  'the last hour of a year': '2026-12-31T23:30:00Z',
} as const;

/** Due dates by the calendar alone: three working days on, at the same time of day; one raised on a weekend counts from Monday. */
function threeWorkingDays(iso: string): string {
  const day = new Date(iso);
  const weekday = () => day.toUTCString().slice(0, 3);
  const forward = () => day.setUTCDate(day.getUTCDate() + 1);
  const isOff = () => weekday() === 'Sat' || weekday() === 'Sun';
  while (isOff()) forward();
  for (let left = 3; left > 0; left--) {
    forward();
    while (isOff()) forward();
  }
  return day.toISOString();
}

function shown(iso: string, hoursLater: number) {
  const created = instant(Date.parse(iso));
  const now = instant(created + hoursLater * HOUR_MS);
  const facts = untouched(summary([alert(1)], { created, triageDue: null, bugDue: null }));
  const item = shiftItem(facts, now, DEFAULT_RULES);
  const figure: FigureFacts = {
    id: summaryId(1),
    created,
    triaged: now,
    ready: null,
    waitsForData: false,
    bugAt: null,
    waitsForBug: true,
    decided: false,
    jobs: 0,
    rounds: 0,
    reasons: [],
    accepted: 0,
    declined: 0,
  };
  return { item, report: item && shiftReport([item], now, String), figures: figuresReport([figure], now) };
}

describe.each(Object.entries(RAISED))('an alert raised on %s', (_, iso) => {
  const zoneBefore = process.env.TZ;
  afterAll(() => {
    if (zoneBefore === undefined) delete process.env.TZ;
    else process.env.TZ = zoneBefore;
  });

  it('is due at the same moment wherever the sheriff sits', () => {
    const seen = new Set<string>();
    for (const [zone, offset] of ZONES) {
      process.env.TZ = zone;
      // else this would test one zone eight times
      expect([zone, new Date('2026-01-16T12:00:00Z').getTimezoneOffset()]).toEqual([zone, offset]);
      seen.add(JSON.stringify([0, 5, 30, 60, 200].map((hours) => shown(iso, hours))));
    }
    expect(seen.size).toBe(1);
  });

  it('is due after 24 and 36 hours, nights, weekends and changes of the clock included, and triaged in 3 working days', () => {
    const created = Date.parse(iso);
    const { item } = shown(iso, 5);
    expect(new Date(item?.triage?.at ?? 0).toISOString()).toBe(threeWorkingDays(iso));
    expect([item?.bug?.at, item?.bug?.text]).toEqual([created + DAY_MS, 'bug due in 19 h']);
    expect(shown(iso, 30).item?.bug).toMatchObject({ at: created + 1.5 * DAY_MS, text: 'bug due in 6 h' });
    expect(shown(iso, 60).item?.bug).toMatchObject({ overdue: true, text: 'bug overdue by 24 h' });
  });

  it('counts for the week of its Monday in UTC', () => {
    const [week] = shown(iso, 1).figures.weeks;
    const monday = new Date(`${week?.monday}T00:00:00Z`);
    expect(monday.toUTCString()).toMatch(/^Mon/);
    const into = Date.parse(iso) - monday.getTime();
    expect(into).toBeGreaterThanOrEqual(0);
    expect(into).toBeLessThan(7 * DAY_MS);
  });
});

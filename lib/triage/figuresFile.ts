import type { Figures, FiguresReport, Spans } from '@/lib/model/figures';
import { HOUR_MS } from './clocks';
import { FIGURE_LIMITS } from './shiftFigures';

const hours = (ms: number | null) => (ms === null ? '' : (ms / HOUR_MS).toFixed(2));

const spanColumns = (name: string) => [
  `${name} ended`,
  `${name} waiting`,
  `${name} median h`,
  `${name} p90 h`,
  ...FIGURE_LIMITS.flatMap((limit) => {
    const within = `${name} within ${limit / HOUR_MS} h`;
    return [within, `${within} of`];
  }),
];
const spanCells = (spans: Spans) => [
  spans.ended,
  spans.waiting,
  hours(spans.median),
  hours(spans.p90),
  ...spans.shares.flatMap(({ within, known }) => [within, known]),
];

const COLUMNS = [
  'week',
  'summaries',
  ...spanColumns('triage'),
  ...spanColumns('data ready'),
  ...spanColumns('bug'),
  'decided',
  'jobs of decided',
  'no round',
  '1 round',
  '2 rounds',
  '3 rounds or more',
  'suggestions accepted',
  'suggestions declined',
];

/**
 * The figures as a table for spreadsheets (RFC 4180): one line a week and one for all. Numbers and dates only; what sheriffs
 * wrote stands in the JSON file, where no spreadsheet takes it for a formula.
 */
export function figuresCsv({ weeks, all }: FiguresReport): string {
  const line = (week: string, f: Figures) => [
    week,
    f.summaries,
    ...spanCells(f.triage),
    ...spanCells(f.ready),
    ...spanCells(f.bug),
    f.decided,
    f.decidedJobs,
    ...f.byRounds,
    f.accepted,
    f.declined,
  ];
  const lines = [COLUMNS, ...weeks.map((week) => line(week.monday, week)), line('all', all)];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** The same as JSON, with the reasons for more rounds; times in milliseconds. */
export const figuresJson = (report: FiguresReport): string =>
  `${JSON.stringify({ kind: 'deputy figures', version: 1, ...report }, null, 2)}\n`;

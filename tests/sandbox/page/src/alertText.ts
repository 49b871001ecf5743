/** The words that the page makes of alerts: titles, dates, numbers. */
import { alertStatus } from './enums';
import type { Alert, AlertSummary, OptionTexts, SeriesSignature } from './types';

function testName({ suite, test }: SeriesSignature): string {
  return test === '' || test === suite ? suite : `${suite} ${test}`;
}

/** Suite, test, platform and options of an alert, each word of the options once. */
export function alertTitle(alert: Alert, options: OptionTexts): string {
  const signature = alert.series_signature;
  const collection = options.get(signature.option_collection_hash) ?? '';
  const words = new Set([...collection.split(' '), ...signature.extra_options].filter((word) => word !== ''));
  return [testName(signature), signature.machine_platform, ...words].join(' ');
}

/** The title of a summary: range of its changes, tests and platforms; of the regressions only, if there are any. */
export function summaryTitle(summary: AlertSummary): string {
  const own = summary.alerts.filter(
    (alert) => alert.status !== alertStatus('downstream') || alert.summary_id === summary.id,
  );
  const regressions = own.filter((alert) => alert.is_regression);
  const told = regressions.length > 0 ? regressions : own;
  const percents = told.map((alert) => alert.amount_pct);
  let range = 'Empty alert';
  if (told.length > 1) range = `${Math.min(...percents)} - ${Math.max(...percents)}%`;
  else if (told.length === 1) range = `${percents[0]}%`;
  const tests = [...new Set(told.map((alert) => testName(alert.series_signature)))].sort();
  const platforms = [...new Set(told.map((alert) => alert.series_signature.machine_platform))].sort();
  return `${range} ${tests.join(' / ')}${platforms.length > 0 ? ` (${platforms.join(', ')})` : ''}`;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A date like "Sun Aug 16 17:06 2026", in the browser's own zone. */
export function shortDate(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return `${weekdays[date.getDay()]} ${months[date.getMonth()]} ${date.getDate()} ${time} ${date.getFullYear()}`;
}

/** A value with one decimal and a letter for thousands, as in "1.7" or "12.3K". */
export function shortNumber(value: number): string {
  const units: [number, string][] = [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'K'],
  ];
  const [size, letter] = units.find(([unit]) => Math.abs(value) >= unit) ?? [1, ''];
  return `${(value / size).toFixed(1)}${letter}`;
}

/** A value in full, with at most two decimals. */
export function fullNumber(value: number): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value);
}

/**
 * Whether every word of the filter is found in the text, whatever the case.
 *
 * @throws SyntaxError for a word that is no regular expression; on the site this replaces the whole list.
 */
export function containsWords(text: string, filter: string): boolean {
  const lookaheads = filter
    .split(' ')
    .map((word) => `(?=.*${word})`)
    .join('');
  return new RegExp(lookaheads, 'i').test(text);
}

const hour = 3_600_000;
const day = 24 * hour;

/**
 * The time left until a due date, in the site's words and with its quirk: the first 24 hours after the deadline read
 * "N hours left" too.
 */
export function countdownText(now: Date, due: Date): string {
  const distance = Math.abs(due.getTime() - now.getTime());
  const overWeekend = now.getUTCDay() === 5 && due.getUTCDay() === 1;
  const hours = Math.ceil(distance / hour) - (overWeekend ? 48 : 0);
  if (hours >= 0 && hours < 24) return `${hours} hours left`;
  if (now >= due) return 'Overdue';
  const days = Math.ceil(distance / day);
  const weekendDays = now.getUTCDay() > due.getUTCDay() ? 2 : 2 * Math.floor(days / 7);
  return `${days - weekendDays} days left`;
}

/** Saturday or Sunday where the browser is: the site shows no countdown then. */
export function isWeekend(date: Date): boolean {
  return date.getDay() === 0 || date.getDay() === 6;
}

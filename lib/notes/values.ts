import { type Instant, instant } from '@/lib/model/ids';

/** What would end a value or a line in the hands of any reader: white space of every script, controls, the escape itself. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is escaped
const TO_ESCAPE = /[%\s\u0000-\u001f\u007f-\u009f]/g;
const ESCAPES = /(?:%[0-9A-Fa-f]{2})+/g;

/**
 * One value as one word of a line. Percent escapes over UTF-8, as in a URL, but only where they are needed: letters of any
 * script and emoji stay readable. An empty value is written `-`.
 */
export function escapeValue(value: string): string {
  if (value === '') return '-';
  if (value === '-') return '%2D';
  return value.replace(TO_ESCAPE, (c) => encodeURIComponent(c));
}

/** Undoes {@link escapeValue}. A percent sign that starts no valid escape (typed by hand) stands for itself. */
export function unescapeValue(word: string): string {
  if (word === '-') return '';
  return word.replace(ESCAPES, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/** A list as one word: its values joined by commas, a comma inside a value escaped. */
export const escapeList = (values: readonly string[]): string =>
  values.map((v) => escapeValue(v).replaceAll(',', '%2C')).join(',');

/** Of what `escapeList` made; an empty word is an empty list. */
export const unescapeList = (word: string): string[] =>
  word === '' ? [] : word.split(',').map(unescapeValue);

/**
 * UTC to the minute, or to the second when it is not a whole minute: '2026-11-24T16:40Z', '2026-11-24T16:40:05Z'.
 * Milliseconds are cut off.
 * @throws RangeError for an instant outside the years 0 to 9999.
 */
export function printUtc(at: Instant): string {
  const iso = new Date(at).toISOString();
  if (!/^\d/.test(iso)) throw new RangeError(`No year of four digits: ${iso}`);
  const seconds = iso.slice(17, 19);
  return seconds === '00' ? `${iso.slice(0, 16)}Z` : `${iso.slice(0, 19)}Z`;
}

/** Reads what {@link printUtc} writes; undefined for anything else, and for days that do not exist. */
export function parseUtc(word: string): Instant | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?Z$/.exec(word);
  if (!match) return undefined;
  const full = `${match[1]}${match[2] ?? ':00'}Z`;
  const ms = Date.parse(full);
  // Some engines roll 30 February over into March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== full.slice(0, 19)) return undefined;
  return instant(ms);
}

/** A count or an id: plain digits, no sign. Undefined for anything else. */
export function parseCount(word: string | undefined): number | undefined {
  if (word === undefined || !/^\d{1,15}$/.test(word)) return undefined;
  return Number(word);
}

/** @throws RangeError for what the grammar cannot hold: a negative, broken or huge number. */
export function printCount(n: number): string {
  const word = String(n);
  if (parseCount(word) !== n) throw new RangeError(`Not a count: ${word}`);
  return word;
}

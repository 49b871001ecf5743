import { alertId, type Instant, nonce, revision, summaryId, taskId } from '@/lib/model/ids';
import type { RoundStatus } from '@/lib/model/round';
import { OWN_STATES } from '@/lib/model/workflow';
import { type Fact, type KnownFact, ROUND_RANK, type RoundFact } from './facts';
import {
  escapeList,
  escapeValue,
  parseCount,
  parseUtc,
  printCount,
  printUtc,
  unescapeList,
  unescapeValue,
} from './values';

/** One line of the notes: what it says and how it ends. Printing puts the two together again, byte for byte. */
export interface NotesLine {
  readonly text: string;
  readonly eol: '' | '\n' | '\r\n' | '\r';
}

/**
 * Cuts a text into lines. A lone carriage return ends a line too: the page's own editor turns it into a line feed, and a
 * fence must not appear by that.
 */
export function splitLines(text: string): NotesLine[] {
  const lines: NotesLine[] = [];
  let from = 0;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ text: text.slice(from, match.index), eol: match[0] as NotesLine['eol'] });
    from = match.index + match[0].length;
  }
  if (from < text.length) lines.push({ text: text.slice(from), eol: '' });
  return lines;
}

/** The very text that `splitLines` was given. */
export const joinLines = (lines: readonly NotesLine[]): string => lines.map((l) => l.text + l.eol).join('');

const OPENING = /^-- deputy ([1-9]\d{0,8}) --\s*$/;
const CLOSING = /^-- \/deputy --\s*$/;

/** The line that opens a tail. */
export const printOpening = (version: number): string => `-- deputy ${version} --`;
export const CLOSING_FENCE = '-- /deputy --';

/** The version of an opening fence, 'closing' for the other one, undefined for any other line. */
export function fenceOf(line: string): number | 'closing' | undefined {
  const opening = OPENING.exec(line);
  if (opening) return Number(opening[1]);
  return CLOSING.test(line) ? 'closing' : undefined;
}

/**
 * Text that a person typed or a template gave, safe to stand in the notes: a line that reads as a fence gets a leading space,
 * and NUL, which the server refuses, is left out. The first line is guarded too, but the server trims the start of the notes:
 * what stands on top needs something before it, as every human line has with its name.
 */
export function guardFences(text: string): string {
  return joinLines(
    splitLines(text.replaceAll('\0', '')).map((line) =>
      fenceOf(line.text) === undefined ? line : { ...line, text: ` ${line.text}` },
    ),
  );
}

const isRoundStatus = (word: string): word is RoundStatus => Object.hasOwn(ROUND_RANK, word);

/** States are written with a hyphen instead of their space: they are a fixed set, and this reads better than an escape. */
const stateOfWord = new Map(OWN_STATES.map((state) => [state.replaceAll(' ', '-'), state]));

/** Reads one line of a tail. Whatever is not exactly of the grammar is an unknown line. */
export function parseFact(line: string): Fact {
  const [keyword, ...words] = line.split(/[ \t]+/).filter((word) => word !== '');
  return parseWords(keyword ?? '', words) ?? { kind: 'unknown', text: line };
}

function parseWords(keyword: string, words: readonly string[]): KnownFact | undefined {
  const [a, b, c, d, e] = words;
  switch (keyword) {
    case 'state': {
      const state = stateOfWord.get(a ?? '');
      const at = parseUtc(c ?? '');
      if (words.length !== 3 || !state || b === undefined || at === undefined) return undefined;
      return { kind: 'state', state, by: unescapeValue(b), at };
    }
    case 'round':
      return parseRound(words);
    case 'sent':
    case 'failed': {
      const number = parseCount(a);
      const jobs = parseCount(d);
      const failure = words[5];
      if (number === undefined || b === undefined || c === undefined || jobs === undefined || e === undefined)
        return undefined;
      if (keyword === 'sent' ? words.length !== 5 : words.length !== 6) return undefined;
      return {
        kind: 'receipt',
        number,
        nonce: nonce(unescapeValue(b)),
        revision: revision(unescapeValue(c)),
        jobs,
        actionTask: e === '-' ? null : taskId(unescapeValue(e)),
        ...(failure !== undefined && { failure: unescapeValue(failure) }),
      };
    }
    case 'expects':
    case 'reason':
    case 'blocked': {
      const number = parseCount(a);
      if (words.length !== 3 || number === undefined || b === undefined || c === undefined) return undefined;
      return { kind: keyword, number, nonce: nonce(unescapeValue(b)), text: unescapeValue(c) };
    }
    case 'mark': {
      const alert = parseCount(a);
      const at = parseUtc(d ?? '');
      if (words.length !== 4 || alert === undefined || (b !== 'on' && b !== 'off')) return undefined;
      if (c === undefined || at === undefined) return undefined;
      return { kind: 'mark', alert: alertId(alert), on: b === 'on', by: unescapeValue(c), at };
    }
    case 'declined': {
      const target = parseCount(b);
      const at = parseUtc(e ?? '');
      if (words.length !== 5 || a === undefined || target === undefined || (c !== 'on' && c !== 'off'))
        return undefined;
      if (d === undefined || at === undefined) return undefined;
      return {
        kind: 'declined',
        suggestion: unescapeValue(a),
        target: summaryId(target),
        on: c === 'on',
        by: unescapeValue(d),
        at,
      };
    }
    case 'taker': {
      const at = parseUtc(b ?? '');
      if (words.length !== 2 || a === undefined || at === undefined) return undefined;
      return { kind: 'taker', by: unescapeValue(a), at };
    }
    default:
      return undefined;
  }
}

const ROUND_KEYS: readonly string[] = ['jobs', 'builds', 'eta', 'alerts', 'revisions'];

/**
 * The five leading words make a round. What follows is `key=value`, and is read with patience: a claim with a mistyped count
 * is still a claim, and must be seen as one.
 */
function parseRound(words: readonly string[]): RoundFact | undefined {
  const [a, status, by, when, id, ...pairs] = words;
  const number = parseCount(a);
  const at = parseUtc(when ?? '');
  if (number === undefined || status === undefined || !isRoundStatus(status)) return undefined;
  if (by === undefined || at === undefined || id === undefined) return undefined;
  let jobs = 0;
  let builds = 0;
  let eta: Instant | undefined;
  let alerts: number[] = [];
  let revisions: string[] = [];
  const extra: string[] = [];
  for (const pair of pairs) {
    const split = pair.indexOf('=');
    const key = split < 0 ? pair : pair.slice(0, split);
    const value = split < 0 ? '' : pair.slice(split + 1);
    if (key === 'jobs') jobs = parseCount(value) ?? jobs;
    else if (key === 'builds') builds = parseCount(value) ?? builds;
    else if (key === 'eta') eta = parseUtc(value) ?? eta;
    else if (key === 'alerts') alerts = value.split(',').flatMap((v) => parseCount(v) ?? []);
    else if (key === 'revisions') revisions = unescapeList(value);
    if (split < 0 || !ROUND_KEYS.includes(key)) extra.push(pair);
  }
  return {
    kind: 'round',
    number,
    status,
    by: unescapeValue(by),
    at,
    nonce: nonce(unescapeValue(id)),
    jobs,
    builds,
    ...(eta !== undefined && { eta }),
    alerts: alerts.map(alertId),
    revisions: revisions.map(revision),
    extra,
  };
}

/**
 * One fact as one line, without its end.
 * @throws RangeError for a number or a time that the grammar cannot hold.
 */
export function printFact(fact: Fact): string {
  switch (fact.kind) {
    case 'state':
      return `state ${fact.state.replaceAll(' ', '-')} ${escapeValue(fact.by)} ${printUtc(fact.at)}`;
    case 'round':
      return [
        `round ${printCount(fact.number)} ${fact.status} ${escapeValue(fact.by)} ${printUtc(fact.at)}`,
        escapeValue(fact.nonce),
        `jobs=${printCount(fact.jobs)}`,
        `builds=${printCount(fact.builds)}`,
        ...(fact.eta === undefined ? [] : [`eta=${printUtc(fact.eta)}`]),
        ...(fact.alerts.length ? [`alerts=${fact.alerts.map(printCount).join(',')}`] : []),
        ...(fact.revisions.length ? [`revisions=${escapeList(fact.revisions)}`] : []),
        ...fact.extra,
      ].join(' ');
    case 'receipt':
      return [
        fact.failure === undefined ? 'sent' : 'failed',
        printCount(fact.number),
        escapeValue(fact.nonce),
        escapeValue(fact.revision),
        printCount(fact.jobs),
        fact.actionTask === null ? '-' : escapeValue(fact.actionTask),
        ...(fact.failure === undefined ? [] : [escapeValue(fact.failure)]),
      ].join(' ');
    case 'expects':
    case 'reason':
    case 'blocked':
      return `${fact.kind} ${printCount(fact.number)} ${escapeValue(fact.nonce)} ${escapeValue(fact.text)}`;
    case 'mark':
      return `mark ${printCount(fact.alert)} ${fact.on ? 'on' : 'off'} ${escapeValue(fact.by)} ${printUtc(fact.at)}`;
    case 'declined':
      return [
        `declined ${escapeValue(fact.suggestion)} ${printCount(fact.target)} ${fact.on ? 'on' : 'off'}`,
        `${escapeValue(fact.by)} ${printUtc(fact.at)}`,
      ].join(' ');
    case 'taker':
      return `taker ${escapeValue(fact.by)} ${printUtc(fact.at)}`;
    case 'unknown':
      return fact.text;
  }
}

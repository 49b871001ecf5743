import { describe, expect, it } from 'vitest';
import { composeNotes, mergeNotes, notesFacts, parseNotes, printNotes } from '@/lib/notes/notes';
import { trimAsServer } from '@/lib/notes/tail';
import { openBrowser } from '../rounds/browser';
import { createDay, FULL } from '../rounds/day';

/** Length of the notes, in characters. Half a megabyte has more lines than a call may have arguments. */
const LENGTH = FULL ? 10 * 1024 * 1024 : 512 * 1024;
const TIMEOUT_MS = 300_000;

const fill = (unit: string) => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH);
const rows = (row: (n: number) => string) => {
  const size = row(100_000).length + 1;
  return Array.from({ length: Math.ceil(LENGTH / size) }, (_, n) => row(n)).join('\n');
};
const tail = (facts: string) => `hello\n-- deputy 1 --\n${facts}\n-- /deputy --`;
const BIDI = '\u202egnp.exe\u2066\u200d\u0007\u001b[31m\u2028\ud800 <img src=x onerror=alert(1)> ';

const HUGE: Readonly<Record<string, string>> = {
  'one line': fill('x'),
  'lines of one letter': fill('a\nbc\n'),
  'a line of its own each': rows((n) => `line ${n} of somebody`),
  fences: fill('-- deputy 1 --\n-- /deputy --\n'),
  'fences that never close': fill('-- deputy 1 --\n'),
  marks: tail(rows((n) => `mark ${n + 1} on sheriff 2026-01-01T00:00:00Z`)),
  'facts of a later release': tail(rows((n) => `thing ${n} of somebody else`)),
  'markup, bidi and control characters': fill(`${BIDI}\n`),
};

/** What the sheriff adds. */
const EDITS = [{ kind: 'line', by: 'sheriff', text: 'a word' }] as const;

describe.each(Object.entries(HUGE))(`notes of ${(LENGTH / 1e6).toFixed(1)} MB: %s`, (_, text) => {
  it('come back byte for byte, and their facts can be told', { timeout: TIMEOUT_MS }, () => {
    // compared with ===: a difference of megabytes is nothing to print
    expect(printNotes(parseNotes(text)) === text).toBe(true);
    expect(notesFacts(text).readOnly).toBe(false);
  });

  it('take a comment on top, and lose nothing by it', { timeout: TIMEOUT_MS }, () => {
    const composed = composeNotes('', text, { kind: 'edits', seen: '', edits: EDITS });
    const written = composed.kind === 'merged' ? composed.text : composed.kind;
    expect(written.slice(0, 16)).toBe('[sheriff] a word');
    expect(written.endsWith(trimAsServer(text).slice(-LENGTH / 2))).toBe(true);
  });

  it('merge with what a colleague wrote on top', { timeout: TIMEOUT_MS }, () => {
    const merged = mergeNotes(text, `[theirs] x\n${text}`, `[ours] y\n${text}`);
    expect(merged.kind).toBe('merged');
    expect(merged.text.slice(0, 21)).toBe('[ours] y\n[theirs] x\n'.concat(trimAsServer(text).slice(0, 1)));
  });
});

describe('what others wrote into the notes, whatever it is', () => {
  it.each([
    ['markup', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
    ['bidi and control characters', BIDI],
    ['a fence that does not close', '-- deputy 1 --\nstate needs-data x'],
    ['a round that nobody sent', tail('round 9 pending someone 2026-01-01T00:00:00Z nonce x jobs 1e9')],
    ['lines that end in three ways', 'a\rb\nc\r\nd'],
  ])('%s: a round is sent or refused with words, and all of it is still there', async (_, text) => {
    const day = createDay();
    day.colleagueWrites(text);
    const desk = await openBrowser(day.sandbox).openTab({ user: 'sheriff' }).look(day.id);
    await desk.send();
    const { send } = desk.state();
    expect(send.kind === 'stopped' ? send.problem.message : send.kind).toMatch(/^sent$|Nothing was sent/);
    for (const line of text.split(/[\r\n]+/)) expect(day.notes()).toContain(line.trim());
    expect(day.told().rounds.length).toBeGreaterThan(0);
  });

  it('notes that are too long for the server are refused, and nothing is sent', async () => {
    const day = createDay();
    day.sandbox.faults.add({
      match: { method: 'PUT', path: 'alertsummary' },
      effect: { kind: 'status', status: 413, html: '<h1>Request Entity Too Large</h1>' },
    });
    const desk = await openBrowser(day.sandbox).openTab({ user: 'sheriff' }).look(day.id);
    await desk.send();
    const { send } = desk.state();
    expect(send.kind === 'stopped' && send.problem.message).toMatch(/Nothing was sent/);
    expect(day.posts()).toBe(0);
  });
});

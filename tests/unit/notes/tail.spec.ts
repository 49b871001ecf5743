import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertId, summaryId } from '@/lib/model/ids';
import { withDeclined, withHumanLine, withMark, withState, withTaker } from '@/lib/notes/edits';
import { declinedOf, marksOf, stateHistory, stateOf, takerOf } from '@/lib/notes/readers';
import { equalNotes, NotesReadOnlyError, parseNotes, printNotes } from '@/lib/notes/tail';
import { PROTOCOL_VERSIONS, speaks, WRITTEN_VERSION } from '@/lib/notes/versions';
import { anyEdit, anyLine, anyNotes, at, RUNS, TIMEOUT } from './fixtures';

const T = '2026-11-24T16:40Z';
const mark = (id: number, on = true) => ({ alert: alertId(id), on, by: 'jdoe', at: at(T) });
const tail = (...facts: string[]) => ['-- deputy 1 --', ...facts, '-- /deputy --'].join('\n');

describe('which tail counts', () => {
  it('is none in the notes of people', () => {
    expect(parseNotes('[jdoe] looking')).toMatchObject({
      fences: null,
      version: null,
      readOnly: false,
      facts: [],
    });
  });

  it('is the last well-formed pair of several', () => {
    const doc = parseNotes(
      `${tail(`mark 1 on a ${T}`)}\n${tail(`mark 2 on b ${T}`)}\n-- deputy 1 --\nmark 3 on c ${T}`,
    );
    expect([...marksOf(doc).keys()]).toEqual([2]);
    expect(doc.strayFences).toBe(3);
  });

  it('starts at the nearest opening fence when an older one was torn', () => {
    const doc = parseNotes(`-- deputy 1 --\nmark 1 on a ${T}\n${tail(`mark 2 on b ${T}`)}`);
    expect([...marksOf(doc).keys()]).toEqual([2]);
  });

  it('may stand above text that somebody added below it', () => {
    const doc = withMark(parseNotes(`[a] x\n${tail(`mark 1 on a ${T}`)}\nadded below`), mark(2));
    expect(printNotes(doc)).toBe(`[a] x\n${tail(`mark 1 on a ${T}`, `mark 2 on jdoe ${T}`)}\nadded below`);
  });

  it('is shown but not written when another version wrote it', () => {
    const text = '[a] x\n-- deputy 7 --\nmark 1 on a 2026-11-24T16:40Z\n-- /deputy --';
    const doc = parseNotes(text);
    expect(doc).toMatchObject({ readOnly: true, version: 7 });
    expect(marksOf(doc).size).toBe(0);
    expect(() => withMark(doc, mark(1))).toThrow(NotesReadOnlyError);
    expect(printNotes(withHumanLine(doc, 'jdoe', 'hello'))).toBe(`[jdoe] hello\n${text}`);
  });
});

describe('versions', () => {
  it('stand in a table that ends with the one that is written', () => {
    expect(PROTOCOL_VERSIONS.map((v) => v.version)).toEqual(PROTOCOL_VERSIONS.map((_, n) => n + 1));
    expect(PROTOCOL_VERSIONS.at(-1)).toMatchObject({ version: WRITTEN_VERSION, newestRelease: null });
    expect([speaks(1), speaks(2)]).toEqual([true, false]);
  });
});

describe('marks', () => {
  it('make a tail below the text, set off by a blank line', () => {
    expect(printNotes(withMark(parseNotes('[a] x'), mark(5)))).toBe(
      `[a] x\n\n${tail(`mark 5 on jdoe ${T}`)}`,
    );
    expect(printNotes(withMark(parseNotes(''), mark(5)))).toBe(tail(`mark 5 on jdoe ${T}`));
  });

  it('of one alert take the place of the earlier one, and the last line counts', () => {
    const doc = parseNotes(tail(`mark 5 on a ${T}`, `mark  5 on b ${T}`, `mark 6 on a ${T}`));
    const next = withMark(doc, mark(5, false));
    expect(printNotes(next)).toBe(tail(`mark 5 on a ${T}`, `mark 5 off jdoe ${T}`, `mark 6 on a ${T}`));
    expect(marksOf(next).get(alertId(5))?.on).toBe(false);
  });

  it('keep the line ends of the text', () => {
    expect(printNotes(withMark(parseNotes('[a] x\r\n[b] y'), mark(5)))).toBe(
      `[a] x\r\n[b] y\r\n\r\n-- deputy 1 --\r\nmark 5 on jdoe ${T}\r\n-- /deputy --`,
    );
  });
});

describe('states, takers and declined suggestions', () => {
  it('keep a history, and the newest state counts wherever its line stands', () => {
    let doc = parseNotes(tail(`state needs-data b 2026-11-24T18:00Z`));
    doc = withState(doc, { state: 'data ready', by: 'jdoe', at: at('2026-11-24T17:00Z') });
    expect(stateHistory(doc).map((s) => s.state)).toEqual(['data ready', 'needs data']);
    expect(stateOf(doc)).toBe('needs data');
  });

  it('are not written twice when a write is repeated', () => {
    const state = { state: 'needs bug', by: 'jdoe', at: at('2026-11-24T17:00:05.250Z') } as const;
    const once = withState(parseNotes(''), state);
    expect(withState(once, state)).toBe(once);
  });

  it('know who took the summary and who let go of it', () => {
    const taken = withTaker(parseNotes(''), { by: 'jdoe', at: at('2026-11-24T17:00Z') });
    expect(takerOf(taken)?.by).toBe('jdoe');
    expect(takerOf(withTaker(taken, { by: '', at: at('2026-11-24T18:00Z') }))).toBeUndefined();
  });

  it('forget a declined suggestion that was taken back', () => {
    const declined = { suggestion: 'downstream', target: summaryId(7), on: true, by: 'jdoe', at: at(T) };
    const doc = withDeclined(parseNotes(''), declined);
    expect(declinedOf(doc).map((d) => d.target)).toEqual([7]);
    expect(declinedOf(withDeclined(doc, { ...declined, on: false }))).toEqual([]);
  });
});

describe('comments', () => {
  it('go on top, newest first, with the name of who wrote them', () => {
    let doc = withHumanLine(parseNotes(''), 'jdoe', 'first');
    doc = withHumanLine(doc, 'ünal', 'second\nwith more 🐢 ');
    expect(printNotes(doc)).toBe('[ünal] second\nwith more 🐢\n[jdoe] first');
  });

  it('stand apart from a tail at the very top, and leave out what is empty', () => {
    const doc = parseNotes(tail());
    expect(printNotes(withHumanLine(doc, 'jdoe', 'x'))).toBe(`[jdoe] x\n\n${tail()}`);
    expect(withHumanLine(doc, 'jdoe', ' \n')).toBe(doc);
  });

  it('cannot break out of their brackets', () => {
    expect(printNotes(withHumanLine(parseNotes(''), 'a]\n-- deputy 1 --', 'x'))).toBe('[a -- deputy 1 --] x');
  });

  it('cannot forge, tear or hide a tail', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(anyNotes, fc.array(anyLine, { maxLength: 6 }), (text, lines) => {
        const before = parseNotes(text);
        for (const eol of ['\n', '\r\n', '\r']) {
          const after = withHumanLine(before, 'jdoe', lines.join(eol));
          const known = (d: typeof before) => d.facts.map(({ line: _, ...fact }) => fact);
          expect(known(after)).toEqual(known(before));
          expect(after.strayFences).toBe(before.strayFences);
          expect(printNotes(after).endsWith(text)).toBe(true);
          expect(parseNotes(printNotes(after))).toEqual(after);
        }
      }),
      { numRuns: RUNS / 5 },
    );
  });
});

describe('any edit', () => {
  it('leaves every line alone but those it adds or replaces', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(anyNotes, anyEdit, (text, edit) => {
        const before = parseNotes(text);
        if (before.readOnly) return;
        const after = edit(before);
        expect(parseNotes(printNotes(after))).toEqual(after);
        // What is outside the tail, and what is unknown in it, is there in the same order.
        const kept = before.lines.filter(
          (_, n) => !before.facts.some((f) => f.line === n && f.kind !== 'unknown'),
        );
        let from = 0;
        for (const line of kept) {
          const found = after.lines.findIndex((l, n) => n >= from && l.text === line.text);
          expect(found).toBeGreaterThanOrEqual(from);
          from = found + 1;
        }
      }),
      { numRuns: RUNS / 5 },
    );
  });
});

describe('comparing as the server does', () => {
  it('looks past the ends and takes no notes for empty ones', () => {
    expect(equalNotes('\n a \n\n', 'a')).toBe(true);
    expect(equalNotes(null, ' \u0085\u001c')).toBe(true);
    expect(equalNotes('a\r\nb', 'a\nb')).toBe(false);
    // Python's strip leaves a byte order mark.
    expect(equalNotes('\ufeffa', 'a')).toBe(false);
  });

  it('trims a long run of blanks in no time', () => {
    const started = performance.now();
    expect(equalNotes(`a${' '.repeat(200_000)}b`, 'a')).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

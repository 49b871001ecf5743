import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant } from '@/lib/model/ids';
import { fenceOf, guardFences, joinLines, parseFact, printFact, splitLines } from '@/lib/notes/grammar';
import { parseNotes } from '@/lib/notes/tail';
import { escapeValue, parseUtc, printUtc, unescapeValue } from '@/lib/notes/values';
import { anyEdits, anyNotes, anyTime, anyValue, edited, RUNS, TIMEOUT } from './fixtures';

describe('values', () => {
  it('keeps letters, emoji and slashes readable and escapes what would end a word', () => {
    expect(escapeValue('Ünal/🐢')).toBe('Ünal/🐢');
    expect(escapeValue('two more\npoints, 50 %')).toBe('two%20more%0Apoints,%2050%20%25');
    // Python takes these for line ends as well.
    expect(escapeValue('a\u0085b\u2028c')).toBe('a%C2%85b%E2%80%A8c');
  });

  it('writes an empty value as a dash and a dash as an escape', () => {
    expect([escapeValue(''), escapeValue('-')]).toEqual(['-', '%2D']);
    expect([unescapeValue('-'), unescapeValue('%2D')]).toEqual(['', '-']);
  });

  it('leaves a percent sign that somebody typed alone', () => {
    expect(unescapeValue('50%')).toBe('50%');
    expect(unescapeValue('%zz%ff%20')).toBe('%zz%ff%20');
  });

  it('gives back any value, from one word', () => {
    fc.assert(
      fc.property(fc.oneof(anyValue, fc.string({ unit: 'binary' })), (value) => {
        const word = escapeValue(value);
        expect(word).toMatch(/^\S+$/);
        expect(splitLines(word)).toHaveLength(1);
        expect(unescapeValue(word)).toBe(value);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('times', () => {
  it('are UTC to the minute, with seconds only when there are any', () => {
    expect(printUtc(instant(Date.UTC(2026, 10, 24, 16, 40)))).toBe('2026-11-24T16:40Z');
    expect(printUtc(instant(Date.UTC(2026, 10, 24, 16, 40, 5, 900)))).toBe('2026-11-24T16:40:05Z');
  });

  it.each(['2026-02-30T10:00Z', '2026-13-01T10:00Z', '2026-11-24T16:40', '2026-11-24 16:40Z', 'soon'])(
    'does not take %s for a time',
    (word) => expect(parseUtc(word)).toBeUndefined(),
  );

  it('come back to the second', () => {
    fc.assert(fc.property(anyTime, (t) => parseUtc(printUtc(t)) === t));
  });
});

describe('fences', () => {
  it('are told by their own line, trailing blanks or not, and by nothing in front', () => {
    expect(fenceOf('-- deputy 1 --')).toBe(1);
    expect(fenceOf('-- deputy 12 -- \t')).toBe(12);
    expect(fenceOf('-- /deputy --')).toBe('closing');
    for (const line of [
      ' -- deputy 1 --',
      '-- deputy --',
      '-- deputy 01 --',
      '-- deputy 1 -- x',
      '-- Deputy 1 --',
    ])
      expect(fenceOf(line)).toBeUndefined();
  });

  it('in typed text get a leading space, whatever ends the lines', () => {
    expect(guardFences('a\r-- deputy 1 --\r\n-- /deputy --  \nb\0')).toBe(
      'a\r -- deputy 1 --\r\n -- /deputy --  \nb',
    );
  });

  it('never survive in any typed text', () => {
    fc.assert(
      fc.property(anyNotes, (text) =>
        splitLines(guardFences(text)).every((line) => fenceOf(line.text) === undefined),
      ),
      { numRuns: RUNS },
    );
  });
});

describe('lines of a tail', () => {
  it.each([
    'state data-ready jdoe 2026-11-24T16:40Z',
    'round 1 pending jdoe 2026-11-24T14:05:12Z k3f9 jobs=14 builds=2 eta=2026-11-24T16:40Z alerts=1,2 revisions=ab,cd',
    'round 2 claimed jdoe 2026-11-24T14:05Z k3f9 jobs=0 builds=0 mood=good',
    'sent 1 k3f9 0123456789ab 4 fN1SbArXTPSVFNUvaOlinQ',
    'sent 1 k3f9 0123456789ab 4 -',
    'failed 1 k3f9 0123456789ab 4 - answer%20lost',
    'expects 1 k3f9 step%20stays',
    'reason 2 k3f9 noise',
    'blocked 2 k3f9 broken%20build',
    'mark 1001 on jdoe 2026-11-24T16:40Z',
    'declined downstream 51234 on jdoe 2026-11-24T16:40Z',
    'taker - 2026-11-24T16:40Z',
  ])('reads and writes: %s', (line) => {
    const fact = parseFact(line);
    expect(fact.kind).not.toBe('unknown');
    expect(printFact(fact)).toBe(line);
  });

  it.each([
    '',
    'state data-cooked jdoe 2026-11-24T16:40Z',
    'state data-ready jdoe 2026-11-24T16:40Z more',
    'mark 1001 maybe jdoe 2026-11-24T16:40Z',
    'mark -1 on jdoe 2026-11-24T16:40Z',
    'sent 1 k3f9 0123456789ab 4',
    'round 1 done jdoe 2026-11-24T14:05Z k3f9',
    'constructor 1 2 3',
    'round 1 constructor jdoe 2026-11-24T14:05Z k3f9',
  ])('keeps as unknown: "%s"', (line) => expect(parseFact(line)).toEqual({ kind: 'unknown', text: line }));

  it('still sees a claim whose count somebody mistyped', () => {
    expect(parseFact('round 1 claimed jdoe 2026-11-24T14:05Z k3f9 jobs=lots alerts=7,x')).toMatchObject({
      kind: 'round',
      nonce: 'k3f9',
      jobs: 0,
      alerts: [7],
    });
  });

  it('refuses numbers that it could not read back', () => {
    const by = { kind: 'mark', on: true, by: 'j', at: instant(0) } as const;
    for (const alert of [-1, 1.5, Number.NaN, 1e300])
      expect(() => printFact({ ...by, alert: alert as never })).toThrow(RangeError);
  });
});

describe('reading and writing', () => {
  it('gives back any text byte for byte', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(anyNotes, (text) => {
        expect(joinLines(parseNotes(text).lines)).toBe(text);
      }),
      { numRuns: RUNS },
    );
  });

  it('gives back notes that were written, torn and mended by hand', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(anyNotes, anyEdits, fc.nat(), fc.nat(9), anyNotes, (text, edits, where, cut, typed) => {
        const written = edited(text, edits);
        const place = written.length === 0 ? 0 : where % written.length;
        const torn = written.slice(0, place) + typed + written.slice(place + cut);
        expect(joinLines(parseNotes(torn).lines)).toBe(torn);
      }),
      { numRuns: RUNS },
    );
  });
});

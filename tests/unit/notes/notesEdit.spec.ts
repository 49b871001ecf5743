import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertId, instant, nonce, summaryId, taskId } from '@/lib/model/ids';
import { OWN_STATES } from '@/lib/model/workflow';
import { fenceOf } from '@/lib/notes/grammar';
import { applyEdits, composeNotes, editsHold, type NotesEdit } from '@/lib/notes/notesEdit';
import { marksOf, roundsOf } from '@/lib/notes/readers';
import { equalNotes, type NotesDocument, parseNotes, printNotes, trimAsServer } from '@/lib/notes/tail';
import { anyAlert, anyLine, anyRound, anyTime, anyValue, at, claim, REV, RUNS, TIMEOUT } from './fixtures';
import { mangledNotes } from './mangled';

const signed = { by: anyValue, at: anyTime };
/** A nonce is drawn anew for each round: none is in two numbers. */
const oneRound = anyRound.map((round) => ({ ...round, nonce: nonce(`${round.number}${round.nonce}`) }));
const comment = fc.tuple(
  fc.array(anyLine, { minLength: 1, maxLength: 3 }),
  fc.constantFrom('\n', '\r\n', '\r'),
);

/** Every kind of edit, and none twice about the same. */
const anyNotesEdit: fc.Arbitrary<NotesEdit> = fc.oneof(
  fc.record({ kind: fc.constant('state' as const), state: fc.constantFrom(...OWN_STATES), ...signed }),
  fc.record({ kind: fc.constant('mark' as const), alert: anyAlert, on: fc.boolean(), ...signed }),
  fc.record({ kind: fc.constant('taker' as const), ...signed }),
  fc.record({
    kind: fc.constant('declined' as const),
    suggestion: fc.constantFrom('downstream', 'reassign'),
    target: fc.integer({ min: 1, max: 3 }).map(summaryId),
    on: fc.boolean(),
    ...signed,
  }),
  fc
    .tuple(anyValue, comment, fc.boolean())
    .map(([by, [lines, eol], once]): NotesEdit => ({ kind: 'line', by, text: lines.join(eol), once })),
  oneRound.map((round): NotesEdit => ({ kind: 'round', round })),
  fc.tuple(oneRound, anyTime).map(
    ([round, staleBefore]): NotesEdit => ({
      kind: 'claim',
      round: { ...round, status: 'claimed' },
      staleBefore,
    }),
  ),
  oneRound.map(({ number, nonce: id }): NotesEdit => ({ kind: 'withdraw claim', number, nonce: id })),
);

/** Notes as the server gives them, and as this release may write them. */
const writable = mangledNotes.map(trimAsServer).filter((text) => !parseNotes(text).readOnly);

/** Lines that are nobody's business but of whoever wrote them: the text of people, and what is unknown in the tail. */
const foreign = ({ lines, facts }: NotesDocument) =>
  lines.filter((_, n) => !facts.some((f) => f.line === n && f.kind !== 'unknown'));

describe('any wish of a sheriff, in whatever notes', () => {
  it('applied twice is applied once, and holds then, also after the server trimmed it', {
    timeout: TIMEOUT,
  }, () => {
    const kinds = new Map<string, number>();
    fc.assert(
      fc.property(writable, anyNotesEdit, (text, edit) => {
        const seen = parseNotes(text);
        const once = applyEdits(seen, [edit], seen);
        const stored = trimAsServer(printNotes(once));
        expect(parseNotes(printNotes(once))).toEqual(once);
        expect(printNotes(applyEdits(once, [edit], seen))).toBe(printNotes(once));
        expect(editsHold(stored, [edit], text)).toBe(true);
        expect(composeNotes(text, stored, { kind: 'edits', edits: [edit], seen: text })).toEqual({
          kind: 'there',
        });
        kinds.set(edit.kind, (kinds.get(edit.kind) ?? 0) + 1);
      }),
      { numRuns: RUNS },
    );
    console.log(`edits: ${[...kinds].map(([kind, n]) => `${n} ${kind}`).join(', ')}`);
    expect(kinds.size).toBe(8);
  });

  it('leaves foreign lines as they were, byte for byte and in their order', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(writable, anyNotesEdit, (text, edit) => {
        const before = parseNotes(text);
        const after = applyEdits(before, [edit], before);
        const last = before.lines.at(-1);
        let from = 0;
        for (const line of foreign(before)) {
          const found = after.lines.findIndex(
            // only the last line, which had no end, may have got one
            (l, n) => n >= from && l.text === line.text && (l.eol === line.eol || line === last),
          );
          expect(found, JSON.stringify(line)).toBeGreaterThanOrEqual(from);
          from = found + 1;
        }
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it('comes true in notes that have moved on since they were seen', { timeout: TIMEOUT }, () => {
    let [written, asked] = [0, 0];
    fc.assert(
      fc.property(writable, anyNotesEdit, anyNotesEdit, (seen, theirs, ours) => {
        const seenDoc = parseNotes(seen);
        const fresh = trimAsServer(printNotes(applyEdits(seenDoc, [theirs], seenDoc)));
        if (parseNotes(fresh).readOnly) return;
        const composed = composeNotes(seen, fresh, { kind: 'edits', edits: [ours], seen });
        if (composed.kind === 'conflict') asked++;
        if (composed.kind !== 'merged') return;
        written++;
        expect(editsHold(trimAsServer(composed.text), [ours], seen), composed.text).toBe(true);
        // the fences of a tail that has become empty go, and are nobody's
        for (const { text } of foreign(parseNotes(fresh)))
          if (text.trim() !== '' && fenceOf(text) === undefined) expect(composed.text).toContain(text.trim());
      }),
      { numRuns: RUNS / 2 },
    );
    console.log(`edits in notes that moved on: ${written} written, ${asked} asked about`);
    expect(written).toBeGreaterThan(RUNS / 20);
  });
});

describe('wishes', () => {
  const T = at('2026-11-24T16:40Z');
  const apply = (text: string, edits: readonly NotesEdit[], seen = text) =>
    printNotes(applyEdits(parseNotes(text), edits, parseNotes(seen)));
  const line = (text: string, once?: boolean): NotesEdit => ({
    kind: 'line',
    by: 'jdoe',
    text,
    ...(once !== undefined && { once }),
  });

  it('write a comment once more that stood in the notes already, but not twice for two attempts', () => {
    const seen = '[jdoe] still noisy';
    const once = apply(seen, [line('still noisy')]);
    expect(once).toBe('[jdoe] still noisy\n[jdoe] still noisy');
    expect(apply(once, [line('still noisy')], seen)).toBe(once);
    expect(apply(seen, [line('still noisy', true)])).toBe(seen);
  });

  it.each(['one\r\ntwo', 'one\rtwo', 'one\ntwo\u0085', 'one\ntwo\u001c'])(
    'know a comment again that came as %j',
    (text) => {
      const stored = trimAsServer(apply('', [line(text)]));
      expect(editsHold(stored, [line(text)], '')).toBe(true);
      expect(apply(stored, [line(text)], '')).toBe(stored);
    },
  );

  it('of nothing but what the server cannot hold are no wishes', () => {
    expect(apply('[ann] x', [line('\0 \0')])).toBe('[ann] x');
    expect(editsHold('[ann] x', [line('\0')], '[ann] x')).toBe(true);
  });

  it('take out claims that were left behind with a new one, and no round that was sent', () => {
    const old = { ...claim({ nonce: nonce('old') }), at: instant(T - 3_600_000) };
    const sent = { ...claim({ nonce: nonce('sent'), status: 'pending' }), at: instant(T - 7_200_000) };
    const before = apply('[ann] x', [
      { kind: 'round', round: old },
      { kind: 'round', round: sent },
    ]);
    const after = apply(before, [
      {
        kind: 'claim',
        round: claim({ number: 2, nonce: nonce('new'), at: T }),
        staleBefore: instant(T - 60_000),
      },
    ]);
    expect(roundsOf(parseNotes(after)).map((r) => r.nonce)).toEqual(['sent', 'new']);
  });

  it('about a failed push are settled where it is known to be sent', () => {
    const receipt = { revision: REV(1), jobs: 4, actionTask: null };
    const sent = apply('', [{ kind: 'round', round: claim({ receipts: [receipt] }) }]);
    const failed: NotesEdit = {
      kind: 'round',
      round: claim({
        receipts: [{ ...receipt, actionTask: taskId('fN1SbArXTPSVFNUvaOlinQ'), failure: 'HTTP 500' }],
      }),
    };
    expect(composeNotes(sent, sent, { kind: 'edits', edits: [failed], seen: '' })).toEqual({ kind: 'there' });
    expect(editsHold(sent, [failed], '')).toBe(true);
  });

  it('do not go into notes of a newer release', () => {
    const newer = '[a] x\n-- deputy 2 --\nmark=1\n-- /deputy --';
    const edits: readonly NotesEdit[] = [{ kind: 'mark', alert: alertId(1), on: true, by: 'jdoe', at: T }];
    expect(composeNotes(newer, newer, { kind: 'edits', edits, seen: newer })).toEqual({ kind: 'read only' });
    expect(editsHold(newer, edits, newer)).toBe(false);
  });

  it('that the sheriff saw fulfilled, and somebody undid since, are asked about with both texts', () => {
    const on: NotesEdit = { kind: 'mark', alert: alertId(1), on: true, by: 'jdoe', at: T };
    const seen = apply('[ann] x', [on]);
    const fresh = apply(seen, [{ ...on, on: false, by: 'bob', at: instant(T + 60_000) }]);
    const composed = composeNotes(seen, fresh, { kind: 'edits', edits: [on], seen });
    expect(composed).toMatchObject({ kind: 'conflict', conflicts: [{ theirs: fresh }] });
    if (composed.kind === 'conflict')
      expect(marksOf(parseNotes(composed.text)).get(alertId(1))?.on).toBe(true);
    expect(equalNotes(seen, fresh)).toBe(false);
  });
});

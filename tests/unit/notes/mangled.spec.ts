import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withHumanLine } from '@/lib/notes/edits';
import { mergeNotes } from '@/lib/notes/merge';
import { notesFacts } from '@/lib/notes/notesFacts';
import { equalNotes, parseNotes, printNotes, trimAsServer } from '@/lib/notes/tail';
import { RUNS, TIMEOUT } from './fixtures';
import { mangledNotes } from './mangled';

describe('notes that were torn, doubled, hand-edited, or came from another release', () => {
  it('come back byte for byte', { timeout: TIMEOUT }, () => {
    let [ran, withTail, readOnly, stray] = [0, 0, 0, 0];
    fc.assert(
      fc.property(mangledNotes, (text) => {
        const doc = parseNotes(text);
        expect(printNotes(doc)).toBe(text);
        expect(parseNotes(printNotes(doc))).toEqual(doc);
        // what is shown of them can always be worked out, and travels as data
        expect(structuredClone(notesFacts(text))).toEqual(notesFacts(text));
        ran++;
        if (doc.fences) withTail++;
        if (doc.readOnly) readOnly++;
        if (doc.strayFences > 0) stray++;
      }),
      { numRuns: RUNS },
    );
    console.log(
      `parse and print: ${ran} notes; ${withTail} with a tail, ${readOnly} of another version, ${stray} with stray fences`,
    );
    // a generator that has lost its bite would make the property an empty one
    expect(ran).toBe(RUNS);
    for (const count of [withTail, readOnly, stray]) expect(count).toBeGreaterThan(ran / 50);
  });

  it('are left as they are by a comment on top, and by a merge in which nothing is wanted', {
    timeout: TIMEOUT,
  }, () => {
    fc.assert(
      fc.property(mangledNotes.map(trimAsServer), (text) => {
        const said = printNotes(withHumanLine(parseNotes(text), 'jdoe', 'hello'));
        expect(said.endsWith(text)).toBe(true);
        const merged = mergeNotes(text, text, text);
        expect(merged).toEqual({ kind: 'merged', text: trimAsServer(text) });
        expect(equalNotes(mergeNotes(text, said, text).text, said)).toBe(true);
      }),
      { numRuns: RUNS / 5 },
    );
  });
});

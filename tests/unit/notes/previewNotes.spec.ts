import { describe, expect, it } from 'vitest';
import { previewNotes } from '@/lib/notes/previewNotes';
import { at } from './fixtures';

const NOW = at('2026-11-24T14:05Z');
const EDITS = [
  { kind: 'line', text: 'needs data: noise', by: 'jdoe' },
  { kind: 'state', state: 'needs data', by: 'jdoe', at: NOW },
] as const;
const TAIL = '-- deputy 1 --\nstate untriaged amy 2026-11-24T11:00Z\n-- /deputy --';

describe('the preview', () => {
  it('shows the line that comes on top and the lines that come into the tail', () => {
    const { text, top, comment, facts } = previewNotes(`[amy] hello\n\n${TAIL}`, EDITS);
    expect(comment).toEqual(['[jdoe] needs data: noise']);
    expect(top).toEqual(['[jdoe] needs data: noise', '[amy] hello']);
    expect(facts).toEqual(['state needs-data jdoe 2026-11-24T14:05Z']);
    expect(text).toMatch(/^\[jdoe\] needs data: noise\n\[amy\] hello\n/);
  });

  it('shows a first tail by its facts', () => {
    expect(previewNotes('', EDITS)).toMatchObject({
      comment: ['[jdoe] needs data: noise'],
      facts: [expect.stringMatching(/^state needs-data jdoe/)],
    });
  });

  it('shows a comment that repeats an older one', () => {
    expect(previewNotes('[jdoe] ping', [{ kind: 'line', text: 'ping', by: 'jdoe' }]).comment).toEqual([
      '[jdoe] ping',
    ]);
  });

  it('shows nothing for notes of a newer Deputy', () => {
    const notes = '-- deputy 99 --\nstate x\n-- /deputy --';
    expect(previewNotes(notes, EDITS)).toEqual({ text: notes, top: [], comment: [], facts: [] });
  });
});

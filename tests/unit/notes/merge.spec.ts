import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertId, nonce, taskId } from '@/lib/model/ids';
import { withHumanLine, withMark, withRound, withState } from '@/lib/notes/edits';
import { ROUND_RANK } from '@/lib/notes/facts';
import { mergeNotes, undoNotes } from '@/lib/notes/merge';
import { marksOf, roundsOf, stateHistory, type TailRound } from '@/lib/notes/readers';
import { type NotesDocument, parseNotes, printNotes, trimAsServer } from '@/lib/notes/tail';
import { anyEdits, anyNotes, anyRound, at, claim, edited, REV, RUNS, TIMEOUT } from './fixtures';

const T = '2026-11-24T16:40Z';
const edit = (text: string, ...edits: ((doc: NotesDocument) => NotesDocument)[]) =>
  printNotes(edits.reduce((doc, e) => e(doc), parseNotes(text)));
const mark =
  (id: number, on = true, by = 'jdoe') =>
  (doc: NotesDocument) =>
    withMark(doc, { alert: alertId(id), on, by, at: at(T) });
const say = (name: string, comment: string) => (doc: NotesDocument) => withHumanLine(doc, name, comment);
const round =
  (over: Partial<TailRound> = {}) =>
  (doc: NotesDocument) =>
    withRound(doc, claim(over));
const BASE = edit('[ann] first look', mark(1), round({ status: 'pending' }));

function merged(base: string, theirs: string, ours: string) {
  const result = mergeNotes(base, theirs, ours);
  expect(result).toMatchObject({ kind: 'merged' });
  return result.text;
}

describe('two sheriffs at one summary', () => {
  it('both keep their comments, ours above theirs', () => {
    const text = merged(BASE, edit(BASE, say('bob', 'theirs')), edit(BASE, say('jdoe', 'ours\nand more')));
    expect(text.startsWith('[jdoe] ours\nand more\n[bob] theirs\n[ann] first look\n')).toBe(true);
  });

  it('both keep their marks, and come to the same tail', () => {
    const a = edit(BASE, mark(2, true, 'bob'));
    const b = edit(BASE, mark(3), mark(1, false));
    expect(merged(BASE, a, b)).toBe(merged(BASE, b, a));
    expect([...marksOf(parseNotes(merged(BASE, a, b))).values()].map((m) => [m.alert, m.on])).toEqual(
      expect.arrayContaining([
        [1, false],
        [2, true],
        [3, true],
      ]),
    );
  });

  it('see each other’s claims side by side', () => {
    const a = edit('', round({ nonce: nonce('a') }));
    const b = edit('', round({ nonce: nonce('b') }));
    expect(roundsOf(parseNotes(merged('', a, b))).map((r) => r.nonce)).toEqual(['a', 'b']);
  });

  it('get one comment when our first write had gone through after all', () => {
    const ours = edit(BASE, say('jdoe', 'ours'), mark(9));
    const theirs = edit(ours, say('bob', 'on top'));
    expect(merged(BASE, theirs, ours)).toBe(theirs);
  });

  it('are asked when they marked the same row differently, and both lines are shown', () => {
    const result = mergeNotes(BASE, edit(BASE, mark(7, false, 'bob')), edit(BASE, mark(7)));
    expect(result).toMatchObject({
      kind: 'conflict',
      conflicts: [{ what: 'mark of alert 7', theirs: `mark 7 off bob ${T}`, ours: `mark 7 on jdoe ${T}` }],
    });
    expect(result.text).toContain(`mark 7 off bob ${T}\n`);
    expect(result.text).toContain(`mark 7 on jdoe ${T}\n`);
  });

  it('are not asked when they marked it alike', () => {
    expect(mergeNotes(BASE, edit(BASE, mark(7, true, 'bob')), edit(BASE, mark(7))).kind).toBe('merged');
  });

  it('are asked when they rewrote the same line, and keep both', () => {
    const result = mergeNotes('a\nb\nc', 'a\nb theirs\nc', 'a\nb ours\nc');
    expect(result).toEqual({
      kind: 'conflict',
      text: 'a\nb ours\nb theirs\nc',
      conflicts: [{ what: 'the text', theirs: 'b theirs', ours: 'b ours' }],
    });
  });

  it('are not asked when one adds on top of a line that the other rewrites', () => {
    expect(merged('a\nb', 'A\nb', 'new\na\nb').split('\n').toSorted()).toEqual(['A', 'b', 'new']);
  });

  it('see a line go that one of them took out on purpose', () => {
    expect(merged('a\nb\nc', 'a\nc', 'new\na\nb\nc')).toBe('new\na\nc');
  });
});

describe('a round in a merge', () => {
  const rounds = (text: string) => roundsOf(parseNotes(text)).map((r) => `${r.number} ${r.status}`);

  it('never goes back, whoever says so', () => {
    const base = edit('', round({ status: 'complete' }));
    const back = base.replace('complete', 'pending');
    expect(rounds(merged(base, base, back))).toEqual(['1 complete']);
    expect(rounds(merged(base, back, base))).toEqual(['1 complete']);
    const pending = edit('', round({ status: 'pending' }));
    expect(rounds(merged(pending, base, pending.replace('pending', 'claimed')))).toEqual(['1 complete']);
  });

  it('ends as complete for one and blocked for the other: that is asked', () => {
    const pending = edit('', round({ status: 'pending' }));
    const result = mergeNotes(
      pending,
      pending.replace('pending', 'complete'),
      pending.replace('pending', 'blocked'),
    );
    expect(result).toMatchObject({ kind: 'conflict', conflicts: [{ what: 'round 1 of jdoe' }] });
  });

  it('gathers the receipts of two tabs, the sent one above the failed one', () => {
    const receipt = (n: number) => ({ revision: REV(n), jobs: 4, actionTask: taskId(`task-${n}`) });
    const failed = { ...receipt(1), actionTask: null, failure: 'time-out' };
    const pending = edit('', round({ status: 'pending' }));
    const a = edit(pending, round({ status: 'pending', receipts: [receipt(1), receipt(2)] }));
    const b = edit(pending, round({ status: 'pending', receipts: [failed, receipt(3)] }));
    for (const text of [merged(pending, a, b), merged(pending, b, a)])
      expect(
        roundsOf(parseNotes(text))[0]?.receipts.toSorted((x, y) => (x.revision < y.revision ? -1 : 1)),
      ).toEqual([receipt(1), receipt(2), receipt(3)]);
  });

  it('asks about a push that got two action tasks', () => {
    const pending = edit('', round({ status: 'pending' }));
    const sent = (task: string) =>
      edit(
        pending,
        round({ status: 'pending', receipts: [{ revision: REV(1), jobs: 4, actionTask: taskId(task) }] }),
      );
    expect(mergeNotes(pending, sent('one'), sent('two'))).toMatchObject({
      kind: 'conflict',
      conflicts: [{ what: 'receipt of 000000000001 in round 1' }],
    });
  });

  it('outlives a hand that deletes its line, unless it was only claimed', () => {
    const cut = (text: string) =>
      text
        .split('\n')
        .filter((l) => !l.startsWith('round'))
        .join('\n');
    expect(rounds(merged(BASE, cut(BASE), edit(BASE, mark(2))))).toEqual(['1 pending']);
    const claimed = edit('', round());
    expect(rounds(merged(claimed, cut(claimed), edit(claimed, mark(2))))).toEqual([]);
  });
});

describe('a tail that somebody broke', () => {
  it.each([
    ['cut off at its end', (text: string) => text.replace('\n-- /deputy --', '')],
    ['robbed of its start', (text: string) => text.replace('-- deputy 1 --\n', '')],
    ['deleted', (text: string) => text.slice(0, text.indexOf('\n\n-- deputy'))],
  ])('loses no fact when it was %s', (_, spoil) => {
    const text = merged(BASE, spoil(BASE), edit(BASE, mark(2)));
    expect([...marksOf(parseNotes(text)).keys()]).toEqual([1, 2]);
    expect(roundsOf(parseNotes(text))).toHaveLength(1);
    for (const line of trimAsServer(spoil(BASE)).split('\n')) expect(text.split('\n')).toContain(line);
  });

  it('still counts when two halves of a fence meet below it', () => {
    const text = merged(BASE, `${BASE}\n-- /deputy --`, `${edit(BASE, mark(2))}\n-- deputy 1 --`);
    expect([...marksOf(parseNotes(text)).keys()]).toEqual([1, 2]);
  });

  it('keeps the order that somebody gave its lines', () => {
    const theirs = BASE.replace(/(round .*)\n(mark .*)|(mark .*)\n(round .*)/, '$2$4\n$1$3');
    expect(theirs).not.toBe(BASE);
    expect(merged(BASE, theirs, edit(BASE, mark(2)))).toBe(edit(theirs, mark(2)));
    expect(merged(BASE, edit(BASE, mark(2)), theirs)).toBe(edit(theirs, mark(2)));
  });

  it('of a newer version is left as it is and asked about', () => {
    const newer = BASE.replace('-- deputy 1 --', '-- deputy 2 --');
    const result = mergeNotes(BASE, newer, edit(BASE, mark(2)));
    expect(result).toMatchObject({ kind: 'conflict', conflicts: [{ what: 'tails of two versions' }] });
    expect(parseNotes(result.text)).toMatchObject({ version: 2, readOnly: true });
    expect(result.text).toContain('mark 2 on');
    const said = edit(newer, say('jdoe', 'hello'));
    expect(merged(newer, newer.replace('first look', 'look'), said)).toContain('-- deputy 2 --');
  });
});

describe('line ends', () => {
  it('are no change: the page’s editor rewrites them all', () => {
    const crlf = BASE.replaceAll('\n', '\r\n');
    expect(merged(crlf, BASE, edit(crlf, say('jdoe', 'x')))).toMatch(/^\[jdoe\] x\r?\n\[ann\] first look\n/);
    expect(merged(crlf, crlf, edit(crlf, mark(2)))).toBe(edit(crlf, mark(2)));
  });
});

describe('undo', () => {
  it('gives the text from before when nobody else wrote', () => {
    for (const before of ['', '[ann] first look', BASE]) {
      const after = edit(before, say('jdoe', 'x'), mark(4), (doc) =>
        withState(doc, { state: 'needs bug', by: 'jdoe', at: at(T) }),
      );
      expect(undoNotes(before, after, after)).toEqual({ kind: 'merged', text: before });
    }
  });

  it('leaves what others have written since', () => {
    const after = edit(BASE, say('jdoe', 'x'), mark(4));
    const now = edit(after, say('bob', 'y'), mark(5, true, 'bob'));
    expect(undoNotes(BASE, after, now)).toEqual({
      kind: 'merged',
      text: edit(BASE, say('bob', 'y'), mark(5, true, 'bob')),
    });
  });

  it('refuses when somebody changed the same since', () => {
    const after = edit(BASE, mark(1, false));
    const now = edit(after, mark(1, false, 'bob'));
    expect(undoNotes(BASE, after, now)).toMatchObject({ kind: 'conflict' });
  });

  it('cannot unsend a round', () => {
    const after = edit('[ann] first look', round({ status: 'pending' }), mark(1));
    const undone = parseNotes(undoNotes('[ann] first look', after, after).text);
    expect(roundsOf(undone)).toHaveLength(1);
    expect(marksOf(undone).size).toBe(0);
  });
});

/** Lines of people that a side added, counted. */
const added = (base: string, side: string) => {
  const lines = (text: string) => {
    const { lines, fences } = parseNotes(trimAsServer(text));
    return lines.filter((_, n) => !fences || n < fences.open || n > fences.close).map((l) => l.text);
  };
  const known = new Set(lines(base));
  return lines(side).filter((line) => line.trim() !== '' && !known.has(line));
};

describe('any two edits', () => {
  const scene = fc.tuple(anyNotes, anyEdits, anyEdits).map(([text, a, b]) => {
    const base = trimAsServer(text);
    return { base, theirs: trimAsServer(edited(base, a)), ours: edited(base, b) };
  });

  it('lose no comment, mark, state or round', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(scene, ({ base, theirs, ours }) => {
        const result = mergeNotes(base, theirs, ours);
        const all = parseNotes(result.text);
        const texts = all.lines.map((line) => line.text);
        for (const side of [theirs, ours]) {
          for (const line of added(base, side)) expect(texts).toContain(line);
          const doc = parseNotes(side);
          expect([...marksOf(all).keys()]).toEqual(expect.arrayContaining([...marksOf(doc).keys()]));
          const states = stateHistory(all).map(({ state, by, at: t }) => `${state} ${by} ${t}`);
          for (const { state, by, at: t } of stateHistory(doc))
            expect(states).toContain(`${state} ${by} ${t}`);
          for (const r of roundsOf(doc)) {
            const found = roundsOf(all).find((x) => x.number === r.number && x.nonce === r.nonce);
            expect(ROUND_RANK[found?.status ?? 'claimed']).toBeGreaterThanOrEqual(ROUND_RANK[r.status]);
          }
        }
      }),
      { numRuns: RUNS / 5 },
    );
  });

  it('mean the same whoever is "theirs"', { timeout: TIMEOUT }, () => {
    const facts = (text: string) =>
      parseNotes(text)
        .facts.map(({ line: _, ...fact }) => JSON.stringify(fact))
        .toSorted();
    fc.assert(
      fc.property(scene, ({ base, theirs, ours }) => {
        const one = mergeNotes(base, theirs, ours);
        const two = mergeNotes(base, ours, theirs);
        expect(one.kind).toBe(two.kind);
        expect(facts(one.text)).toEqual(facts(two.text));
        const lines = (text: string) => parseNotes(text).lines.map((l) => l.text.trim());
        expect(lines(one.text).toSorted()).toEqual(lines(two.text).toSorted());
      }),
      { numRuns: RUNS / 5 },
    );
  });

  it('change nothing when one side did nothing, nor when merged again', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(scene, ({ base, theirs, ours }) => {
        expect(mergeNotes(base, base, trimAsServer(ours)).text).toBe(trimAsServer(ours));
        expect(mergeNotes(base, theirs, base).text).toBe(theirs);
        const once = mergeNotes(base, theirs, ours);
        if (once.kind === 'merged')
          expect(mergeNotes(theirs, once.text, once.text).text).toBe(trimAsServer(once.text));
      }),
      { numRuns: RUNS / 5 },
    );
  });

  it('take no round back, however one of the texts was mangled', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(
        fc.array(anyRound, { maxLength: 3 }),
        anyNotes,
        fc.boolean(),
        (rounds, mangled, isTheirs) => {
          const base = printNotes(rounds.reduce((doc, r) => withRound(doc, r), parseNotes('')));
          const result = mergeNotes(base, isTheirs ? mangled : base, isTheirs ? base : mangled);
          for (const line of added(base, mangled)) expect(result.text).toContain(line.trim());
          const all = parseNotes(result.text);
          if (all.readOnly) return;
          for (const r of roundsOf(parseNotes(base))) {
            if (r.status === 'claimed') continue;
            const found = roundsOf(all).find((x) => x.number === r.number && x.nonce === r.nonce);
            expect(ROUND_RANK[found?.status ?? 'claimed']).toBeGreaterThanOrEqual(ROUND_RANK[r.status]);
            expect(found?.receipts).toEqual(expect.arrayContaining([...r.receipts]));
          }
        },
      ),
      { numRuns: RUNS / 5 },
    );
  });
});

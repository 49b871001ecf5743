import fc from 'fast-check';
import { alertId, instant, nonce, revision, summaryId, taskId } from '@/lib/model/ids';
import { OWN_STATES } from '@/lib/model/workflow';
import { withDeclined, withHumanLine, withMark, withRound, withState, withTaker } from '@/lib/notes/edits';
import type { TailRound } from '@/lib/notes/readers';
import { type NotesDocument, parseNotes, printNotes } from '@/lib/notes/tail';

/** How many cases a property runs: the short run by default, the full counts with DEPUTY_FULL=1. */
export const RUNS = process.env.DEPUTY_FULL === '1' ? 10_000 : 1_000;
/** With the full counts a property may take its time. */
export const TIMEOUT = 120_000;

export const at = (iso: string) => instant(Date.parse(iso));
export const REV = (n: number) => revision(n.toString(16).padStart(12, '0').padEnd(40, 'a'));

export const claim = (over: Partial<TailRound> = {}): TailRound => ({
  number: 1,
  status: 'claimed',
  by: 'jdoe',
  at: at('2026-11-24T14:05:12Z'),
  nonce: nonce('k3f9'),
  alerts: [alertId(1001), alertId(1002)],
  revisions: [REV(1), REV(2)],
  jobs: 14,
  builds: 2,
  eta: at('2026-11-24T16:40Z'),
  receipts: [],
  ...over,
});

/** Text as people and their tools leave it: fences typed and torn, facts by hand, odd line ends, emoji. */
export const anyLine = fc.oneof(
  fc.constantFrom(
    '-- deputy 1 --',
    '-- /deputy --',
    '-- deputy 2 --',
    '-- deputy 1 -- ',
    ' -- deputy 1 --',
    '--deputy 1--',
    '',
    '[jdoe] round 1: 14 jobs 🐢',
    'state data-ready jdoe 2026-11-24T16:40Z',
    'mark 1001 on jdoe 2026-11-24T16:40Z',
    'mark  1001 off  jdoe 2026-11-24T16:41Z  ',
    'mark 1001 maybe jdoe 2026-11-24T16:40Z',
    'round 1 claimed jdoe 2026-11-24T14:05Z k3f9 jobs=14 builds=2 mood=good',
    'round 1 pending jdoe 2026-13-24T14:05Z k3f9',
    'sent 1 k3f9 0123456789ab 4 -',
    'someday a fact of another release',
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const anyEol = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', '');
export const anyNotes = fc
  .array(fc.tuple(anyLine, anyEol), { maxLength: 14 })
  .map((lines) => lines.map(([text, eol]) => text + eol).join(''));

export const anyValue = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '',
    '-',
    '%',
    '%20',
    'a b',
    'a,b',
    'line\nline',
    '\u2028',
    '\u00a0',
    '50 % more',
    'Ünal 🐢',
  ),
);
export const anyTime = fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }).map((s) => instant(s * 1000));
export const anyAlert = fc.integer({ min: 1, max: 6 }).map(alertId);

export const anyRound = fc
  .record(
    {
      number: fc.integer({ min: 1, max: 3 }),
      status: fc.constantFrom('claimed', 'pending', 'complete', 'blocked'),
      by: anyValue,
      at: anyTime,
      nonce: fc.constantFrom('a', 'b', 'c d').map(nonce),
      alerts: fc.array(anyAlert, { maxLength: 5 }),
      revisions: fc.array(fc.integer({ min: 0, max: 9 }).map(REV), { maxLength: 5 }),
      jobs: fc.nat(60),
      builds: fc.nat(6),
      eta: anyTime,
      expects: anyValue,
      reason: anyValue,
      blockedBy: anyValue,
      receipts: fc.uniqueArray(
        fc.record(
          {
            revision: fc.integer({ min: 0, max: 9 }).map(REV),
            jobs: fc.nat(20),
            actionTask: fc.option(fc.constantFrom('fN1SbArXTPSVFNUvaOlinQ', '-odd-').map(taskId), {
              nil: null,
            }),
            failure: anyValue,
          },
          { requiredKeys: ['revision', 'jobs', 'actionTask'] },
        ),
        { selector: (r) => r.revision, maxLength: 5 },
      ),
    },
    {
      requiredKeys: [
        'number',
        'status',
        'by',
        'at',
        'nonce',
        'alerts',
        'revisions',
        'jobs',
        'builds',
        'receipts',
      ],
    },
  )
  .map((round): TailRound => round);

type Edit = (doc: NotesDocument) => NotesDocument;
const onOff = { on: fc.boolean(), by: anyValue, at: anyTime };
/** One thing that a sheriff does to the notes through Deputy. */
export const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  anyRound.map(
    (round): Edit =>
      (doc) =>
        withRound(doc, round),
  ),
  fc.record({ alert: anyAlert, ...onOff }).map(
    (mark): Edit =>
      (doc) =>
        withMark(doc, mark),
  ),
  fc.record({ state: fc.constantFrom(...OWN_STATES), by: anyValue, at: anyTime }).map(
    (state): Edit =>
      (doc) =>
        withState(doc, state),
  ),
  fc.record({ by: anyValue, at: anyTime }).map(
    (taker): Edit =>
      (doc) =>
        withTaker(doc, taker),
  ),
  fc
    .record({
      suggestion: fc.constantFrom('downstream', 'reassign'),
      target: fc.integer({ min: 1, max: 3 }).map(summaryId),
      ...onOff,
    })
    .map(
      (declined): Edit =>
        (doc) =>
          withDeclined(doc, declined),
    ),
  fc.tuple(anyValue, fc.array(anyLine, { maxLength: 4 })).map(
    ([name, lines]): Edit =>
      (doc) =>
        withHumanLine(doc, name, lines.join('\n')),
  ),
);
export const anyEdits = fc.array(anyEdit, { maxLength: 6 });

export const edited = (text: string, edits: readonly Edit[]) =>
  printNotes(edits.reduce((doc, edit) => (doc.readOnly ? doc : edit(doc)), parseNotes(text)));

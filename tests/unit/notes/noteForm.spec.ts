import { describe, expect, it } from 'vitest';
import { summaryId } from '@/lib/model/ids';
import {
  asksReason,
  chooseTemplate,
  commentOf,
  commentShown,
  fittingTemplate,
  missingIn,
  type NoteForm,
  type NoteMoment,
  readDraft,
  templateValues,
  wishesOf,
} from '@/lib/notes/noteForm';
import { at, REV } from './fixtures';

const PUSH = REV(1);
const QUIET: NoteMoment = {
  summary: summaryId(49_001),
  state: 'untriaged',
  round: null,
  dataIn: false,
  cover: { holds: false, text: 'covered 0 of 6, not amazon, ares6' },
  taker: null,
  alerts: [
    { suite: 'amazon', platform: 'windows11-64-24h2-shippable' },
    { suite: 'ares6', platform: 'windows11-64-24h2-shippable' },
  ],
  upstream: null,
  me: 'jdoe',
  now: at('2026-11-24T14:05Z'),
};
const ROUND = { number: 1, open: true, jobs: 14, revisions: 5, eta: at('2026-11-24T16:40Z'), failed: [] };
const COVERED = { holds: true, text: 'covered 6 of 6' };
const SENT: NoteMoment = { ...QUIET, state: 'collecting data', round: ROUND, cover: COVERED };
const FAILED: NoteMoment = {
  ...SENT,
  round: { ...ROUND, failed: [{ revision: PUSH, reason: 'build failed' }] },
};

const typed = (template: string, part: Partial<NoteForm> = {}): NoteForm => ({
  ...chooseTemplate(template),
  ...part,
});

describe('the template that fits', () => {
  it.each<[string, string, NoteMoment]>([
    ['nobody has begun', 'taken by', QUIET],
    ['somebody has it', '', { ...QUIET, taker: 'amy' }],
    ['its alerts are downstream of one summary', 'downstream of', { ...QUIET, upstream: summaryId(7) }],
    ['a round was sent and covers enough', 'handed over', SENT],
    ['a push could not be asked', 'backfill failed', FAILED],
    ['a round covers too little', 'waiting until', { ...SENT, cover: QUIET.cover }],
    ['it is handed over and the data comes', 'waiting until', { ...SENT, state: 'data ready' }],
    ['the data is in', '', { ...SENT, state: 'data ready', dataIn: true }],
    ['it needs data', 'needs data', { ...SENT, state: 'needs data' }],
    ['a bug is filed', '', { ...QUIET, state: 'bug filed', taker: 'amy' }],
  ])('when %s is "%s"', (_, template, moment) => expect(fittingTemplate(moment)).toBe(template));
});

describe('the comment', () => {
  it('tells of the round with its numbers', () => {
    expect(commentShown(typed('handed over'), SENT, [])).toBe(
      'data ready: handed over after round 1 (14 jobs, data about 16:40 UTC)',
    );
  });

  it('names the push that failed and why, without a word typed', () => {
    expect(commentOf(typed('backfill failed'), FAILED, [])).toBe(
      `backfill failed: ${PUSH.slice(0, 12)}, build failed`,
    );
    expect(missingIn(typed('backfill failed'), FAILED, [])).toEqual([]);
  });

  it('takes the sheriffs’ own template in place of the shipped one', () => {
    const own = [{ name: 'taken by', text: 'mine ({me}), looking at {alerts}' }];
    expect(commentShown(typed('taken by'), QUIET, own)).toBe(
      'mine (jdoe), looking at amazon, ares6 (windows11)',
    );
  });

  it('fills the reason into its place, also in a text that was typed over', () => {
    const reason = 'broken build';
    expect(commentOf(typed('needs data', { reason }), SENT, [])).toBe('needs data: broken build');
    const comment = 'no data since {reason}, see bug 5';
    expect(commentOf(typed('needs data', { reason, comment }), SENT, [])).toBe(
      'no data since broken build, see bug 5',
    );
  });

  it('of one’s own still tells why data is needed', () => {
    const form = typed('', { comment: 'see bug 5', state: 'needs data', reason: 'CI errors' });
    expect(commentOf(form, SENT, [])).toBe('see bug 5; needs data: CI errors');
  });

  it('of a hand-over without cover tells what is missing and why it is done', () => {
    const moment = { ...SENT, cover: { holds: false, text: 'covered 2 of 6, not ares6' } };
    expect(commentOf(typed('handed over', { reason: 'the author\nconfirmed' }), moment, [])).toBe(
      'data ready: handed over after round 1 (14 jobs, data about 16:40 UTC); covered 2 of 6, not ares6, but the author confirmed',
    );
  });

  it('does not look into what stands for a variable', () => {
    const moment = { ...QUIET, me: '{date}' };
    expect(commentOf(typed('', { comment: '{me}' }), moment, [])).toBe('{date}');
    expect(templateValues(moment, typed('')).me).toBe('{date}');
  });
});

describe('a form can be saved', () => {
  it('only with a reason when data is needed', () => {
    expect(missingIn(typed('needs data'), SENT, [])).toEqual(['Say why more data is needed.']);
    expect(missingIn(typed('needs data', { reason: '  ' }), SENT, [])).toHaveLength(1);
    expect(missingIn(typed('needs data', { reason: 'noise' }), SENT, [])).toEqual([]);
    expect(missingIn(typed('', { comment: 'x', state: 'needs data' }), SENT, [])).toHaveLength(1);
  });

  it('only with a reason when the cover rule does not hold', () => {
    const moment = { ...SENT, cover: QUIET.cover };
    expect(asksReason(typed('handed over'), moment, [])).toBe(true);
    expect(missingIn(typed('handed over'), moment, [])).toEqual([
      'Say why it is handed over all the same: covered 0 of 6, not amazon, ares6.',
    ]);
    expect(asksReason(typed('handed over'), SENT, [])).toBe(false);
    expect(missingIn(typed('handed over'), SENT, [])).toEqual([]);
  });

  it('only when every variable has a value or was written over', () => {
    expect(missingIn(typed('not downstream because', { reason: 'x' }), QUIET, [])).toEqual([
      'Write what stands for {upstream}.',
    ]);
    const comment = 'not downstream of #7: x';
    expect(missingIn(typed('not downstream because', { comment }), QUIET, [])).toEqual([]);
  });

  it('only when there is something to write', () => {
    expect(missingIn(typed(''), QUIET, [])).toEqual(['Write a comment or choose another state.']);
    expect(missingIn(typed('', { state: 'untriaged' }), QUIET, [])).toHaveLength(1);
    expect(missingIn(typed('', { state: 'needs bug' }), QUIET, [])).toEqual([]);
  });
});

describe('what a form asks of the notes', () => {
  it('is the comment and the state that its template brings', () => {
    expect(wishesOf(typed('needs data', { reason: 'noise' }), SENT, [])).toEqual([
      { kind: 'line', text: 'needs data: noise' },
      { kind: 'state', state: 'needs data' },
    ]);
  });

  it('is no state that holds already', () => {
    const moment: NoteMoment = { ...SENT, state: 'needs data' };
    expect(wishesOf(typed('needs data', { reason: 'noise' }), moment, [])).toEqual([
      { kind: 'line', text: 'needs data: noise' },
    ]);
  });

  it('has no state with templates that bring none', () => {
    expect(wishesOf(typed('taken by'), QUIET, [])).toEqual([
      { kind: 'line', text: 'taken by jdoe, 2026-11-24' },
    ]);
  });
});

describe('a draft', () => {
  it('comes back as it was', () => {
    const form = typed('needs data', { comment: 'half a', reason: 'x' });
    expect(readDraft(JSON.stringify(form))).toEqual(form);
  });

  it.each([null, '', '{', '[]', '7', '"text"', '{"template":1}', '{"template":"a"}'])(
    'that is none of ours (%j) is none',
    (text) => expect(readDraft(text)).toBeNull(),
  );
});

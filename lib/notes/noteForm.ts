import { type Instant, type Revision, type SummaryId, shortRevision } from '@/lib/model/ids';
import type { NoteTemplate } from '@/lib/model/noteTemplate';
import type { OwnState, WorkflowState } from '@/lib/model/workflow';
import {
  alertsInWords,
  counted,
  type NamedAlert,
  renderTemplate,
  revisionsInWords,
  type TemplateName,
  type TemplateValues,
  templateText,
  timeInWords,
} from './templates';

/** The moment in which a note is written, as far as templates go by it. */
export interface NoteMoment {
  readonly summary: SummaryId;
  readonly state: WorkflowState;
  /** The newest round that was sent. */
  readonly round: {
    readonly number: number;
    readonly open: boolean;
    readonly jobs: number;
    readonly revisions: number;
    readonly eta: Instant | null;
    readonly failed: readonly { readonly revision: Revision; readonly reason: string }[];
  } | null;
  /** All its data points are in. */
  readonly dataIn: boolean;
  /** Whether the cover rule holds, and in words what is missing for it: "covered 2 of 6: ares6 is missing". */
  readonly cover: { readonly holds: boolean; readonly text: string };
  /** Who works on the summary, null when nobody does. */
  readonly taker: string | null;
  /** Alerts that still need a decision here. */
  readonly alerts: readonly NamedAlert[];
  /** The summary that its alerts are downstream of, when it is one. */
  readonly upstream: SummaryId | null;
  /** The sheriff's short name. */
  readonly me: string;
  readonly now: Instant;
}

/** What the sheriff filled in. Plain JSON: it is kept as a draft. */
export interface NoteForm {
  /** Empty for none. */
  readonly template: string;
  /** Null while it is as the template gives it. */
  readonly comment: string | null;
  /** Null leaves the state as it is. */
  readonly state: OwnState | null;
  readonly reason: string;
}

/** What a form asks of the notes; not signed yet. */
export type NoteWish =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'state'; readonly state: OwnState };

export const EMPTY_FORM: NoteForm = { template: '', comment: null, state: null, reason: '' };

/** More suites than this make a line that nobody reads. */
const SUITES_NAMED = 4;

/** The template that fits the moment; empty when none does more than another. */
export function fittingTemplate(moment: NoteMoment): TemplateName | '' {
  const { state, round, cover, dataIn, taker, upstream } = moment;
  if (state === 'needs data') return 'needs data';
  if (round?.open && round.failed.length > 0) return 'backfill failed';
  if (state === 'collecting data' && round !== null && cover.holds) return 'handed over';
  if (state === 'collecting data' || state === 'data ready') {
    return round?.open && !dataIn ? 'waiting until' : '';
  }
  if (upstream !== null) return 'downstream of';
  return state === 'untriaged' && taker === null ? 'taken by' : '';
}

/** The own state that a template brings with it; null for those that leave it alone. */
function stateOfTemplate(template: string): OwnState | null {
  if (template === 'needs data') return 'needs data';
  return template === 'handed over' ? 'data ready' : null;
}

/** The form with another template chosen: its state comes with it, what was typed for the one before goes. */
export const chooseTemplate = (template: string): NoteForm => ({
  ...EMPTY_FORM,
  template,
  state: stateOfTemplate(template),
});

/** What stands for the variables; those without a value in this moment are absent. */
export function templateValues(moment: NoteMoment, form: NoteForm): TemplateValues {
  const { round, now, upstream, alerts, me } = moment;
  const names = form.template === 'backfill failed' && round && round.failed.length > 0;
  const reason = form.reason.trim() || (names ? round.failed[0]?.reason : '');
  return {
    summary: String(moment.summary),
    me,
    date: new Date(now).toISOString().slice(0, 10),
    ...(alerts.length > 0 && { alerts: alertsInWords(alerts, SUITES_NAMED) }),
    ...(upstream !== null && { upstream: String(upstream) }),
    ...(reason && { reason: oneLine(reason) }),
    ...(round && {
      round: String(round.number),
      jobs: counted(round.jobs, 'job'),
      revisions: names
        ? revisionsInWords(round.failed.map((f) => f.revision))
        : counted(round.revisions, 'revision'),
    }),
    ...(round && round.eta !== null && { eta: timeInWords(round.eta, now) }),
  };
}

/** What the comment is made of, variables and all. */
function source(form: NoteForm, moment: NoteMoment, own: readonly NoteTemplate[]): string {
  if (form.comment !== null) return form.comment;
  // the template tells of the round; without one there is nothing of it to tell
  if (form.template === 'handed over' && moment.round === null)
    return 'data ready: handed over without a round';
  return templateText(form.template, own);
}

/** The comment as it stands in its field: what was typed, else the template filled in. */
export const commentShown = (form: NoteForm, moment: NoteMoment, own: readonly NoteTemplate[]): string =>
  form.comment ?? renderTemplate(source(form, moment, own), templateValues(moment, form)).text;

/** Handed over although the cover rule does not hold: that takes a reason, which goes into the note. */
const overridesCover = (form: NoteForm, moment: NoteMoment): boolean =>
  form.state === 'data ready' && moment.state !== 'data ready' && !moment.cover.holds;

/** A reason has a field of its own when the state needs one or the comment has a place for it. */
export const asksReason = (form: NoteForm, moment: NoteMoment, own: readonly NoteTemplate[]): boolean =>
  form.state === 'needs data' ||
  overridesCover(form, moment) ||
  source(form, moment, own).includes('{reason}');

/** The comment as it will be written, without the name in front. Empty when there is none. */
export function commentOf(form: NoteForm, moment: NoteMoment, own: readonly NoteTemplate[]): string {
  const values = templateValues(moment, form);
  const comment = renderTemplate(source(form, moment, own), values).text.trim();
  const reason = oneLine(form.reason);
  if (reason === '') return comment;
  if (overridesCover(form, moment)) return joined(comment, `${moment.cover.text}, but ${reason}`);
  // a comment of one's own still tells why data is needed
  return form.state === 'needs data' && !comment.includes(reason)
    ? joined(comment, `needs data: ${reason}`)
    : comment;
}

/** What keeps the form from being saved, each a sentence; empty when nothing does. */
export function missingIn(
  form: NoteForm,
  moment: NoteMoment,
  own: readonly NoteTemplate[],
): readonly string[] {
  const { missing } = renderTemplate(source(form, moment, own), templateValues(moment, form));
  const gaps = missing.filter((name) => name !== 'reason').map((name) => `{${name}}`);
  const needsReason =
    form.reason.trim() === '' &&
    (form.state === 'needs data' || overridesCover(form, moment) || missing.includes('reason'));
  return [
    ...(gaps.length > 0 ? [`Write what stands for ${gaps.join(', ')}.`] : []),
    ...(needsReason ? [reasonSentence(form, moment)] : []),
    ...(wishesOf(form, moment, own).length === 0 ? ['Write a comment or choose another state.'] : []),
  ];
}

function reasonSentence(form: NoteForm, moment: NoteMoment): string {
  if (form.state === 'needs data') return 'Say why more data is needed.';
  return overridesCover(form, moment)
    ? `Say why it is handed over all the same: ${moment.cover.text}.`
    : 'Write the reason.';
}

/** What the form asks of the notes, the comment first. */
export function wishesOf(
  form: NoteForm,
  moment: NoteMoment,
  own: readonly NoteTemplate[],
): readonly NoteWish[] {
  const text = commentOf(form, moment, own);
  return [
    ...(text === '' ? [] : [{ kind: 'line' as const, text }]),
    // the state that holds already is not written once more
    ...(form.state === null || form.state === moment.state
      ? []
      : [{ kind: 'state' as const, state: form.state }]),
  ];
}

/** A draft as it was kept; null when it is none of ours. */
export function readDraft(text: string | null): NoteForm | null {
  try {
    const draft = JSON.parse(text ?? 'null') as Partial<Record<keyof NoteForm, unknown>> | null;
    if (draft === null || typeof draft !== 'object') return null;
    const { template, comment, state, reason } = draft;
    if (typeof template !== 'string' || typeof reason !== 'string') return null;
    return {
      template,
      reason,
      comment: typeof comment === 'string' ? comment : null,
      // written by this very dialog; a state that is none is refused by the notes' grammar
      state: typeof state === 'string' ? (state as OwnState) : null,
    };
  } catch {
    return null;
  }
}

const oneLine = (text: string) => text.trim().replace(/\s+/g, ' ');
const joined = (comment: string, more: string) => (comment === '' ? more : `${comment}; ${more}`);

/** 'backfill failed: 0123456789ab, build failed'; of several pushes the first one's reason, and how many more. */
export function failedInWords(failed: NonNullable<NoteMoment['round']>['failed']): string {
  const [first, ...more] = failed;
  if (!first) return '';
  const others = more.length > 0 ? ` (and ${counted(more.length, 'more push', 'more pushes')})` : '';
  return `backfill failed: ${shortRevision(first.revision)}, ${first.reason}${others}`;
}

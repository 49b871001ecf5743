import type { BarView } from '@/lib/model/views';
import { type NotedSummary, sheriffName } from '@/lib/notes/notes';
import type { Settings } from '@/lib/settings/settings';
import { noticeOfBot } from '@/lib/triage/backfillBot';
import { noticeOfWrite } from '@/lib/triage/foreseenStatus';
import { takesOwnStates, workflowSteps } from '@/lib/triage/workflowSteps';
import { type MomentInput, noteMoment, takerName } from './noteMoment';

type WorkView = Pick<BarView, 'taken' | 'canTake' | 'steps' | 'handOver' | 'beforehand' | 'beforeMarks'>;

/** Who works on a summary, and what a sheriff may make of it by hand. */
export function workView(
  summary: NotedSummary,
  input: MomentInput & {
    readonly handOver: Settings['handOver'];
    readonly starMarked: Settings['starMarked'];
  },
): WorkView {
  const { desk, me } = input;
  const moment = noteMoment(summary, input);
  const { state, taker } = moment;
  const { noted } = summary;
  const locked = noted.readOnly;
  const coverage = desk.planState.kind === 'ready' ? desk.planState.report.coverage : undefined;
  const canHandOver = !locked && takesOwnStates(state) && state !== 'data ready' && state !== 'needs bug';
  const complete = moment.round !== null && moment.dataIn;
  return {
    taken: taker === null ? null : { by: taker, mine: me !== '' && taker === moment.me },
    canTake: taker === null && me !== '' && !locked && hasBegun(summary, me, desk.canUndo),
    steps: locked ? [] : workflowSteps(summary, state, noted.rounds, coverage),
    handOver: canHandOver
      ? {
          covered: moment.cover.holds,
          isNext: state === 'collecting data' && (input.handOver === 'when sent' || complete),
        }
      : null,
    beforehand: beforehand(summary, me),
    beforeMarks: input.starMarked ? [STARS] : [],
  };
}

/** A star is a write to the alert, and Treeherder takes whoever writes for its classifier (treeherder-api 1.4). */
const STARS = 'The marked alerts get their stars, and you become their classifier.';

/** This sheriff has written something here: a fact, a comment, or what can still be taken back. */
function hasBegun({ noted, notes }: NotedSummary, username: string, canUndo: boolean): boolean {
  const me = sheriffName(username);
  return (
    canUndo ||
    [...noted.rounds, ...noted.marks, ...noted.states].some((fact) => fact.by === me) ||
    notes.split(/\r?\n/).some((line) => line.startsWith(`[${me}] `))
  );
}

/** What should be known before anything is written or sent. */
export function beforehand(summary: NotedSummary, me: string): readonly string[] {
  const taker = takerName(summary);
  const status = noticeOfWrite(summary, 'Writing the notes');
  const bot = noticeOfBot(summary);
  return [
    ...(taker !== null && taker !== sheriffName(me) ? [`Assigned to ${taker}.`] : []),
    ...(status === null ? [] : [status]),
    ...(bot === null ? [] : [bot]),
    ...(summary.firstTriaged === null ? ['The first write stops the triage clock.'] : []),
  ];
}

import { cannotRestore } from '@/lib/actions/undoPlan';
import type { AlertId, SummaryId } from '@/lib/model/ids';
import type { Problem } from '@/lib/model/outcome';
import type { BarView, CellView, SummaryView, SummaryViews } from '@/lib/model/views';
import type { NotedSummary } from '@/lib/notes/notes';
import type { DeskState } from './desk';

/** A bar about which nothing is worked out yet. */
const NOTHING_YET: BarView = {
  state: 'untriaged',
  stateDetail: '',
  step: '',
  withoutNotes: '',
  deadline: null,
  sentence: 'Reading…',
  number: 1,
  sendText: null,
  canPlan: false,
  resume: null,
  receipts: null,
  coverage: null,
  root: null,
  taken: null,
  canTake: false,
  steps: [],
  handOver: null,
  beforehand: [],
  beforeMarks: [],
  isMine: false,
  round: null,
};

/**
 * What a bar shows now: the background's last word, and over it what must not wait for the next: the send and its Cancel, what
 * is being written, what can be undone.
 * @param readProblem trouble with reading the summary itself
 */
export function liveView(
  id: SummaryId,
  views: SummaryViews | null,
  desk: DeskState,
  readProblem: Problem | null,
): SummaryView {
  const { send, planState } = desk;
  const bar = views?.bar ?? { ...NOTHING_YET, sentence: readProblem ? '' : NOTHING_YET.sentence };
  return {
    ...bar,
    id,
    send,
    pending: desk.pending,
    beforehand: setsMark(desk) ? [...bar.beforehand, ...bar.beforeMarks] : bar.beforehand,
    undo: desk.undo?.what ?? null,
    undoLimits: desk.undo?.relations ? cannotRestore(desk.undo.relations) : [],
    undoing: desk.undoing,
    pageBehind: desk.pageBehind,
    taking: desk.taking,
    starring: desk.starring,
    moving: desk.round.moving,
    copied: desk.round.copied,
    problem: readProblem ?? (planState.kind === 'failed' ? planState.problem : null),
  };
}

const setsMark = ({ pending }: DeskState) => pending !== null && [...pending.marks.values()].includes(true);

/** A row's cell now: a mark that is wanted shows at once, and one that is written before the background has seen it. */
export function liveCell(
  views: SummaryViews | null,
  alert: AlertId,
  desk: DeskState | null,
  summary: NotedSummary | null,
): CellView | null {
  const cell = views?.cells.find((c) => c.alertId === alert);
  if (!cell) return null;
  const wanted = desk?.pending?.marks.get(alert);
  const noted = summary?.noted.marks.find((m) => m.alert === alert)?.on ?? false;
  return { ...cell, marked: wanted ?? noted, pending: wanted !== undefined };
}

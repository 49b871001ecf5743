import type { AlertId, SummaryId } from '@/lib/model/ids';
import type { Problem } from '@/lib/model/outcome';
import type { BarView, CellView, SummaryView, SummaryViews } from '@/lib/model/views';
import type { DeskState } from './desk';

/** A bar about which nothing is worked out yet. */
const NOTHING_YET: BarView = {
  state: 'untriaged',
  stateDetail: '',
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
  planTexts: null,
  isMine: false,
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
    undo: desk.undo?.what ?? null,
    undoing: desk.undoing,
    pageBehind: desk.pageBehind,
    taking: desk.taking,
    problem: readProblem ?? (planState.kind === 'failed' ? planState.problem : null),
  };
}

/** A row's cell now: a mark that is wanted shows at once. */
export function liveCell(
  views: SummaryViews | null,
  alert: AlertId,
  desk: DeskState | null,
): CellView | null {
  const cell = views?.cells.find((c) => c.alertId === alert);
  const wanted = desk?.pending?.marks.get(alert);
  return cell && wanted !== undefined ? { ...cell, marked: wanted, pending: true } : (cell ?? null);
}

import { type ActDeps, act, edited } from '@/lib/actions/act';
import type { AlertsJudged, RelationRow } from '@/lib/actions/alertQuestions';
import type { AlertsWritten, AlertWriteDeps, WriteProgress } from '@/lib/actions/alertWrites';
import { relateAlerts, relateTable } from '@/lib/actions/relateAlerts';
import type { UndoList } from '@/lib/actions/undo';
import type { AlertId, Instant, SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome, type Problem } from '@/lib/model/outcome';
import {
  type Evidence,
  preselected,
  type SeriesHistory,
  type Suggestion,
  type SuggestionReport,
} from '@/lib/model/suggestions';
import { sheriffName } from '@/lib/notes/notes';
import type { AskSuggestions } from './askSuggestions';

export interface SuggestionDeskDeps extends ActDeps, Pick<AlertWriteDeps, 'call'> {
  readonly ask: AskSuggestions;
  readonly now: () => Instant;
  readonly newId: () => string;
  readonly undoList: UndoList;
  /** Session and staff; the full username. */
  readonly checkWriter: () => Promise<Outcome<string>>;
  /** After own writes: the page fetches these summaries again, once. */
  readonly refetchPage: (ids: readonly SummaryId[]) => void;
}

type Told = Pick<AlertsJudged, 'note' | 'undo' | 'sentence'>;

/** How far a relation of alerts to other summaries is that this tab makes. */
export type RelateRun =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working'; readonly what: string; readonly progress: WriteProgress | null }
  | { readonly kind: 'done'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly problem: Problem };

export type RowState = 'waiting' | 'under way' | 'done' | 'not done';

/** The table of several upstreams. Its rows stay as they were when it was opened, for what is marked leaves the report. */
export interface UpstreamTableState {
  readonly rows: readonly Suggestion[];
  readonly ticked: ReadonlySet<SummaryId>;
  readonly states: ReadonlyMap<SummaryId, RowState>;
  readonly progress: (WriteProgress & { readonly isRunning: boolean }) | null;
}

export interface ShownEvidence {
  readonly target: SummaryId;
  readonly alert: AlertId;
  readonly evidence: Evidence | null;
  readonly history: SeriesHistory | null;
  readonly problem: Problem | null;
}

export interface SuggestionState {
  readonly report: SuggestionReport | null;
  readonly run: RelateRun;
  readonly table: UpstreamTableState | null;
  readonly evidence: ShownEvidence | null;
}

/** What other summaries say about one summary, and what the sheriff does about it. */
export interface SuggestionDesk {
  state(): SuggestionState;
  /** Alerts are being written: what is read meanwhile is half of it. */
  isWorking(): boolean;
  take(report: SuggestionReport): void;
  /** The alerts that a press would relate. */
  chosen(suggestion: Suggestion): ReadonlySet<AlertId>;
  choose(suggestion: Suggestion, alert: AlertId, on: boolean): void;
  /** Only from a trusted click. */
  relate(suggestion: Suggestion): Promise<void>;
  showEvidence(suggestion: Suggestion, alert: AlertId): Promise<void>;
  /** The alerts of a row that its run has still to mark; of a row that is done, those that it marked. */
  inRow(row: Suggestion): readonly AlertId[];
  /** Shows the upstreams that are known, then what the push range says of each. */
  openTable(): Promise<void>;
  closeTable(): void;
  tick(target: SummaryId, on: boolean): void;
  /** Starts the table's run, or goes on after a stop. Only from a trusted click. */
  start(): Promise<void>;
  stop(): void;
  /** What came of something else that a suggestion led to; an empty sentence says nothing. */
  tell(outcome: Outcome<string | null>): void;
  /** What was marked is taken back: nothing is said of it any more. */
  undone(): void;
  dismiss(): void;
}

/** What a sheriff sees and does about what other summaries say of one. */
export function createSuggestionDesk(
  deps: SuggestionDeskDeps,
  id: SummaryId,
  onChange: () => void,
): SuggestionDesk {
  let state: SuggestionState = { report: null, run: { kind: 'idle' }, table: null, evidence: null };
  const picked = new Map<SummaryId, ReadonlySet<AlertId>>();
  let stopping = new AbortController();
  const set = (change: Partial<SuggestionState>) => {
    state = { ...state, ...change };
    onChange();
  };
  const setTable = (change: Partial<UpstreamTableState>) => {
    if (state.table) set({ table: { ...state.table, ...change } });
  };
  const chosen = (s: Suggestion) => (s.target && picked.get(s.target.id)) ?? new Set(preselected(s));
  const inRow = (row: Suggestion): readonly AlertId[] => {
    const target = row.target?.id;
    const isDone = target !== undefined && state.table?.states.get(target) === 'done';
    const own = deps.store.get(id)?.summary?.alerts ?? [];
    const marked = new Set(isDone ? [] : own.filter((a) => a.relatedSummaryId === target).map((a) => a.id));
    return [...chosen(row)].filter((a) => !marked.has(a));
  };
  const isWorking = () => state.run.kind === 'working' || state.table?.progress?.isRunning === true;

  /** The note line of what was related, and one undo for both. @returns what is to be said */
  async function note(writer: string, { note: told, undo, sentence }: Told): Promise<string> {
    if (!told) return sentence;
    const seen = deps.store.get(id)?.summary?.notes ?? '';
    const by = sheriffName(writer);
    const written = await act(deps, id, { wish: edited(seen, [{ kind: 'line', by, text: told.line }]) });
    const notes = isOk(written) ? written.value.undo : null;
    if (undo || notes) {
      const { what } = told;
      deps.undoList.add({ id: deps.newId(), summary: id, what, at: deps.now(), notes, relations: undo });
    }
    return isOk(written)
      ? sentence
      : `${sentence} The note about it is not written: ${written.problem.message}`;
  }

  async function relate(suggestion: Suggestion): Promise<void> {
    const { target, relation } = suggestion;
    const alerts = chosen(suggestion);
    const seen = deps.store.get(id)?.summary;
    if (!target || !relation || !seen || alerts.size === 0 || isWorking()) return;
    const what = `${counted(alerts.size)} ${wordsOf(relation)} #${target.id}`;
    set({ run: { kind: 'working', what, progress: null } });
    const writer = await deps.checkWriter();
    if (!isOk(writer)) return set({ run: { kind: 'failed', problem: writer.problem } });
    const outcome = await relateAlerts(
      deps,
      { seen, target: target.id, alerts: [...alerts], kind: relation },
      { onProgress: (progress) => set({ run: { kind: 'working', what, progress } }) },
    );
    if (!isOk(outcome)) {
      set({ run: { kind: 'failed', problem: outcome.problem } });
      if (outcome.kind === 'unclear') deps.refetchPage([id, target.id]);
      return;
    }
    const said = await note(writer.value, outcome.value);
    deps.refetchPage([id, target.id]);
    set({ run: endOf(outcome.value, said) });
  }

  async function start(): Promise<void> {
    const { table } = state;
    const seen = deps.store.get(id)?.summary;
    if (!table || !seen || isWorking()) return;
    const rows = table.rows.flatMap((row) =>
      row.target &&
      !row.refusal &&
      table.ticked.has(row.target.id) &&
      table.states.get(row.target.id) !== 'done'
        ? [{ target: row.target.id, alerts: inRow(row) }]
        : [],
    );
    const total = rows.reduce((sum, r) => sum + r.alerts.length, 0);
    if (total === 0) return;
    stopping = new AbortController();
    const states = new Map(table.states);
    for (const row of rows) states.set(row.target, 'waiting');
    setTable({ states, progress: { done: 0, failed: 0, total, isRunning: true } });
    const failed = (problem: Problem) => {
      set({ run: { kind: 'failed', problem } });
      setTable({ progress: { done: 0, failed: 0, total, isRunning: false } });
    };
    const writer = await deps.checkWriter();
    if (!isOk(writer)) return failed(writer.problem);
    const outcome = await relateTable(
      deps,
      { seen, kind: 'downstream', rows },
      {
        signal: stopping.signal,
        onProgress: (progress) =>
          setTable({
            states: statesAfter(rows, progress.done + progress.failed, states),
            progress: { ...progress, isRunning: true },
          }),
      },
    );
    if (!isOk(outcome)) {
      failed(outcome.problem);
      if (outcome.kind === 'unclear') deps.refetchPage([id, ...rows.map((r) => r.target)]);
      return;
    }
    const { done, notDone } = outcome.value;
    const isDone = new Set(done);
    const ended = new Map(state.table?.states);
    for (const { target, alerts } of rows) {
      ended.set(target, alerts.every((a) => isDone.has(a)) ? 'done' : 'not done');
    }
    const said = await note(writer.value, outcome.value);
    deps.refetchPage([id, ...rows.map((r) => r.target)]);
    setTable({
      states: ended,
      progress: { done: done.length, failed: notDone.length, total, isRunning: false },
    });
    set({ run: { kind: 'done', sentence: said } });
  }

  return {
    state: () => state,
    isWorking,
    take(report) {
      set({ report });
    },
    chosen,
    choose(suggestion, alert, on) {
      if (!suggestion.target) return;
      const next = new Set(chosen(suggestion));
      if (on) next.add(alert);
      else next.delete(alert);
      picked.set(suggestion.target.id, next);
      onChange();
    },
    relate,
    inRow,
    async showEvidence(suggestion, alert) {
      const seen = deps.store.get(id)?.summary;
      const { target } = suggestion;
      if (!target || !seen) return;
      const asked = { target: target.id, alert, evidence: null, history: null, problem: null };
      const isThis = () => state.evidence?.target === target.id && state.evidence.alert === alert;
      set({ evidence: asked });
      const answer = await deps.ask.evidence(seen, target.id, alert);
      if (!isThis()) return;
      if (!isOk(answer)) return set({ evidence: { ...asked, problem: answer.problem } });
      set({ evidence: { ...asked, evidence: answer.value } });
      const signature = answer.value.here.signatureId;
      if (signature === null) return;
      const history = await deps.ask.history(seen.repository, signature);
      if (isThis() && isOk(history)) {
        set({ evidence: { ...asked, evidence: answer.value, history: history.value } });
      }
    },
    async openTable() {
      const seen = deps.store.get(id)?.summary;
      const opened = tableOf(state.report?.upstreams ?? []);
      set({ table: opened });
      const answer = seen && (await deps.ask.suggest([seen], id, true));
      const [report] = answer && isOk(answer) ? answer.value : [];
      // a row that somebody has touched meanwhile stays as it was read
      if (report && state.table === opened) set({ report, table: tableOf(report.upstreams) });
    },
    closeTable() {
      if (!state.table?.progress?.isRunning) set({ table: null });
    },
    tick(target, on) {
      const ticked = new Set(state.table?.ticked);
      if (on) ticked.add(target);
      else ticked.delete(target);
      setTable({ ticked });
    },
    start,
    stop: () => stopping.abort(),
    tell(outcome) {
      if (!isOk(outcome)) set({ run: { kind: 'failed', problem: outcome.problem } });
      else if (outcome.value) set({ run: { kind: 'done', sentence: outcome.value } });
    },
    undone() {
      if (!isWorking()) set({ run: { kind: 'idle' }, table: null });
    },
    dismiss() {
      if (state.run.kind !== 'working') set({ run: { kind: 'idle' }, evidence: null });
    },
  };
}

/** Rows are written one after another: which one is being written after so many alerts. */
function statesAfter(
  rows: readonly RelationRow[],
  written: number,
  before: ReadonlyMap<SummaryId, RowState>,
): ReadonlyMap<SummaryId, RowState> {
  const states = new Map(before);
  let left = written;
  for (const { target, alerts } of rows) {
    states.set(target, left >= alerts.length ? 'done' : left >= 0 ? 'under way' : 'waiting');
    // nothing of the next one is written before this one is
    left = left < alerts.length ? -1 : left - alerts.length;
  }
  return states;
}

/** What may be marked is ticked. */
function tableOf(rows: readonly Suggestion[]): UpstreamTableState {
  const ticked = rows.flatMap((r) => (r.target && !r.refusal && r.tier !== 'possible' ? [r.target.id] : []));
  return { rows, ticked: new Set(ticked), states: new Map(), progress: null };
}

const counted = (n: number) => `${n} ${n === 1 ? 'alert' : 'alerts'}`;
const wordsOf = (relation: 'downstream' | 'reassigned') =>
  relation === 'downstream' ? 'downstream of' : 'reassigned to';

/** Written in part is told as a problem: there is something left to do. */
function endOf({ notDone }: AlertsWritten, sentence: string): RelateRun {
  const first = notDone[0]?.problem;
  return first ? { kind: 'failed', problem: { ...first, message: sentence } } : { kind: 'done', sentence };
}

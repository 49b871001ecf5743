import { readFresh } from '@/lib/actions/freshSummary';
import { createOutbox, type Outbox } from '@/lib/actions/outbox';
import { type UndoList, undoWrite } from '@/lib/actions/undo';
import type { SummaryId } from '@/lib/model/ids';
import { failed, isOk, type Outcome, ok, type Problem } from '@/lib/model/outcome';
import type { PendingWrite } from '@/lib/model/pendingWrite';
import { DEFAULT_CHOICES, type PlanChoices, type PlanDepth, type PlanReport } from '@/lib/model/planReport';
import type { JournalRecord } from '@/lib/model/round';
import type { RoundWork } from '@/lib/model/roundWork';
import { isUnderWay, type SendProgress } from '@/lib/model/sendProgress';
import type { UndoProgress, UndoRecord } from '@/lib/model/undo';
import type { TakingProgress } from '@/lib/model/views';
import { type NotedSummary, type NoteWish, sheriffName, type TailRound } from '@/lib/notes/notes';
import type { AskPlanner } from './askPlanner';
import { createNoteSheet, handOverWishes, type NoteSheet, type NoteStart } from './noteSheet';
import { holdsUpNext, openRound } from './openRound';
import { resumeRound } from './resumeRound';
import { createRoundDesk, NO_ROUND_WORK, type RoundDesk } from './roundDesk';
import { createSavedNote } from './savedNote';
import { type SendDeps, sendRound } from './sendRound';
import { starMarked } from './starring';
import { createTaking, type Taking } from './taking';

/** What is shared by the desks of all summaries in a tab. */
export interface DeskDeps extends Omit<SendDeps, 'planAgain'> {
  readonly askPlanner: AskPlanner;
  /** After own writes: has the page fetch the summary again. */
  readonly refetchPage: (id: SummaryId) => Promise<'refetched' | 'behind'>;
  readonly username: () => string;
  /** Session and staff, for writes that need no Taskcluster; the full username. */
  readonly checkWriter: () => Promise<Outcome<string>>;
  /** What can be taken back, for all summaries. */
  readonly undoList: UndoList;
  /** An id that nothing else has. */
  readonly newId: () => string;
}

/** How far the plan of a summary is worked out. */
export type PlanState =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'ready'; readonly report: PlanReport };

export interface DeskState {
  readonly id: SummaryId;
  readonly planState: PlanState;
  readonly choices: PlanChoices;
  /** What the sheriff expects the data to show, kept with the round in the notes; '' for nothing. */
  readonly expects: string;
  readonly send: SendProgress;
  /** What the sheriff wants in the notes and is not there yet. */
  readonly pending: PendingWrite | null;
  /** The last write of this summary that can be taken back. */
  readonly undo: UndoRecord | null;
  readonly undoing: UndoProgress;
  readonly taking: TakingProgress;
  /** Why stars of marked alerts are not set. */
  readonly starring: Problem | null;
  /** Journal records of this browser for the newest round, for "Resume". */
  readonly journal: readonly JournalRecord[];
  /** What is done about the rounds beside sending them. */
  readonly round: RoundWork;
  /** The page shows an older state than the server has. */
  readonly pageBehind: boolean;
}

/** Everything that happens to one summary in this tab. */
export interface Desk {
  state(): DeskState;
  /** The bar came into view: work out what a round would cost, once. */
  show(): Promise<void>;
  /** Hover, focus or press: count in what runs, waits and is promised; `withSpend` also what the day has cost. */
  readLive(withSpend?: boolean): Promise<void>;
  /** Done when the plan that goes by it is there. */
  choose(choices: Partial<PlanChoices>): Promise<void>;
  expect(text: string): void;
  /**
   * Only from a trusted click.
   * @param shown the plan that the sheriff saw: nothing beyond it is sent; the newest when left out
   * @param atOnce without a grace: the round belongs to one whose grace is over
   */
  send(shown?: PlanReport | null, atOnce?: boolean): Promise<void>;
  cancel(): void;
  /** Only from a trusted click. */
  resume(): Promise<void>;
  dismiss(): void;
  /** What goes into the notes by hand; only from trusted clicks. */
  readonly outbox: Omit<Outbox, 'pending' | 'forgetWritten'>;
  /** Begins a note, or goes on with its draft. */
  openNote(start: NoteStart | null, onChange: () => void): NoteSheet;
  /** Hands over in one click; false when the sheriff has to say something first. Only from a trusted click. */
  handOver(): Promise<boolean>;
  /** Who works on it. Only from trusted clicks. */
  readonly taking: Taking;
  readonly round: RoundDesk;
  /** Takes the last write back. Only from a trusted click. */
  undo(): Promise<void>;
  /** The notes or alerts changed: plan again from what is known, or read again when it is stale. */
  refresh(): void;
  close(): void;
}

/** Data of a round arrives over hours: a bar in view looks again after this. */
const LOOK_AGAIN_MS = 10 * 60 * 1000;
const DEPTHS: readonly PlanDepth[] = ['rest', 'live', 'spend', 'send'];

/** What a sheriff sees and does about one summary. @param onChange its state is another now */
export function createDesk(deps: DeskDeps, id: SummaryId, onChange: () => void): Desk {
  const closed = new AbortController();
  let state: DeskState = {
    id,
    planState: { kind: 'none' },
    choices: DEFAULT_CHOICES,
    expects: '',
    send: { kind: 'idle' },
    pending: null,
    undo: null,
    undoing: { kind: 'idle' },
    taking: { kind: 'idle' },
    starring: null,
    journal: [],
    round: NO_ROUND_WORK,
    pageBehind: false,
  };
  let cancelSend = new AbortController();
  /** Done once the stars of what was marked are set; an undo takes them back as well. */
  let starred: Promise<void> = Promise.resolve();
  /** Questions to the planner go one after another; of those that wait only the deepest is asked. */
  let asking: Promise<void> | null = null;
  let wanted: PlanDepth | null = null;
  /** The deepest plan that was asked for: a later, shallower question must not take its numbers away. */
  let deepest: PlanDepth = 'rest';

  const set = (change: Partial<DeskState>) => {
    if (closed.signal.aborted) return;
    state = { ...state, ...change };
    onChange();
  };
  const summary = () => deps.store.get(id)?.summary ?? null;
  const report = () => (state.planState.kind === 'ready' ? state.planState.report : null);
  const deeper = (a: PlanDepth, b: PlanDepth) => (DEPTHS.indexOf(a) > DEPTHS.indexOf(b) ? a : b);

  function ask(depth: PlanDepth): Promise<void> {
    wanted = wanted ? deeper(wanted, depth) : depth;
    asking ??= (async () => {
      await null; // never done before it is remembered as under way
      while (wanted) {
        const next = deeper(wanted, deepest);
        wanted = null;
        const s = summary();
        if (!s) continue;
        const answer = await question(s, next, deps.username());
        if (isOk(answer)) {
          deepest = next === 'send' ? 'spend' : next;
          set({ planState: { kind: 'ready', report: answer.value } });
        } else if (!report()) set({ planState: { kind: 'failed', problem: answer.problem } });
        // with an older plan at hand the old numbers stay: they are an upper bound, and a send reads them again
      }
      // in the same step as the last look at `wanted`, so that no question falls between
      asking = null;
    })();
    return asking ?? Promise.resolve();
  }

  const question = (s: NotedSummary, depth: PlanDepth, me: string) =>
    deps.askPlanner({ summary: s, choices: state.choices, depth, me, now: deps.now() });

  async function readJournal(): Promise<void> {
    const s = summary();
    if (!s) return;
    const open = new Set(
      s.noted.rounds.filter((r) => r.status === 'claimed' || r.status === 'pending').map((r) => r.nonce),
    );
    const records = open.size > 0 ? await deps.journal.read(id).catch(() => []) : [];
    set({ journal: records.filter((r) => open.has(r.nonce)) });
  }

  /** Everything afresh, for the moment of sending: the plan that counts. */
  const planAgain: SendDeps['planAgain'] = async (me) => {
    const s = await readFresh(deps, id, deps.now);
    if (!isOk(s)) return s;
    const open = openRound(s.value, deps.now(), me);
    if (open?.status === 'claimed') return failed(openRoundProblem(open, me));
    const answer = await question(s.value, 'send', me);
    if (!isOk(answer)) return answer;
    if (open && holdsUpNext(open, answer.value)) return failed(openRoundProblem(open, me));
    set({ planState: { kind: 'ready', report: answer.value } });
    return ok({ summary: s.value, report: answer.value });
  };
  const sendDeps: SendDeps = {
    ...deps,
    planAgain,
    reason: () => state.round.reason,
    expects: () => state.expects,
  };
  const progress = (send: SendProgress) => set({ send });

  async function afterWrite(): Promise<void> {
    await readJournal();
    void ask('rest');
    const page = await deps.refetchPage(id);
    set({ pageBehind: page === 'behind' });
  }

  const outbox = createOutbox(
    {
      ...deps,
      graceSeconds: deps.settings.graceSeconds,
      writer: async () => {
        const sender = await deps.checkWriter();
        return isOk(sender) ? ok(sheriffName(sender.value)) : sender;
      },
    },
    id,
    () => set({ pending: outbox.pending() }),
    ({ undo: notes }, what, marks) => {
      const record = { id: deps.newId(), summary: id, what, at: deps.now(), notes, relations: null };
      if (notes) deps.undoList.add(record);
      void savedNote.written();
      starred = starred.then(async () => {
        set({ starring: await starMarked(deps, id, marks, record) });
      });
      void starred.then(afterWrite);
    },
  );
  const savedNote = createSavedNote(deps.call, id);
  const sheetDeps = {
    ...deps,
    desk: {
      state: () => state,
      savedDraft: savedNote.draft,
      saveNote: (wishes: readonly NoteWish[], draft: string) => {
        savedNote.sent(draft);
        outbox.add(wishes);
      },
    },
  };
  const round = createRoundDesk(
    {
      ...deps,
      outbox,
      afterWrite,
      root: () => report()?.root ?? null,
      round: () => {
        const s = summary();
        return s && openRound(s, deps.now(), deps.username());
      },
    },
    id,
    () => state.round,
    (change) => set({ round: { ...state.round, ...change } }),
  );
  const taking = createTaking(deps, id, outbox, (next) => set({ taking: next }), afterWrite);

  return {
    state: () => state,
    async show() {
      if (!summary()) return;
      const known = report();
      // either way: a clock may have been set back
      if (known && Math.abs(deps.now() - known.readAt) < LOOK_AGAIN_MS) return;
      if (state.planState.kind === 'none') set({ planState: { kind: 'reading' } });
      await Promise.all([readJournal(), ask('rest')]);
      const s = summary();
      const open = s && openRound(s, deps.now(), deps.username());
      // past its time, only the jobs tell whether the rest of it still comes
      if (open?.eta !== undefined && open.eta < deps.now() && holdsUpNext(open, report())) await ask('live');
    },
    async readLive(withSpend = false) {
      const known = report();
      if (!known || isUnderWay(state.send) || summary() === null) return;
      if (known.live && (!withSpend || known.spend)) return;
      await ask(withSpend ? 'spend' : 'live');
    },
    choose(choices) {
      set({ choices: { ...state.choices, ...choices } });
      return ask('rest');
    },
    expect: (expects) => set({ expects }),
    async send(shown, atOnce = false) {
      const known = shown ?? report();
      if (isUnderWay(state.send) || !known) return;
      const s = summary();
      const open = s && openRound(s, deps.now(), deps.username());
      if (open && holdsUpNext(open, known)) {
        return set({ send: { kind: 'stopped', problem: openRoundProblem(open, deps.username()) } });
      }
      cancelSend = new AbortController();
      const before = summary()?.notes;
      const settings = atOnce ? { ...deps.settings, graceSeconds: 0 } : deps.settings;
      await sendRound({ ...sendDeps, settings }, id, known.plan, known.root, cancelSend.signal, progress);
      // what was changed by hand was meant for this round
      if (state.send.kind === 'sent') set({ choices: DEFAULT_CHOICES, expects: '' });
      // the page is made to read again (which costs it seconds) only for notes that it does not show yet
      if (state.send.kind === 'sent' || summary()?.notes !== before) await afterWrite();
      if (state.send.kind === 'sent') {
        round.giveReason('');
        void round.lookForNotices();
      }
    },
    cancel: () => cancelSend.abort(),
    async resume() {
      const s = summary();
      const round = s && openRound(s, deps.now(), deps.username());
      if (!round || isUnderWay(state.send)) return;
      const known = report();
      await resumeRound(sendDeps, id, round, known?.root ?? null, known?.coverage.holds ?? false, progress);
      await afterWrite();
    },
    dismiss: () => {
      if (!isUnderWay(state.send)) set({ send: { kind: 'idle' } });
      if (state.undoing.kind !== 'working') set({ undoing: { kind: 'idle' } });
      if (state.taking.kind !== 'working') set({ taking: { kind: 'idle' } });
      set({ starring: null });
      round.dismiss();
    },
    outbox: {
      ...outbox,
      takeBack: () => {
        savedNote.takenBack();
        outbox.takeBack();
      },
    },
    openNote: (start, changed) => createNoteSheet(sheetDeps, id, start, changed),
    async handOver() {
      const wishes = await handOverWishes(sheetDeps, id);
      if (wishes) outbox.add(wishes);
      return wishes !== null;
    },
    taking,
    round,
    async undo() {
      const wanted = deps.undoList.last(id);
      if (!wanted || state.undoing.kind === 'working') return;
      set({ undoing: { kind: 'working', what: wanted.what } });
      outbox.forgetWritten();
      await starred;
      const record = deps.undoList.last(id) ?? wanted;
      const writer = await deps.checkWriter();
      const outcome = isOk(writer) ? await undoWrite(deps, record) : writer;
      if (!isOk(outcome)) {
        // what is gone already cannot be taken back a second time either
        if (outcome.problem.kind === 'nothing to do') deps.undoList.drop(record);
        return set({ undoing: { kind: 'failed', problem: outcome.problem } });
      }
      deps.undoList.drop(record);
      set({ undoing: { kind: 'done', what: record.what, notRestored: outcome.value.notRestored } });
      await afterWrite();
    },
    refresh() {
      set({ undo: deps.undoList.last(id) ?? null });
      if (report()) void ask('rest');
    },
    close() {
      closed.abort();
      cancelSend.abort();
    },
  };
}

function openRoundProblem(round: TailRound, me: string): Problem {
  const time = `${new Date(round.at).toISOString().slice(11, 16)} UTC`;
  const who = round.by === sheriffName(me) ? 'You have' : `${round.by} has`;
  return {
    kind: 'claimed by someone else',
    message: `${who} ${round.status === 'claimed' ? 'claimed' : 'sent'} round ${round.number} at ${time}. Nothing was sent from here.`,
  };
}

import { type ActDeps, act, edited } from '@/lib/actions/act';
import type { AlertWriteDeps } from '@/lib/actions/alertWrites';
import { orphaned } from '@/lib/actions/leaseHolder';
import { moveSummary } from '@/lib/actions/moveSummary';
import type { Outbox } from '@/lib/actions/outbox';
import type { MessageRequest } from '@/lib/messages/background';
import { fromMessage } from '@/lib/messages/records';
import { type Revision, type SummaryId, shortRevision } from '@/lib/model/ids';
import { failed, isOk, type Outcome, type Problem } from '@/lib/model/outcome';
import type { MoveProgress, RoundWork } from '@/lib/model/roundWork';
import { say } from '@/lib/model/say';
import type { Suggestion } from '@/lib/model/suggestions';
import { sheriffName, type TailRound } from '@/lib/notes/notes';
import { cancelRound } from './cancelRound';
import { endAsBlocked, markComplete } from './closeRound';
import type { DeskDeps } from './desk';

/** What is done about a round that was sent. All but `giveReason` and `lookForNotices` only from trusted clicks. */
export interface RoundDesk {
  /** Why the next round is needed: required from round 2 on. */
  giveReason(reason: string): void;
  cancelJobs(): Promise<void>;
  markComplete(): void;
  /** @param reason not empty */
  endAsBlocked(reason: string): void;
  /**
   * Moves the summary to a push that the data blame.
   * @param why a sentence for the notes
   */
  moveTo(revision: Revision, prevRevision: Revision, why: string): Promise<void>;
  /** Told what became of a press on "Copy". */
  copied(worked: boolean): void;
  /** Asks the browser to allow a notification. */
  tellMe(): Promise<void>;
  lookForNotices(): Promise<void>;
  dismiss(): void;
}

export const NO_ROUND_WORK: RoundWork = {
  reason: '',
  cancelling: { kind: 'idle' },
  moving: { kind: 'idle' },
  notices: null,
  copied: null,
};

export interface RoundDeskDeps extends DeskDeps {
  /** The newest round that is claimed or waits for its data. */
  readonly round: () => TailRound | null;
  readonly root: () => string | null;
  readonly outbox: Pick<Outbox, 'add'>;
  /** Done once something was written beside the outbox. */
  readonly afterWrite: () => Promise<void>;
}

/** What is done about rounds beside sending them; `createDesk` makes one for its summary. */
export function createRoundDesk(
  deps: RoundDeskDeps & ActDeps & AlertWriteDeps,
  id: SummaryId,
  state: () => RoundWork,
  set: (change: Partial<RoundWork>) => void,
): RoundDesk {
  const isCancelling = () => !['idle', 'done', 'stopped'].includes(state().cancelling.kind);
  const closing = (wishes: (round: TailRound) => Parameters<Outbox['add']>[0]) => {
    const round = deps.round();
    if (round?.status === 'pending') deps.outbox.add(wishes(round));
  };

  async function sittingThere(revision: Revision): Promise<Outcome<Suggestion | null>> {
    const summary = fromMessage<MessageRequest<'content-bg sitting there'>['summary']>(
      deps.store.get(id)?.summary,
    );
    try {
      const answer = await deps.call('content-bg sitting there', { summary, revision });
      return answer.kind === 'ok'
        ? { kind: 'ok', value: fromMessage(answer.value.suggestion) }
        : failed(fromMessage(answer.problem));
    } catch (error) {
      return failed(orphaned(error));
    }
  }

  async function move(to: Revision, toPrev: Revision, why: string): Promise<MoveProgress> {
    const seen = deps.store.get(id)?.summary;
    const stop = (problem: Problem): MoveProgress => ({ kind: 'failed', problem });
    const writer = await deps.checkWriter();
    if (!isOk(writer)) return stop(writer.problem);
    const other = await sittingThere(to);
    if (!isOk(other)) return stop(other.problem);
    if (other.value) return { kind: 'occupied', instead: other.value };
    if (!seen) return { kind: 'idle' };
    const before = { revision: seen.revision, prevRevision: seen.prevRevision };
    const after = { revision: to, prevRevision: toPrev };
    const moved = await moveSummary(deps, id, before, after);
    if (!isOk(moved)) return stop(moved.problem);
    if (!moved.value) return { kind: 'idle' };
    const text = `moved to ${shortRevision(to)} (was ${shortRevision(before.revision)}): ${why}`;
    const note = await act(deps, id, {
      wish: edited(seen.notes, [{ kind: 'line', by: sheriffName(writer.value), text }]),
    });
    deps.undoList.add({
      id: deps.newId(),
      summary: id,
      what: `moved to ${shortRevision(to)}`,
      at: deps.now(),
      notes: isOk(note) ? note.value.undo : null,
      relations: null,
      moved: { before, after },
    });
    void deps.afterWrite();
    if (isOk(note)) return { kind: 'idle' };
    const { problem } = note;
    return stop({
      ...problem,
      message: say('moved without note', problem.message),
    });
  }

  const askNotices = async (ask: boolean) => {
    const answer = await deps.call('content-bg may notify', { ask }).catch(() => null);
    set({ notices: answer?.answer ?? null });
  };

  return {
    giveReason: (reason) => set({ reason }),
    async cancelJobs() {
      const round = deps.round();
      if (!round || isCancelling()) return;
      await cancelRound(deps, id, round, deps.root(), (cancelling) => set({ cancelling }));
      await deps.afterWrite();
    },
    markComplete: () => closing(markComplete),
    endAsBlocked: (reason) => closing((round) => endAsBlocked(round, reason)),
    async moveTo(revision, prevRevision, why) {
      if (state().moving.kind === 'working') return;
      set({ moving: { kind: 'working' } });
      set({ moving: await move(revision, prevRevision, why) });
    },
    copied: (copied) => set({ copied }),
    tellMe: () => askNotices(true),
    lookForNotices: () => askNotices(false),
    dismiss() {
      if (!isCancelling()) set({ cancelling: { kind: 'idle' } });
      if (state().moving.kind !== 'working') set({ moving: { kind: 'idle' } });
    },
  };
}

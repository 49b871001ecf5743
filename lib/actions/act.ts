import { testName } from '@/lib/model/alert';
import type { SummaryId } from '@/lib/model/ids';
import { failed, isOk, type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import { say } from '@/lib/model/say';
import type { Composed, NotedSummary, NotesEdit, NotesFacts, NotesMerge, NotesWish } from '@/lib/notes/notes';
import type { SummaryStore } from '@/lib/store/summaryStore';
import type { ServerClock } from '@/lib/treeherder/serverClock';
import { readFresh } from './freshSummary';
import { type LeaseHolder, leaseLost } from './leaseHolder';
import type { NotedTreeherder } from './notedTreeherder';

/** How often a write is made again when somebody else's write swallowed it. */
const ATTEMPTS = 3;

/** Work on the text of notes; in the page it is asked of the background, which has the code for it. */
export interface NotesWork {
  /** See `composeNotes`; the text comes with what it says. */
  compose(
    base: string,
    fresh: string,
    wish: NotesWish,
  ): Promise<Outcome<{ readonly composed: Composed; readonly noted: NotesFacts }>>;
  /** See `wishHolds`. */
  holds(text: string, wish: NotesWish): Promise<Outcome<boolean>>;
  /** The plain three-way merge, for the page's own editor. */
  merge(base: string, theirs: string, ours: string): Promise<Outcome<NotesMerge>>;
}

export interface ActDeps {
  readonly treeherder: NotedTreeherder;
  readonly store: SummaryStore;
  readonly leases: LeaseHolder;
  readonly clock: ServerClock;
  readonly notes: NotesWork;
}

/** What is to become of a summary's notes, as a change and not as a text: others may have written meanwhile. */
export interface NotesChange {
  readonly wish: NotesWish;
  /** A reason not to write after all, found in the fresh notes. */
  readonly against?: (noted: NotesFacts, summary: NotedSummary) => Problem | null;
  /** 1 for a claim: one that was swallowed is lost, not to be pushed through. */
  readonly attempts?: number;
  /** The sheriff has seen the conflict with both texts and wants both kept. */
  readonly keepBoth?: boolean;
}

/** Edits made by a sheriff who saw these notes. */
export const edited = (seen: string, edits: readonly NotesEdit[]): Extract<NotesWish, { kind: 'edits' }> => ({
  kind: 'edits',
  edits,
  seen,
});

export interface Acted {
  readonly before: NotedSummary;
  readonly after: NotedSummary;
  /** What an undo of this very write takes back; null when nothing had to be written. */
  readonly undo: { readonly before: string; readonly after: string } | null;
}

/**
 * The one way in which Deputy writes notes: read fresh → merge → write → read back → compare. One write at a time per
 * summary, under the tab's lease. Returns the summary before and after; says so when the server ended up with
 * something else.
 */
export function act(deps: ActDeps, id: SummaryId, change: NotesChange): Promise<Outcome<Acted>> {
  const { wish } = change;
  return deps.leases.withLease<Acted>([id], async (renew) => {
    let base = wish.kind === 'edits' ? wish.seen : wish.after;
    let before: NotedSummary | null = null;
    for (let attempt = 1; ; attempt++) {
      const fresh = await readFresh(deps, id, deps.clock.now);
      if (!isOk(fresh)) return fresh;
      before ??= fresh.value;
      const objection = change.against?.(fresh.value.noted, fresh.value);
      if (objection) return refused(objection);
      const answer = await deps.notes.compose(base, fresh.value.notes, wish);
      if (!isOk(answer)) return answer;
      const { composed, noted } = answer.value;
      if (composed.kind === 'read only') return refused(newerDeputy());
      if (composed.kind === 'conflict' && !change.keepBoth) return refused(conflictOf(composed, fresh.value));
      if (composed.kind === 'there') return ok({ before, after: fresh.value, undo: null });
      const { text } = composed;
      if (!(await renew())) return refused(leaseLost('turn lost, some written'));
      const written = await deps.treeherder.putNotes(id, text);
      if (written.kind === 'refused') return written;
      const undo = { before: fresh.value.notes, after: text };
      // whatever the answer was, what counts is what is there now
      const back = await readFresh(deps, id, deps.clock.now);
      if (!isOk(back)) {
        // the server took the write but cannot be read right now: what was sent is the best that is known
        const sent = { ...fresh.value, notes: text, noted };
        return written.kind === 'ok' ? ok({ before, after: sent, undo }) : written;
      }
      const holds = await deps.notes.holds(back.value.notes, wish);
      if (isOk(holds) && holds.value) return ok({ before, after: back.value, undo });
      if (attempt >= (change.attempts ?? ATTEMPTS))
        return written.kind === 'ok' ? failed(writtenOver()) : written;
      base = back.value.notes;
    }
  });
}

const newerDeputy = (): Problem => ({
  kind: 'conflict',
  message: say('newer Deputy'),
});

const writtenOver = (): Problem => ({
  kind: 'conflict',
  message: say('overwritten'),
});

/** Alerts are named as their rows are. */
function conflictOf(
  merge: Extract<NotesMerge, { kind: 'conflict' }>,
  { alerts, relatedAlerts }: NotedSummary,
): Problem {
  const named = (what: string) =>
    what.replace(/^(mark of) alert (\d+)$/, (words, mark: string, id: string) => {
      const alert = [...alerts, ...relatedAlerts].find((a) => a.id === Number(id));
      return alert ? `${mark} ${testName(alert.signature)} ${alert.signature.platform}` : words;
    });
  const conflicts = merge.conflicts.map((c) => ({ ...c, what: named(c.what) }));
  return {
    kind: 'conflict',
    message: say('same changed'),
    detail: conflicts.map((c) => `${c.what}: theirs “${c.theirs}”, yours “${c.ours}”`).join('; '),
    conflicts,
  };
}

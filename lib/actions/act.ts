import type { AlertSummary } from '@/lib/model/alert';
import type { SummaryId } from '@/lib/model/ids';
import { failed, isOk, type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import type { NotesDocument, NotesMerge } from '@/lib/notes/notes';
import { equalNotes, parseNotes, printNotes, withoutEmptyTail } from '@/lib/notes/notes';
import type { SummaryStore } from '@/lib/store/summaryStore';
import type { PageTreeherder } from '@/lib/treeherder/client';
import type { ServerClock } from '@/lib/treeherder/serverClock';
import type { LeaseHolder } from './leaseHolder';

/** How often a write is made again when somebody else's write swallowed it. */
const ATTEMPTS = 3;

export interface ActDeps {
  readonly treeherder: PageTreeherder;
  readonly store: SummaryStore;
  readonly leases: LeaseHolder;
  readonly clock: ServerClock;
  /** The three-way merge; in the page it is asked of the background, which has the code for it. */
  readonly merge: (base: string, theirs: string, ours: string) => Promise<Outcome<NotesMerge>>;
}

/** What is to become of a summary's notes, as a change and not as a text: others may have written meanwhile. */
export interface NotesChange {
  /** The notes that the sheriff saw when deciding. */
  readonly base: string;
  /** Applied to the base; must leave alone what is already so, for it may be applied again. */
  readonly apply: (notes: NotesDocument) => NotesDocument;
  /** Does the text hold what was wanted? Asked of what the server has after the write. */
  readonly holds: (notes: NotesDocument) => boolean;
  /** A reason not to write after all, found in the fresh notes. */
  readonly against?: (notes: NotesDocument, summary: AlertSummary) => Problem | null;
  /** 1 for a claim: one that was swallowed is lost, not to be pushed through. */
  readonly attempts?: number;
}

export interface Acted {
  readonly before: AlertSummary;
  readonly after: AlertSummary;
}

/**
 * The one way in which Deputy writes: read fresh → merge → write → read back → compare. One write at a time per
 * summary, under the tab's lease. Returns the summary before and after; says so when the server ended up with
 * something else.
 */
export function act(deps: ActDeps, id: SummaryId, change: NotesChange): Promise<Outcome<Acted>> {
  return deps.leases.withLease([id], async (renew) => {
    let base = change.base;
    let before: AlertSummary | null = null;
    for (let attempt = 1; ; attempt++) {
      const fresh = await readFresh(deps, id);
      if (!isOk(fresh)) return fresh;
      before ??= fresh.value;
      const there = parseNotes(fresh.value.notes);
      if (there.readOnly) {
        return refused({
          kind: 'conflict',
          message: 'These notes were written by a newer Deputy. Update yours to change them.',
        });
      }
      const objection = change.against?.(there, fresh.value);
      if (objection) return refused(objection);
      const wanted = printNotes(change.apply(parseNotes(base)));
      const answer = await deps.merge(base, fresh.value.notes, wanted);
      if (!isOk(answer)) return answer;
      const merged = answer.value;
      if (merged.kind === 'conflict') {
        return refused({
          kind: 'conflict',
          message: 'Somebody else changed the same in the notes. Nothing was written.',
          detail: merged.conflicts
            .map((c) => `${c.what}: theirs “${c.theirs}”, yours “${c.ours}”`)
            .join('; '),
        });
      }
      const text = printNotes(withoutEmptyTail(parseNotes(merged.text)));
      if (equalNotes(text, fresh.value.notes)) return ok({ before, after: fresh.value });
      if (!(await renew())) return refused(leaseLost);
      const written = await deps.treeherder.putNotes(id, text);
      if (written.kind === 'refused') return written;
      // whatever the answer was, what counts is what is there now
      const back = await readFresh(deps, id);
      if (!isOk(back)) {
        // the server took the write but cannot be read right now: what was sent is the best that is known
        return written.kind === 'ok' ? ok({ before, after: { ...fresh.value, notes: text } }) : written;
      }
      if (change.holds(parseNotes(back.value.notes))) return ok({ before, after: back.value });
      if (attempt >= (change.attempts ?? ATTEMPTS)) {
        return written.kind === 'ok'
          ? failed({
              kind: 'conflict',
              message: 'The notes were written, but somebody else wrote over them at the same moment.',
            })
          : written;
      }
      base = back.value.notes;
    }
  });
}

const leaseLost: Problem = {
  kind: 'lease taken',
  message: 'This tab lost its turn on the alert summary. Nothing more was written; try again.',
};

async function readFresh(deps: ActDeps, id: SummaryId): Promise<Outcome<AlertSummary>> {
  const fresh = await deps.treeherder.summary(id);
  if (isOk(fresh)) deps.store.put(fresh.value, deps.clock.now());
  return fresh;
}

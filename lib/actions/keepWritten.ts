import type { SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome } from '@/lib/model/outcome';
import type { NotesWish } from '@/lib/notes/notes';
import { type ActDeps, type Acted, act, type NotesChange } from './act';

/**
 * A colleague who read the notes before our write and writes after we have read it back swallows it, and neither of us can
 * see that at the write. Reading and writing lie within this time of each other, as for a claim (design 5); a slower
 * colleague can still slip through.
 */
export const LOOK_AGAIN_MS = 3000;
/** Looks after one write: each finds that it was swallowed again, or cannot be made. More would be a quarrel of two machines. */
const LOOKS = 10;

export interface KeepWrittenDeps extends ActDeps {
  /** Resolves when the time is over or the signal aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Writes edits as `act` does, and sees to it that they stay; see `keepWritten`.
 * @returns once they are written; nobody waits for the looks after it
 */
export async function actAndKeep(
  deps: KeepWrittenDeps,
  id: SummaryId,
  change: NotesChange & { readonly wish: Extract<NotesWish, { kind: 'edits' }> },
  signal?: AbortSignal,
): Promise<Outcome<Acted>> {
  const outcome = await act(deps, id, change);
  if (isOk(outcome) && outcome.value.undo) {
    void keepWritten(deps, id, { ...change.wish, again: true }, signal);
  }
  return outcome;
}

/**
 * Looks at the notes again some time after a write and writes once more what was swallowed; what somebody has a later word on
 * stays as they want it. Ends when a look finds everything in its place. Nobody waits for it: closing the tab ends it, and
 * then the write is what it was, once read back.
 * @param wish what was written: edits with `again`, or the text that the page's own editor saved
 * @param signal aborted when the write is not wanted any more, because it was taken back; without one it cannot be
 * @returns whether something had to be written again
 */
export async function keepWritten(
  deps: KeepWrittenDeps,
  id: SummaryId,
  wish: NotesWish,
  signal = new AbortController().signal,
): Promise<boolean> {
  let repaired = false;
  for (let look = 0; look < LOOKS; look++) {
    await deps.wait(LOOK_AGAIN_MS, signal);
    if (signal.aborted) break;
    const outcome = await act(deps, id, { wish });
    if (isOk(outcome) && outcome.value.undo === null) break;
    repaired ||= isOk(outcome);
  }
  return repaired;
}

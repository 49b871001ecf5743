import type { AlertId, Instant, SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome } from '@/lib/model/outcome';
import type { PendingMarks } from '@/lib/model/pendingMarks';
import { marksOf, parseNotes, withMark } from '@/lib/notes/notes';
import { type ActDeps, type Acted, act } from './act';

export interface MarksDeps extends ActDeps {
  readonly now: () => Instant;
  readonly graceSeconds: number;
  /** Resolves when the time is over or the signal aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The sheriff's short name, or what keeps this person from writing. */
  readonly writer: () => Promise<Outcome<string>>;
}

export interface MarkDesk {
  pending(): PendingMarks | null;
  /** One click on a row. Clicks within the grace are gathered; a mark clicked back leaves nothing to write. */
  toggle(alert: AlertId): void;
  /** Takes back all that has not been written. */
  takeBack(): void;
  /** Ends the grace now. */
  writeNow(): void;
}

/**
 * The marks of one summary: gathered during the grace and written as one change of the notes.
 * @param onWritten after a write that the server took
 */
export function createMarkDesk(
  deps: MarksDeps,
  id: SummaryId,
  onChange: () => void,
  onWritten: (acted: Acted) => void,
): MarkDesk {
  let pending: PendingMarks | null = null;
  let grace: AbortController | null = null;
  /** Marks that are being written; clicks meanwhile start the next batch. */
  let writing: Promise<void> = Promise.resolve();

  const seenNotes = () => deps.store.get(id)?.summary?.notes ?? '';
  const isOn = (alert: AlertId) => marksOf(parseNotes(seenNotes())).get(alert)?.on ?? false;
  const set = (next: PendingMarks | null) => {
    pending = next;
    onChange();
  };

  async function write(marks: ReadonlyMap<AlertId, boolean>): Promise<void> {
    set({ marks, state: { kind: 'writing' } });
    const writer = await deps.writer();
    if (!isOk(writer)) return set({ marks, state: { kind: 'failed', problem: writer.problem } });
    const at = deps.now();
    const outcome = await act(deps, id, {
      base: seenNotes(),
      apply: (notes) => {
        let next = notes;
        for (const [alert, on] of marks) {
          if ((marksOf(next).get(alert)?.on ?? false) !== on) {
            next = withMark(next, { alert, on, by: writer.value, at });
          }
        }
        return next;
      },
      holds: (notes) => [...marks].every(([alert, on]) => (marksOf(notes).get(alert)?.on ?? false) === on),
    });
    if (!isOk(outcome)) return set({ marks, state: { kind: 'failed', problem: outcome.problem } });
    set(null);
    onWritten(outcome.value);
  }

  function startGrace(marks: ReadonlyMap<AlertId, boolean>) {
    grace?.abort();
    const mine = new AbortController();
    grace = mine;
    const graceMs = deps.graceSeconds * 1000;
    set({ marks, state: { kind: 'grace', endsAt: (deps.now() + graceMs) as Instant } });
    void deps.wait(graceMs, mine.signal).then(() => {
      if (mine.signal.aborted) return;
      finish();
    });
  }

  function finish() {
    grace?.abort();
    grace = null;
    const marks = pending?.marks;
    if (!marks) return;
    writing = writing.then(() => write(marks));
  }

  return {
    pending: () => pending,
    toggle(alert) {
      if (pending?.state.kind === 'writing') return;
      const marks = new Map(pending?.marks);
      const now = marks.get(alert) ?? isOn(alert);
      if (isOn(alert) === !now) marks.delete(alert);
      else marks.set(alert, !now);
      if (marks.size > 0) return startGrace(marks);
      grace?.abort();
      set(null);
    },
    takeBack() {
      grace?.abort();
      if (pending?.state.kind !== 'writing') set(null);
    },
    writeNow() {
      if (pending && pending.state.kind !== 'writing') finish();
    },
  };
}

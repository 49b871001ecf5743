import type { AlertId, Instant, SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome } from '@/lib/model/outcome';
import type { PendingWrite } from '@/lib/model/pendingWrite';
import type { NotesEdit } from '@/lib/notes/notes';
import { type Acted, edited } from './act';
import { actAndKeep, type KeepWrittenDeps } from './keepWritten';

/** An edit that is not signed yet: who and when are filled in at the write. */
export type Wish =
  | (NotesEdit extends infer E ? (E extends unknown ? Omit<E, 'by' | 'at'> : never) : never)
  /** Nobody works on it any more. */
  | { readonly kind: 'taker'; readonly by: '' };

export interface OutboxDeps extends KeepWrittenDeps {
  readonly now: () => Instant;
  readonly graceSeconds: number;
  /** The sheriff's short name, or what keeps this person from writing. */
  readonly writer: () => Promise<Outcome<string>>;
}

export interface Outbox {
  /** What waits, is being written or could not be written; the batch that the sheriff can still change comes first. */
  pending(): PendingWrite | null;
  /** Adds to what waits; the grace begins anew. A wish about the same thing replaces the earlier one. */
  add(wishes: readonly Wish[]): void;
  /** One click on a row; a mark that is clicked back leaves nothing to write. */
  toggleMark(alert: AlertId): void;
  /** Takes back all that has not been written. */
  takeBack(): void;
  /** What was written is about to be taken back: nobody is to write it once more. */
  forgetWritten(): void;
  /** Ends the grace now, or tries again. With `keepBoth` after a conflict whose both sides the sheriff has seen. */
  writeNow(keepBoth?: boolean): void;
}

/**
 * The one way out for what a sheriff writes into the notes of a summary by hand: marks, states, comments, takers. Clicks
 * within the grace are gathered into one write; clicks during a write make the next batch.
 * @param onWritten after a write that the server took, with what it was in words, and the marks in it
 */
export function createOutbox(
  deps: OutboxDeps,
  id: SummaryId,
  onChange: () => void,
  onWritten: (acted: Acted, what: string, marks: PendingWrite['marks']) => void,
): Outbox {
  let waiting: readonly Wish[] = [];
  let state: PendingWrite['state'] | null = null;
  let underWay: readonly Wish[] = [];
  let grace: AbortController | null = null;
  let writing: Promise<void> = Promise.resolve();
  let wanted = new AbortController();
  /** The notes before the first try of what could not be written. */
  let seenAtFirst: string | null = null;

  const seen = () => deps.store.get(id)?.summary;
  const isOn = (alert: AlertId) =>
    marksIn(underWay).get(alert) ?? seen()?.noted.marks.find((m) => m.alert === alert)?.on ?? false;

  async function write(batch: readonly Wish[], keepBoth: boolean): Promise<void> {
    underWay = batch;
    onChange();
    const failedWith = (problem: Extract<PendingWrite['state'], { kind: 'failed' }>['problem']) => {
      underWay = [];
      // what was clicked meanwhile stands after what could not be written
      waiting = merged(batch, waiting);
      grace?.abort();
      state = { kind: 'failed', problem };
      onChange();
    };
    const writer = await deps.writer();
    if (!isOk(writer)) return failedWith(writer.problem);
    const at = deps.now();
    const edits = batch.map((wish) => ({ by: writer.value, at, ...wish }) as NotesEdit);
    const wish = edited(seenAtFirst ?? seen()?.notes ?? '', edits);
    const outcome = await actAndKeep(deps, id, { wish, keepBoth }, wanted.signal);
    // it may have been carried out, and it has read what others wrote: neither is what the sheriff saw before
    seenAtFirst = isOk(outcome) ? null : wish.seen;
    if (!isOk(outcome)) return failedWith(outcome.problem);
    underWay = [];
    onChange();
    onWritten(outcome.value, inWords(batch), marksIn(batch));
  }

  function startGrace(): void {
    grace?.abort();
    const mine = new AbortController();
    grace = mine;
    const graceMs = deps.graceSeconds * 1000;
    state = { kind: 'grace', endsAt: (deps.now() + graceMs) as Instant };
    onChange();
    void deps.wait(graceMs, mine.signal).then(() => {
      if (!mine.signal.aborted) finish(false);
    });
  }

  function finish(keepBoth: boolean): void {
    grace?.abort();
    grace = null;
    const batch = waiting;
    waiting = [];
    state = null;
    if (batch.length > 0) writing = writing.then(() => write(batch, keepBoth));
  }

  function setWaiting(next: readonly Wish[]): void {
    waiting = next;
    if (next.length === 0) seenAtFirst = null;
    if (waiting.length > 0) {
      startGrace();
      return;
    }
    grace?.abort();
    state = null;
    onChange();
  }

  return {
    pending() {
      const batch = waiting.length > 0 ? waiting : underWay;
      if (batch.length === 0) return null;
      return {
        what: inWords(batch),
        // rows show both batches
        marks: marksIn(merged(underWay, waiting)),
        state: waiting.length > 0 && state ? state : { kind: 'writing' },
      };
    },
    add: (wishes) => setWaiting(merged(waiting, wishes)),
    toggleMark(alert) {
      const now = marksIn(waiting).get(alert) ?? isOn(alert);
      const others = waiting.filter((w) => w.kind !== 'mark' || w.alert !== alert);
      setWaiting(isOn(alert) === !now ? others : [...others, { kind: 'mark', alert, on: !now }]);
    },
    takeBack: () => setWaiting([]),
    forgetWritten() {
      wanted.abort();
      wanted = new AbortController();
    },
    writeNow: (keepBoth = false) => finish(keepBoth),
  };
}

const marksIn = (wishes: readonly Wish[]): ReadonlyMap<AlertId, boolean> =>
  new Map(wishes.flatMap((w) => (w.kind === 'mark' ? [[w.alert, w.on] as const] : [])));

/** A later wish about the same thing replaces the earlier one; comments stand side by side. */
function merged(earlier: readonly Wish[], later: readonly Wish[]): readonly Wish[] {
  const keys = new Set(later.map(keyOf));
  return [...earlier.filter((w) => !keys.has(keyOf(w))), ...later];
}

function keyOf(wish: Wish): string {
  switch (wish.kind) {
    case 'mark':
      return `mark ${wish.alert}`;
    case 'declined':
      return `declined ${wish.suggestion} ${wish.target}`;
    case 'line':
      return `line ${wish.text}`;
    case 'round':
    case 'claim':
      return `round ${wish.round.number} ${wish.round.nonce}`;
    case 'withdraw claim':
      return `round ${wish.number} ${wish.nonce}`;
    case 'state':
    case 'taker':
      return wish.kind;
  }
}

/** '2 marks, the state “needs bug” and a comment'. */
export function inWords(wishes: readonly Wish[]): string {
  const marks = marksIn(wishes).size;
  const parts = [
    ...(marks > 0 ? [`${marks} ${marks === 1 ? 'mark' : 'marks'}`] : []),
    ...wishes.flatMap((w) => {
      switch (w.kind) {
        case 'state':
          return [`the state “${w.state}”`];
        case 'line':
          return ['a comment'];
        case 'taker':
          return ['who works on it'];
        case 'declined':
          return [w.on ? `“not #${w.target}”` : `#${w.target} offered again`];
        case 'round':
          return [`round ${w.round.number} ${w.round.status}`];
        default:
          return [];
      }
    }),
  ];
  const last = parts.pop() ?? '';
  return parts.length > 0 ? `${parts.join(', ')} and ${last}` : last;
}

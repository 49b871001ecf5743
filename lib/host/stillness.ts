import type { SummaryId } from '@/lib/model/ids';

interface StandingBar {
  readonly bar: Element;
  readonly block: Element;
}

/**
 * Remembers when each bar was last moved by something, so that a view can keep its spending and writing controls dead
 * until the bar has lain still (500 ms): a click aimed at one summary must never land on the next.
 *
 * A structural change above a bar counts as a move, also when it happens to keep every height. So does a block that
 * changes its size (text that wraps, notes that are opened), for itself and for all blocks below it.
 */
export class Stillness {
  readonly #now: () => number;
  readonly #moved = new Map<SummaryId, number>();
  readonly #standing = new Map<SummaryId, StandingBar>();
  readonly #sizes: ResizeObserver | null;

  /** @param now milliseconds on the page's own steady clock (`performance.now`) */
  constructor(now: () => number, Resize: typeof ResizeObserver | undefined) {
    this.#now = now;
    this.#sizes = Resize ? new Resize((entries) => this.#resized(entries)) : null;
  }

  /** When the summary's bar was last moved, on the page's steady clock; now, for a bar that does not stand. */
  lastMoved(id: SummaryId): number {
    return this.#moved.get(id) ?? this.#now();
  }

  /** A bar was put in place, or put back. */
  placed(id: SummaryId, bar: Element, block: Element): void {
    const before = this.#standing.get(id);
    if (before && before.block !== block) this.#sizes?.unobserve(before.block);
    this.#standing.set(id, { bar, block });
    if (before?.block !== block) this.#sizes?.observe(block);
    this.#moved.set(id, this.#now());
  }

  gone(id: SummaryId): void {
    const standing = this.#standing.get(id);
    if (standing) this.#sizes?.unobserve(standing.block);
    this.#standing.delete(id);
    this.#moved.delete(id);
  }

  /** Something of ours that no observer sees has moved things: one bar, or all of them. */
  touch(id?: SummaryId): void {
    const now = this.#now();
    for (const standing of id === undefined ? [...this.#standing.keys()] : [id])
      if (this.#standing.has(standing)) this.#moved.set(standing, now);
  }

  /** The page added or removed nodes: every bar that does not stand above all of that may have moved. */
  changed(records: readonly MutationRecord[]): void {
    const now = this.#now();
    for (const [id, { bar }] of this.#standing)
      if (records.some((record) => mayMove(record, bar))) this.#moved.set(id, now);
  }

  stop(): void {
    this.#sizes?.disconnect();
    this.#standing.clear();
    this.#moved.clear();
  }

  #resized(entries: readonly ResizeObserverEntry[]): void {
    const now = this.#now();
    for (const [id, { block }] of this.#standing)
      if (entries.some(({ target }) => target === block || follows(block, target))) this.#moved.set(id, now);
  }
}

/** False only where the change certainly lies behind the bar in the document. */
function mayMove(record: MutationRecord, bar: Element): boolean {
  const { target, addedNodes, removedNodes, previousSibling } = record;
  if (!target.isConnected) return false; // it left together with an ancestor, which has a record of its own
  if (!target.contains(bar)) return follows(bar, target);
  for (const node of addedNodes) if (!(node.isConnected && follows(node, bar))) return true;
  if (removedNodes.length === 0) return false;
  if (!previousSibling?.isConnected) return true;
  return !(previousSibling.contains(bar) || follows(previousSibling, bar));
}

const follows = (node: Node, before: Node) =>
  (before.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

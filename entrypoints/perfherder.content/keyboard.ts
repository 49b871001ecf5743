import { press } from '@/components/command';
import { barOf, cellsOf, focusedSummary, goTo, type Host, openGraph, takesKeys } from '@/lib/host';
import type { SummaryId } from '@/lib/model/ids';
import type { CommandName, KeyTable } from '@/lib/model/keys';

export interface KeyboardDeps {
  readonly document: Document;
  readonly host: () => Host;
  readonly keys: KeyTable;
  /** Does the summary wait for somebody of the sheriff's role? */
  readonly isMine: (id: SummaryId) => boolean;
  /** Says that there is nothing left on this page. */
  readonly nothingLeft: () => void;
  /** Shows the list of keys, or hides it. */
  readonly help: () => void;
  readonly signal: AbortSignal;
}

/**
 * The keys of the alerts page. Where one is: in the summary that has the focus, else in the one where a key was last used, else
 * in the first. What writes or spends goes through the very handler of its button, with the key's own trusted event.
 */
export function listenToKeys({
  document,
  host,
  keys,
  isMine,
  nothingLeft,
  help,
  signal,
}: KeyboardDeps): void {
  let last: SummaryId | null = null;

  function run(name: CommandName, event: Event): boolean {
    if (name === 'help') {
      help();
      return true;
    }
    const blocks = host().blocks();
    const id = focusedSummary(document) ?? last;
    const at = blocks.findIndex((b) => b.summaryId === id);
    const block = blocks[Math.max(0, at)];
    if (!block) return false;
    last = block.summaryId;

    const cells = cellsOf(block);
    const cellAt = cells.findIndex((c) => c.activeElement);
    const goToSummary = (to: (typeof blocks)[number] | undefined) => {
      if (!to) return false;
      last = to.summaryId;
      goTo(barOf(to)?.querySelector<HTMLElement>('.bar'));
      return true;
    };
    const goToCell = (n: number) => {
      goTo(cells[n]?.querySelector<HTMLElement>('.mark'));
      return cells[n] !== undefined;
    };
    switch (name) {
      case 'next summary':
        return goToSummary(blocks[at + 1]);
      case 'previous summary':
        return goToSummary(blocks[Math.max(0, at - 1)]);
      case 'next one': {
        // from here on to the end, then from the top
        const next = [...blocks.slice(at + 1), ...blocks.slice(0, Math.max(0, at))].find((b) =>
          isMine(b.summaryId),
        );
        if (!next) nothingLeft();
        return goToSummary(next);
      }
      case 'next alert':
        return goToCell(cellAt + 1);
      case 'previous alert':
        return goToCell(Math.max(0, cellAt - 1));
      case 'graph':
        return openGraph(window, cells[cellAt]);
      case 'mark':
        return press(cells[cellAt], name, event);
      default:
        return press(barOf(block), name, event);
    }
  }

  document.addEventListener(
    'keydown',
    (event) => {
      const { key, isTrusted, ctrlKey, altKey, metaKey, isComposing, repeat } = event;
      if (!isTrusted || ctrlKey || altKey || metaKey || isComposing) return;
      const name = keys.find((c) => c.key === key)?.name;
      // a key that is held down moves on, but presses nothing twice
      if (!name || (repeat && !/next|previous/.test(name)) || takesKeys(event)) return;
      if (run(name, event)) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    { capture: true, signal },
  );
}

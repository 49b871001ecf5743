import { press } from '@/components/command';
import { barOf, cellsOf, focusedSummary, goTo, type Host, lineOf, openGraph, takesKeys } from '@/lib/host';
import type { SummaryId } from '@/lib/model/ids';
import type { CommandName, KeyTable } from '@/lib/model/keys';

export interface KeyboardDeps {
  readonly document: Document;
  readonly host: () => Host;
  readonly keys: KeyTable;
  /** Does the summary wait for somebody of the sheriff's role? */
  readonly isMine: (id: SummaryId) => boolean;
  /** Nothing on this page waits but, maybe, where one is: opens another page, or says that there is nothing. */
  readonly leave: (onPage: ReadonlySet<SummaryId>) => void;
  /** Shows the list of keys, or hides it. */
  readonly help: () => void;
  readonly signal: AbortSignal;
}

/**
 * The keys of the alerts page. Where one is: in the summary that has the focus, else in the one where a key was last used, else
 * in the first. When that one has left the page (its alerts are hidden), one is before what stood behind it: keys go on from
 * there, "undo" is found in the line above, and nothing else is pressed, for it would be another summary's. A part that moves on by
 * a press or by itself gets the same `run`. What writes or spends goes through the very handler of its button, with the key's own
 * trusted event.
 */
export function listenToKeys({
  document,
  host,
  keys,
  isMine,
  leave,
  help,
  signal,
}: KeyboardDeps): (name: CommandName, event?: Event) => boolean {
  let last: SummaryId | null = null;
  let behind: SummaryId | undefined;

  function run(name: CommandName, event?: Event): boolean {
    if (name === 'help') {
      help();
      return true;
    }
    const blocks = host().blocks();
    const id = focusedSummary(document) ?? last;
    const indexOf = (wanted: SummaryId | null | undefined) => blocks.findIndex((b) => b.summaryId === wanted);
    const found = indexOf(id);
    const at = found < 0 ? Math.max(0, indexOf(behind)) - 1 : found;
    const block = blocks[id ? found : 0];
    const stay = (to: (typeof blocks)[number] | undefined) => {
      if (!to) return;
      last = to.summaryId;
      behind = blocks[blocks.indexOf(to) + 1]?.summaryId;
    };
    stay(block);

    const cells = cellsOf(block);
    const cellAt = cells.findIndex((c) => c.activeElement);
    const goToSummary = (to: (typeof blocks)[number] | undefined) => {
      if (!to) return false;
      stay(to);
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
        return goToSummary(blocks[Math.max(0, found < 0 ? at : at - 1)]);
      case 'next one': {
        // from here on to the end, then from the top
        const next = [...blocks.slice(at + 1), ...blocks.slice(0, at + 1)].find(
          (b) => b.summaryId !== id && isMine(b.summaryId),
        );
        // by itself (without an event) it stays on the page
        if (!next && event) leave(new Set(blocks.map((b) => b.summaryId)));
        return goToSummary(next) || event !== undefined;
      }
      case 'next alert':
        return goToCell(cellAt + 1);
      case 'previous alert':
        return goToCell(Math.max(0, cellAt - 1));
      case 'graph':
        return openGraph(window, cells[cellAt]);
      case 'mark':
        return event !== undefined && press(cells[cellAt], name, event);
      default:
        return event !== undefined && press(block ? barOf(block) : lineOf(document), name, event);
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
  return run;
}

import type { SummaryId } from '@/lib/model/ids';
import type { Block, BlockRow } from './anchors';
import { INSTANCE_ATTRIBUTE, type InstanceId, isNewer } from './instance';
import { keepEvents } from './keptEvents';
import { MountFactory, type MountKey, type MountPoint, OWN_NODES } from './mountPoint';
import { findOne } from './selectors';
import { Stillness } from './stillness';

export interface MountCallbacks {
  /** A new, empty shadow root stands at this place: render into it. */
  readonly onMount: (key: MountKey, shadow: ShadowRoot) => void;
  /** The place is gone, or about to go: render nothing there any more and let go of it. */
  readonly onUnmount: (key: MountKey, shadow: ShadowRoot) => void;
  /** A newer copy of Deputy works on this page. This one has taken its nodes away and must do nothing more. */
  readonly onSuperseded: () => void;
}

export interface MountsOptions extends MountCallbacks {
  readonly document: Document;
  readonly instance: InstanceId;
  /** Styles of all views, in every shadow root. */
  readonly css: string;
  /** Milliseconds on the page's steady clock (`performance.now`). */
  readonly now: () => number;
  /** Time that one `reconcile` may spend on new mounts with their first rendering before it begins another block, ms. */
  readonly budgetMs?: number;
}

/** Half a frame at 60 Hz; the page's own layout of the changed tables needs the other half and more. */
const BUDGET_MS = 8;
/** A table is laid out once for each frame in which it gets cells: it is only left half done when it is this slow. */
const HALF_DONE_BUDGETS = 3;

interface BlockMount {
  readonly form: HTMLElement;
  readonly bar: MountPoint;
  header: HTMLElement | null;
}

/**
 * Keeps our nodes in the page: one bar a block, one cell a row, one line above the list, one overlay. Calling `reconcile`
 * any number of times with the same page changes nothing. It never moves, wraps, classes or removes a node of the page; its
 * own nodes it puts back where they belong when React has inserted something in between.
 */
export class Mounts {
  readonly stillness: Stillness;
  readonly #options: MountsOptions;
  readonly #document: Document;
  readonly #factory: MountFactory;
  readonly #blocks = new Map<SummaryId, BlockMount>();
  /** By row: React keeps a row's element as long as it shows the same alert. */
  readonly #cells = new Map<HTMLElement, MountPoint>();
  readonly #cellIds = new Set<string>();
  readonly #dropped = new WeakSet<Node>();
  #line: MountPoint | null = null;
  #overlay: MountPoint | null = null;
  #panel: MountPoint | null = null;
  readonly #stopping = new AbortController();
  /** Whether a node of another copy, or one of ours that was let go of, may stand in the page. */
  #mayHaveStrangers = true;

  constructor(options: MountsOptions) {
    const { document, instance, css, now } = options;
    this.#options = options;
    this.#document = document;
    this.#factory = new MountFactory(document, instance, css);
    this.stillness = new Stillness(now, document.defaultView?.ResizeObserver);
    keepEvents(document, instance, this.#stopping.signal);
  }

  /**
   * Brings our nodes into agreement with what the page shows. All bars stand after the first call; new cells are made block by
   * block from the top of the page until the budget is spent, at least one a call; false when some may be missing and another call
   * is due in the next frame. What left the page is let go of at once.
   * @param graph the graphs page's drawings: the panel stands below them
   */
  reconcile(blocks: readonly Block[], graph: HTMLElement | null = null): boolean {
    if (this.#stopping.signal.aborted) return true;
    const withTable = blocks.filter((block) => block.table !== null);
    const rows = new Set<HTMLElement>();
    for (const block of withTable) for (const { row } of block.rows) rows.add(row);

    for (const [row, cell] of this.#cells) if (!rows.has(row)) this.#dropCell(row, cell);
    const forms = new Map(withTable.map((block) => [block.summaryId, block.form]));
    for (const [id, mount] of this.#blocks) if (forms.get(id) !== mount.form) this.#dropBlock(id, mount);

    if (!this.#clearStrangers()) return true;

    const { now, budgetMs = BUDGET_MS } = this.#options;
    const start = now();
    this.#placeOverlay();
    this.#placePanel(graph);
    this.#placeLine(blocks);
    // bars are few, and push the page down: all at once, so that it is pushed once
    for (const block of withTable) this.#placeBar(block);
    for (const block of withTable) {
      let made = false;
      for (const row of block.rows) {
        if (!this.#placeCell(block.summaryId, row)) continue;
        made = true;
        if (now() - start >= budgetMs * HALF_DONE_BUDGETS) return false;
      }
      if (made && now() - start >= budgetMs) return false;
    }
    return true;
  }

  /**
   * Of the changes of the page those that are not just our own insertions and removals. Takes note of nodes of other copies that
   * came with them, so that a look searches the page for such only when there may be some.
   */
  foreignOf(records: readonly MutationRecord[]): MutationRecord[] {
    const foreign = records.filter((record) => !this.#isOwnChange(record));
    this.#mayHaveStrangers ||= foreign.some(({ addedNodes }) => [...addedNodes].some(this.#bringsStranger));
    return foreign;
  }

  #isOwnChange({ addedNodes, removedNodes }: MutationRecord): boolean {
    for (const node of addedNodes) if (!this.#isKnown(node)) return false;
    // One of ours that somebody else took away has to be looked at.
    for (const node of removedNodes)
      if (!this.#dropped.has(node) && !(this.#isOwn(node) && node.isConnected)) return false;
    return true;
  }

  readonly #bringsStranger = (node: Node) =>
    node instanceof Element &&
    [node, ...node.querySelectorAll(OWN_NODES)].some((one) => one.matches(OWN_NODES) && !this.#isKnown(one));

  /** How many places are remembered; equal to what stands in the page, or something is kept for nothing. */
  size(): { readonly bars: number; readonly cells: number } {
    return { bars: this.#blocks.size, cells: this.#cells.size };
  }

  /** Takes everything of this copy out of the page, for good. */
  stop(): void {
    if (this.#stopping.signal.aborted) return;
    this.#stopping.abort();
    for (const [row, cell] of this.#cells) this.#dropCell(row, cell);
    for (const [id, block] of this.#blocks) this.#dropBlock(id, block);
    for (const point of [this.#line, this.#overlay, this.#panel]) if (point) this.#drop(point);
    this.#line = null;
    this.#overlay = null;
    this.#panel = null;
    this.stillness.stop();
  }

  /**
   * Removes what older copies left, and copies of our own nodes that we do not know. False: a newer copy is here, and this
   * one has stopped.
   */
  #clearStrangers(): boolean {
    // the search goes through the whole page, and mostly there is nobody. A newer copy has taken our overlay away, which stands
    // where no change is watched
    if (!this.#mayHaveStrangers && this.#overlay?.node.isConnected) return true;
    this.#mayHaveStrangers = false;
    const { instance } = this.#options;
    for (const node of this.#document.querySelectorAll(OWN_NODES)) {
      if (this.#isKnown(node)) continue;
      if (isNewer(node.getAttribute(INSTANCE_ATTRIBUTE) ?? '', instance)) {
        this.stop();
        this.#options.onSuperseded();
        return false;
      }
      this.#remove(node);
    }
    return true;
  }

  #placeBar(block: Block): void {
    const { summaryId, form, table, headerRow } = block;
    if (!table) return;
    let mount = this.#blocks.get(summaryId);
    const isNew = !mount;
    if (!mount) {
      mount = {
        form,
        bar: this.#factory.bar({ kind: 'bar', id: `bar ${summaryId}`, summaryId }),
        header: null,
      };
      this.#blocks.set(summaryId, mount);
    }
    const { bar } = mount;
    if (bar.node.nextSibling !== table) {
      table.before(bar.node);
      this.stillness.placed(summaryId, bar.node, form);
    }
    if (headerRow) {
      mount.header ??= this.#factory.columnHeader();
      putFirst(headerRow, mount.header);
    } else if (mount.header) {
      this.#remove(mount.header);
      mount.header = null;
    }
    if (isNew) this.#mounted(bar);
  }

  /** True when a new cell had to be made. */
  #placeCell(summaryId: SummaryId, { alertId, row }: BlockRow): boolean {
    const standing = this.#cells.get(row);
    if (
      standing?.key.kind === 'cell' &&
      standing.key.summaryId === summaryId &&
      standing.key.alertId === alertId
    ) {
      putFirst(row, standing.node);
      return false;
    }
    if (standing) this.#dropCell(row, standing);
    const id = this.#freeCellId(`cell ${summaryId} ${alertId}`);
    const cell = this.#factory.cell({ kind: 'cell', id, summaryId, alertId });
    this.#cells.set(row, cell);
    putFirst(row, cell.node);
    this.#mounted(cell);
    return true;
  }

  /** One alert can have two rows in a block: the second one's cell gets a name of its own. */
  #freeCellId(name: string): string {
    let id = name;
    for (let n = 2; this.#cellIds.has(id); n++) id = `${name} (${n})`;
    this.#cellIds.add(id);
    return id;
  }

  /** Above the first block, or above "No alerts to show"; without either it stays where it is. */
  #placeLine(blocks: readonly Block[]): void {
    const main = findOne('main', this.#document);
    const anchor = blocks[0]?.wrapper ?? (main && findOne('emptyList', main));
    if (anchor?.parentNode) {
      const line = this.#line ?? this.#factory.single('line');
      const isNew = line !== this.#line;
      this.#line = line;
      if (line.node.nextSibling !== anchor) anchor.before(line.node);
      if (isNew) this.#mounted(line);
    } else if (this.#line && !this.#line.node.isConnected) {
      this.#drop(this.#line);
      this.#line = null;
    }
  }

  #placeOverlay(): void {
    const { body } = this.#document;
    const overlay = this.#overlay ?? this.#factory.single('overlay');
    const isNew = overlay !== this.#overlay;
    this.#overlay = overlay;
    if (overlay.node.parentNode !== body) body.append(overlay.node);
    if (isNew) this.#mounted(overlay);
  }

  #placePanel(graph: HTMLElement | null): void {
    if (graph) {
      const panel = this.#panel ?? this.#factory.single('panel');
      const isNew = panel !== this.#panel;
      this.#panel = panel;
      if (panel.node.previousSibling !== graph) graph.after(panel.node);
      if (isNew) this.#mounted(panel);
    } else if (this.#panel) {
      this.#drop(this.#panel);
      this.#panel = null;
    }
  }

  #dropCell(row: HTMLElement, cell: MountPoint): void {
    this.#cells.delete(row);
    this.#cellIds.delete(cell.key.id);
    this.#drop(cell);
  }

  #dropBlock(id: SummaryId, mount: BlockMount): void {
    this.#blocks.delete(id);
    this.stillness.gone(id);
    if (mount.header) this.#remove(mount.header);
    this.#drop(mount.bar);
  }

  #drop(point: MountPoint): void {
    this.#tell(() => this.#options.onUnmount(point.key, point.shadow));
    this.#remove(point.node);
  }

  #mounted({ key, shadow }: MountPoint): void {
    this.#tell(() => this.#options.onMount(key, shadow));
  }

  /** A view that throws is reported, and takes nothing with it but itself. */
  #tell(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  #remove(node: Element): void {
    this.#dropped.add(node);
    node.remove();
  }

  /** Made by this copy; a clone of such a node was not. */
  #isOwn(node: Node): boolean {
    return this.#factory.made.has(node);
  }

  /** Made by this copy and not let go of. */
  #isKnown(node: Node): boolean {
    return this.#isOwn(node) && !this.#dropped.has(node);
  }
}

function putFirst(parent: HTMLElement, node: HTMLElement): void {
  if (parent.firstChild !== node) parent.insertBefore(node, parent.firstChild);
}

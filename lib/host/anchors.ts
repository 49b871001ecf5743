import { type AlertId, alertId, type SummaryId, summaryId } from '@/lib/model/ids';
import { findAll, findAround, findOne } from './selectors';

/** A row of a block's table, as it stands in the page now. */
export interface BlockRow {
  readonly alertId: AlertId;
  readonly row: HTMLElement;
}

/** One alert summary that the page shows, with the places where Deputy may stand. */
export interface Block {
  readonly summaryId: SummaryId;
  readonly form: HTMLElement;
  /** The summary's child of the list. It outlives the form when the filters leave no alert. */
  readonly wrapper: HTMLElement | null;
  /** Null in a block whose table is missing: it then gets neither bar nor cells. */
  readonly table: HTMLElement | null;
  readonly headerRow: HTMLElement | null;
  /**
   * Rows in the DOM: collapsed ones are not among them, and one alert may have two (a race of the page's own refetches
   * doubles related rows). The same alert may also stand in another block, as "reassigned from".
   */
  readonly rows: readonly BlockRow[];
}

/**
 * The summaries that are visible as blocks, in the order of the page. A block that crashed, or that the filters emptied,
 * has no title and is left out. Only reads, and reads nothing that needs a layout.
 *
 * @param known what was read before; rows are found again only in blocks that changed since
 */
export function visibleBlocks(root: ParentNode, known = new KnownRows()): Block[] {
  const blocks: Block[] = [];
  const forms = new Set<Element>();
  const ids = new Set<SummaryId>();
  for (const title of findAll('summaryTitle', root)) {
    const id = titleId(title);
    const form = findAround('block', title);
    // A second title in a form, or a second form of a summary, is not something to build upon: the first one counts.
    if (id === null || !form || forms.has(form) || ids.has(id)) continue;
    forms.add(form);
    ids.add(id);
    const table = findOne('table', form);
    blocks.push({
      summaryId: id,
      form,
      wrapper: form.parentElement?.parentElement ?? null,
      table,
      headerRow: table && findOne('headerRow', table),
      rows: table ? known.of(form, () => tableRows(table)) : [],
    });
  }
  return blocks;
}

/** The rows of each block as they were last read: a change in one block must not cost a search of all the others. */
export class KnownRows {
  readonly #rows = new WeakMap<Element, readonly BlockRow[]>();

  of(form: Element, read: () => readonly BlockRow[]): readonly BlockRow[] {
    const rows = this.#rows.get(form) ?? read();
    this.#rows.set(form, rows);
    return rows;
  }

  /** Nodes came into these blocks, or left them. */
  changed(records: readonly MutationRecord[]): void {
    for (const { target } of records) {
      const form = target instanceof Element && findAround('block', target);
      if (form) this.#rows.delete(form);
    }
  }
}

/**
 * The graphs page as a block: the bar of the chosen point's summary stands below the drawings, above what the page has there.
 * Null while the page has no drawings.
 */
export function graphBlock(graph: HTMLElement | null, id: SummaryId): Block | null {
  const form = graph?.parentElement;
  let below = graph?.nextElementSibling ?? null;
  while (below?.localName.startsWith('deputy-')) below = below.nextElementSibling;
  if (!graph || !form || !(below instanceof HTMLElement)) return null;
  return { summaryId: id, form, wrapper: graph, table: below, headerRow: null, rows: [] };
}

/** The summary whose block holds this node. */
export function summaryAround(node: Element): SummaryId | null {
  const form = findAround('block', node);
  const title = form && findOne('summaryTitle', form);
  return title ? titleId(title) : null;
}

function tableRows(table: HTMLElement): BlockRow[] {
  return findAll('alertRow', table).flatMap((row) => {
    // `dataset` would make an object for each of hundreds of rows
    const id = whole(row.getAttribute('data-testid'));
    return id === null ? [] : [{ alertId: alertId(id), row }];
  });
}

function titleId(title: HTMLElement): SummaryId | null {
  const id = whole(/^alert summary (\S+) title$/.exec(title.getAttribute('data-testid') ?? '')?.[1]);
  return id === null ? null : summaryId(id);
}

const whole = (text: string | null | undefined) =>
  text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;

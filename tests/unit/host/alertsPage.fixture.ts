/**
 * Perfherder's alerts page as elements, after facts/perfherder-ui.md 2.1 to 2.4, with the moves that React makes on it:
 * rows are kept by alert id and moved, never re-created, unless they left; a block without rows loses its form and keeps
 * its wrapper; new nodes go in before the next node that React knows.
 */
export interface FixtureSummary {
  readonly id: number;
  readonly alerts: readonly number[];
  readonly notes?: string;
  /** Error boundary instead of the form. */
  readonly crashed?: boolean;
}

export class AlertsPage {
  readonly root: HTMLElement;
  readonly list: HTMLElement;
  readonly #wrappers = new Map<number, HTMLElement>();
  readonly #rows = new Map<string, HTMLElement>();

  constructor(summaries: readonly FixtureSummary[] = []) {
    document.body.replaceChildren();
    this.root = element('div', { id: 'root' });
    const nav = element('nav', { class: 'top-navbar navbar fixed-top' });
    nav.append(element('button', { id: 'th-logo' }, 'Perfherder'));
    const main = element('main', { id: 'perf-main' });
    this.list = element('div', { class: 'pt-5 max-width-default container-fluid' });
    const filters = element('div', { class: 'my-3 px-0 container-fluid' });
    filters.append(element('input', { 'aria-label': 'filter text' }));
    this.list.append(filters);
    main.append(this.list);
    this.root.append(nav, main);
    document.body.append(this.root);
    this.show(summaries);
  }

  /** Renders the list as React would, from whatever was there before. */
  show(summaries: readonly FixtureSummary[]): void {
    for (const [id, wrapper] of this.#wrappers)
      if (!summaries.some((s) => s.id === id)) {
        wrapper.remove();
        this.#wrappers.delete(id);
        this.#forgetRows(id);
      }
    this.list.querySelector('p.lead')?.remove();
    let next: Node | null = null;
    for (const summary of [...summaries].reverse()) {
      const wrapper = this.#wrapper(summary.id);
      if (!wrapper.isConnected || nextManaged(wrapper) !== next) this.list.insertBefore(wrapper, next);
      next = wrapper;
      this.#fill(wrapper, summary);
    }
    if (summaries.length === 0)
      this.list.append(element('p', { class: 'lead text-center' }, 'No alerts to show'));
  }

  form(id: number): HTMLElement {
    const form = this.#wrapper(id).querySelector('form');
    if (!form) throw new Error(`summary ${id} has no form`);
    return form;
  }

  table(id: number): HTMLElement {
    const table = this.form(id).querySelector('table');
    if (!table) throw new Error(`summary ${id} has no table`);
    return table;
  }

  rows(id: number): HTMLElement[] {
    return [...this.table(id).querySelectorAll<HTMLElement>('tr[aria-label="Alert table row"]')];
  }

  /** React forgot the form: filters left nothing, then everything again. */
  recreateForm(summary: FixtureSummary): void {
    this.form(summary.id).remove();
    this.#forgetRows(summary.id);
    this.#fill(this.#wrapper(summary.id), summary);
  }

  #wrapper(id: number): HTMLElement {
    let wrapper = this.#wrappers.get(id);
    if (!wrapper) {
      wrapper = element('div');
      wrapper.append(element('div', { class: 'px-0 max-width-default container-fluid' }));
      this.#wrappers.set(id, wrapper);
    }
    return wrapper;
  }

  #fill(wrapper: HTMLElement, summary: FixtureSummary): void {
    const container = wrapper.firstElementChild;
    if (!container) return;
    if (summary.crashed || summary.alerts.length === 0) {
      this.#forgetRows(summary.id);
      container.replaceChildren(
        ...(summary.crashed
          ? [element('span', { class: 'text-danger py-4 d-block text-center' }, 'Something went wrong')]
          : []),
      );
      return;
    }
    if (!container.querySelector('form')) container.replaceChildren(newForm(summary));
    const body = container.querySelector('tbody');
    const wanted = new Map<string, number>();
    const seen = new Map<number, number>();
    for (const alert of summary.alerts) {
      const nth = (seen.get(alert) ?? 0) + 1;
      seen.set(alert, nth);
      wanted.set(`${summary.id}/${alert}/${nth}`, alert);
    }
    for (const [key, row] of this.#rows)
      if (key.startsWith(`${summary.id}/`) && !wanted.has(key)) {
        row.remove();
        this.#rows.delete(key);
      }
    // As React does without a managed sibling behind: appended in order, whatever foreign nodes are there.
    for (const [key, alert] of wanted) {
      const row = this.#rows.get(key) ?? newRow(alert);
      this.#rows.set(key, row);
      body?.append(row);
    }
  }

  #forgetRows(id: number): void {
    for (const key of this.#rows.keys()) if (key.startsWith(`${id}/`)) this.#rows.delete(key);
  }
}

/** The page's notes editor, as a dialog on the body. */
export function openNotesEditor(text: string): { form: HTMLFormElement; textarea: HTMLTextAreaElement } {
  const modal = element('div', { class: 'modal show', role: 'dialog' });
  const form = element('form') as HTMLFormElement;
  const textarea = element('textarea', {
    id: 'editableNotes',
    name: 'editableNotes',
  }) as HTMLTextAreaElement;
  textarea.value = text;
  form.append(textarea, element('button', { type: 'submit' }, 'Save'));
  modal.append(form);
  document.body.append(modal);
  return { form, textarea };
}

function newForm({ id, notes }: FixtureSummary): HTMLElement {
  const form = element('form');
  const header = element('div', { class: 'bg-lightgray border container-fluid' });
  const left = element('div', { class: 'text-left alert-summary-header-element col-10' });
  left.append(
    element('input', { type: 'checkbox', 'data-testid': `alert summary ${id} checkbox` }),
    element(
      'a',
      {
        id: `alert summary ${id} title`,
        'data-testid': `alert summary ${id} title`,
        href: `/perfherder/alerts?id=${id}&hideDwnToInv=0`,
      },
      `Alert #${id} - autoland - something`,
    ),
    element('a', { id: `duplicated alert summary ${id + 7} ` }, `Alert #${id + 7}`),
  );
  const status = element('span', { class: 'status-drop-down-container dropdown' });
  status.append(element('button', { class: 'btn-xs dropdown-toggle', type: 'button' }, 'untriaged'));
  header.append(left, status);

  const table = element('table', { class: 'compare-table mb-0 table' });
  const body = element('tbody');
  const titles = element('tr', { class: 'border subtest-header' });
  for (const title of ['Select alerts', 'Star alert or open graph', 'Test', 'Platform'])
    titles.append(element('th', { 'aria-label': title }));
  body.append(titles);
  table.append(body);
  form.append(
    header,
    table,
    notes ? element('div', { class: 'border mb-4 sticky-footer' }, notes) : element('br'),
  );
  return form;
}

function newRow(alert: number): HTMLElement {
  const row = element('tr', {
    class: 'align-middle border',
    'aria-label': 'Alert table row',
    'data-testid': `${alert}`,
  });
  const checkbox = element('td', { class: 'table-width-xs px-1' });
  checkbox.append(element('input', { type: 'checkbox', 'data-testid': `alert ${alert} checkbox` }));
  row.append(checkbox);
  const graph = element('td');
  graph.append(element('a', { 'aria-label': 'graph-link', href: '#' }));
  row.append(graph);
  for (let cell = 2; cell < 8; cell++) row.append(element('td'));
  return row;
}

function nextManaged(node: Element): Node | null {
  let next = node.nextElementSibling;
  while (next?.hasAttribute('data-deputy')) next = next.nextElementSibling;
  return next;
}

function element(name: string, attributes: Record<string, string> = {}, text = ''): HTMLElement {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text) node.textContent = text;
  return node;
}

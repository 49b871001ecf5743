/** A pattern for a name or text: an exact string (white space squashed) or a regular expression taken apart for the journey. */
export type Pattern = { exact: string } | { source: string; flags: string };

/** One step of a search; each step searches inside what the step before found. */
export interface Step {
  role?: string;
  css?: string;
  name?: Pattern;
  text?: Pattern;
  /** Takes the nth match only, counted from 0. */
  nth?: number;
}

/** An element to be pressed: its place, or why it cannot be pressed yet. */
export type Pressable = { box: string; x: number; y: number } | { problem: string };

/**
 * Finds elements by role and accessible name through open shadow roots. Runs inside the page: its source is sent there, so it
 * refers to nothing outside itself. Both browsers use it, because the accessibility search of WebDriver BiDi stops at shadow roots.
 * Roles and names follow HTML-AAM and accname 1.2 as far as Deputy and Perfherder need them (no CSS-generated content).
 */
export function pageQuery() {
  const squash = (text: string) => text.replace(/\s+/g, ' ').trim();

  const matches = (pattern: Pattern, value: string) =>
    'exact' in pattern
      ? squash(value) === squash(pattern.exact)
      : new RegExp(pattern.source, pattern.flags).test(value);

  const flatParent = (element: Element): Element | null => {
    const root = element.getRootNode();
    return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  };

  const flatChildren = (element: Element): Node[] => {
    if (element instanceof HTMLSlotElement) {
      const assigned = element.assignedNodes();
      return assigned.length > 0 ? assigned : [...element.childNodes];
    }
    return [...(element.shadowRoot ?? element).childNodes];
  };

  const isRendered = (element: Element): boolean => {
    if (element instanceof HTMLOptionElement) {
      const select = element.closest('select');
      return select === null || isRendered(select);
    }
    if (getComputedStyle(element).display === 'contents') {
      const parent = flatParent(element);
      return parent === null || isRendered(parent);
    }
    return element.checkVisibility({ visibilityProperty: true });
  };

  const isExposed = (element: Element): boolean => {
    if (!isRendered(element)) return false;
    for (let at: Element | null = element; at !== null; at = flatParent(at)) {
      if (at.getAttribute('aria-hidden') === 'true' || at.hasAttribute('inert')) return false;
    }
    return true;
  };

  const inputRoles: Record<string, string> = {
    button: 'button',
    submit: 'button',
    reset: 'button',
    image: 'button',
    checkbox: 'checkbox',
    radio: 'radio',
    range: 'slider',
    number: 'spinbutton',
    search: 'searchbox',
    text: 'textbox',
    email: 'textbox',
    tel: 'textbox',
    url: 'textbox',
  };

  const tagRoles: Record<string, string> = {
    article: 'article',
    aside: 'complementary',
    button: 'button',
    dialog: 'dialog',
    fieldset: 'group',
    details: 'group',
    footer: 'contentinfo',
    h1: 'heading',
    h2: 'heading',
    h3: 'heading',
    h4: 'heading',
    h5: 'heading',
    h6: 'heading',
    header: 'banner',
    hr: 'separator',
    li: 'listitem',
    main: 'main',
    meter: 'meter',
    nav: 'navigation',
    ol: 'list',
    option: 'option',
    output: 'status',
    p: 'paragraph',
    progress: 'progressbar',
    table: 'table',
    tbody: 'rowgroup',
    td: 'cell',
    textarea: 'textbox',
    tfoot: 'rowgroup',
    thead: 'rowgroup',
    tr: 'row',
    ul: 'list',
  };

  const roleOf = (element: Element): string => {
    const explicit = element.getAttribute('role')?.trim().split(/\s+/)[0];
    if (explicit) return explicit;
    const tag = element.localName;
    if (tag === 'a' || tag === 'area') return element.hasAttribute('href') ? 'link' : '';
    if (tag === 'img') return element.getAttribute('alt') === '' ? 'presentation' : 'img';
    if (tag === 'input') return inputRoles[(element as HTMLInputElement).type] ?? '';
    if (tag === 'select') {
      const select = element as HTMLSelectElement;
      return select.multiple || select.size > 1 ? 'listbox' : 'combobox';
    }
    if (tag === 'th') {
      const scope = element.getAttribute('scope');
      return scope === 'row' || scope === 'rowgroup' ? 'rowheader' : 'columnheader';
    }
    if (tag === 'section' || tag === 'form') {
      const named = ['aria-label', 'aria-labelledby', 'title'].some((name) => element.hasAttribute(name));
      return named ? (tag === 'form' ? 'form' : 'region') : '';
    }
    return tagRoles[tag] ?? '';
  };

  const namedByContent = new Set(
    'button link heading cell gridcell columnheader rowheader row checkbox radio switch menuitem menuitemcheckbox menuitemradio option tab treeitem tooltip'.split(
      ' ',
    ),
  );

  /**
   * The text of a subtree as it is seen; `forName` also speaks labels and alternatives instead of the parts
   * that have them, and leaves out the control that is being named. */
  const content = (node: Node, forName: boolean, named?: Element): string => {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element) || node === named) return '';
    if (!isRendered(node) || (forName && node.getAttribute('aria-hidden') === 'true')) return '';
    if (forName) {
      const label = node.getAttribute('aria-label') ?? node.getAttribute('alt');
      if (label?.trim()) return label;
      if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) return node.value;
      if (node instanceof HTMLSelectElement) return node.selectedOptions[0]?.text ?? '';
    }
    if (/^(?:style|script|template)$/.test(node.localName)) return '';
    if (node.localName === 'br') return ' ';
    const inner = flatChildren(node)
      .map((child) => content(child, forName, named))
      .join('');
    return /^inline$|^contents$/.test(getComputedStyle(node).display) ? inner : ` ${inner} `;
  };

  const labelText = (label: Element, named: Element) =>
    label.getAttribute('aria-label') ?? (isRendered(label) ? content(label, true, named) : label.textContent);

  const nameOf = (element: Element): string => {
    const root = element.getRootNode() as Document | ShadowRoot;
    const labelledBy = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
    const labels = labelledBy.map((id) => root.getElementById(id)).filter((label) => label !== null);
    const text = (label: Element) => labelText(label, element) ?? '';
    if (labels.length > 0) return squash(labels.map(text).join(' '));
    const own = element.getAttribute('aria-label');
    if (own?.trim()) return squash(own);
    const control = element as HTMLInputElement;
    if (control.labels && control.labels.length > 0) return squash([...control.labels].map(text).join(' '));
    if (element instanceof HTMLInputElement && /^(?:button|submit|reset)$/.test(element.type))
      return squash(element.value || element.type);
    const alt = element.getAttribute('alt');
    if (alt) return squash(alt);
    const caption = element.querySelector(':scope > caption, :scope > legend');
    if (caption !== null) return squash(text(caption));
    if (namedByContent.has(roleOf(element))) {
      const inner = squash(
        flatChildren(element)
          .map((child) => content(child, true))
          .join(''),
      );
      if (inner !== '') return inner;
    }
    return squash(element.getAttribute('title') ?? element.getAttribute('placeholder') ?? '');
  };

  const textOf = (element: Element) => squash(content(element, false));

  /** Elements that may have a shadow root: Deputy's own. */
  const HOSTS = 'deputy-bar, deputy-cell, deputy-line, deputy-panel, deputy-overlay';

  /** In the order of the page, what an element shows in a shadow root before its own children. */
  const addBelow = (root: Element | Document | ShadowRoot, css: string, all: Element[]): void => {
    if (root instanceof Element && root.shadowRoot !== null) addBelow(root.shadowRoot, css, all);
    const hosts = css === '*' ? '*' : `${css}, ${HOSTS}`;
    for (const element of root.querySelectorAll(hosts)) {
      if (css === '*' || element.matches(css)) all.push(element);
      if (element.shadowRoot !== null) addBelow(element.shadowRoot, css, all);
    }
  };

  const takes = (element: Element, step: Step): boolean => {
    if (step.role !== undefined && (roleOf(element) !== step.role || !isExposed(element))) return false;
    if (step.name !== undefined && !matches(step.name, nameOf(element))) return false;
    return step.text === undefined || matches(step.text, textOf(element));
  };

  const find = (path: readonly Step[]): Element[] => {
    let scopes: (Element | Document)[] = [document];
    for (const step of path) {
      const found = new Set<Element>();
      for (const scope of scopes) {
        const below: Element[] = [];
        addBelow(scope, step.css ?? '*', below);
        for (const element of below) if (takes(element, step)) found.add(element);
      }
      const all = [...found];
      scopes = step.nth === undefined ? all : all.slice(step.nth, step.nth + 1);
    }
    return scopes.filter((scope) => scope instanceof Element);
  };

  /** Names of what has the last step's role in the same place: the nearest misses, for failure messages. */
  const nearMisses = (path: readonly Step[]): string[] => {
    const last = path.at(-1);
    if (last?.role === undefined) return [];
    const misses = find([...path.slice(0, -1), { role: last.role }]);
    return misses.map((element) => nameOf(element) || textOf(element).slice(0, 60));
  };

  const isEnabled = (element: Element) =>
    !element.matches(':disabled') && element.getAttribute('aria-disabled') !== 'true';

  const deepestAt = (x: number, y: number): Element | null => {
    let hit = document.elementFromPoint(x, y);
    while (hit?.shadowRoot) {
      const deeper = hit.shadowRoot.elementFromPoint(x, y);
      if (deeper === null || deeper === hit) break;
      hit = deeper;
    }
    return hit;
  };

  const contains = (outer: Element, inner: Element | null) => {
    for (let at = inner; at !== null; at = flatParent(at)) if (at === outer) return true;
    return false;
  };

  const describe = (node: unknown) =>
    node instanceof Element ? `<${node.localName}> "${textOf(node).slice(0, 40)}"` : 'something else';

  /** Brings an element into view and finds the point at its middle where a mouse would meet it. */
  const pressable = (element: Element): Pressable => {
    if (!isEnabled(element)) return { problem: 'it is disabled' };
    const middle = () => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2, width, height };
    };
    let at = middle();
    if (at.width === 0 || at.height === 0) return { problem: 'it has no size' };
    if (!contains(element, deepestAt(at.x, at.y))) {
      element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
      at = middle();
    }
    const hit = deepestAt(at.x, at.y);
    if (!contains(element, hit)) return { problem: `${describe(hit)} lies over it` };
    return { box: [at.x, at.y, at.width, at.height].map(Math.round).join(), x: at.x, y: at.y };
  };

  return { find, nameOf, roleOf, textOf, nearMisses, isEnabled, isExposed, isRendered, pressable, describe };
}

export type PageQuery = ReturnType<typeof pageQuery>;

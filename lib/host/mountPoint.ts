import type { AlertId, SummaryId } from '@/lib/model/ids';
import { say } from '@/lib/model/say';
import { INSTANCE_ATTRIBUTE, type InstanceId } from './instance';

/** A place on the page where a view of ours stands. `id` is unique among the mounts that stand at one time. */
export type MountKey =
  | { readonly kind: 'bar'; readonly id: string; readonly summaryId: SummaryId }
  | { readonly kind: 'cell'; readonly id: string; readonly summaryId: SummaryId; readonly alertId: AlertId }
  | { readonly kind: 'line'; readonly id: string }
  | { readonly kind: 'panel'; readonly id: string }
  | { readonly kind: 'overlay'; readonly id: string };

export interface MountPoint {
  readonly key: MountKey;
  /** What is inserted into the page: the element with the shadow root, or the table cell around it. */
  readonly node: HTMLElement;
  readonly shadow: ShadowRoot;
}

/** Every element that Deputy puts into the page, by whatever copy. Names first, which makes the search ten times faster. */
export const OWN_NODES = `:is(deputy-bar,deputy-line,deputy-panel,deputy-overlay,td,th)[${INSTANCE_ATTRIBUTE}]`;

const HOST_CSS = ':host{display:block}';

/** Makes the elements of mount points; knows nothing of where they go. */
export class MountFactory {
  /** Everything that was made for the page. */
  readonly made = new WeakSet<Node>();
  readonly #document: Document;
  readonly #instance: InstanceId;
  readonly #css: string;
  readonly #sheet: CSSStyleSheet | null;
  /** Cells are many: each is a copy of this one. */
  readonly #cell: HTMLElement;

  constructor(document: Document, instance: InstanceId, css: string) {
    this.#document = document;
    this.#instance = instance;
    this.#css = `${HOST_CSS}\n${css}`;
    this.#sheet = constructedSheet(document, this.#css);
    this.#cell = this.#own(document.createElement('td'));
    // As narrow as its content: the page's wide tables reach the window's edge already, and pad with 8 px.
    this.#cell.style.cssText = 'width:1px;padding:4px 2px';
  }

  bar(key: MountKey & { kind: 'bar' }): MountPoint {
    const host = this.#own(this.#document.createElement('deputy-bar'));
    host.dataset.summary = `${key.summaryId}`;
    return { key, node: host, shadow: this.#shadow(host) };
  }

  cell(key: MountKey & { kind: 'cell' }): MountPoint {
    const cell = this.#cell.cloneNode() as HTMLElement;
    this.made.add(cell);
    cell.setAttribute('data-alert', `${key.alertId}`);
    const host = this.#document.createElement('deputy-cell');
    const shadow = this.#shadow(host);
    cell.append(host);
    return { key, node: cell, shadow };
  }

  /** A place of which there is one on a page. */
  single(kind: 'line' | 'panel' | 'overlay'): MountPoint {
    const host = this.#own(this.#document.createElement(`deputy-${kind}`));
    return { key: { kind, id: kind }, node: host, shadow: this.#shadow(host) };
  }

  /** The column title over the cells: without it the page's own titles would stand one column off. */
  columnHeader(): HTMLElement {
    const header = this.#own(this.#document.createElement('th'));
    header.scope = 'col';
    // The star of the bars above: the word would make the column twice as wide as its cells.
    // The second colour is dropped where the browser does not know it yet (Chromium before 123).
    header.style.cssText =
      'width:1px;padding:4px 2px;text-align:center;color:#0b5ed7;color:light-dark(#0b5ed7,#6ea8fe)';
    header.className = 'align-middle'; // as the page's own titles
    header.textContent = '★';
    header.setAttribute('aria-label', 'Deputy');
    header.title = say('column');
    return header;
  }

  #own<E extends HTMLElement>(element: E): E {
    element.setAttribute(INSTANCE_ATTRIBUTE, this.#instance);
    this.made.add(element);
    return element;
  }

  #shadow(host: HTMLElement): ShadowRoot {
    const shadow = host.attachShadow({ mode: 'open' });
    if (this.#sheet) {
      shadow.adoptedStyleSheets = [this.#sheet];
    } else {
      const style = this.#document.createElement('style');
      style.textContent = this.#css;
      shadow.append(style);
    }
    return shadow;
  }
}

/** One sheet for all mounts; null where the browser, or its content-script world, cannot make or adopt one. */
function constructedSheet(document: Document, css: string): CSSStyleSheet | null {
  const Sheet = document.defaultView?.CSSStyleSheet;
  if (!Sheet) return null;
  try {
    const sheet = new Sheet();
    sheet.replaceSync(css);
    const trial = document.createElement('div').attachShadow({ mode: 'open' });
    if (!('adoptedStyleSheets' in trial)) return null;
    trial.adoptedStyleSheets = [sheet];
    return trial.adoptedStyleSheets.length === 1 ? sheet : null;
  } catch {
    return null;
  }
}

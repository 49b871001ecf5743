/** What the watching script tells of one load; milliseconds since the navigation began. */
export interface Sightings {
  /** First and last row of the page's tables that came into the document. */
  readonly firstRow: number;
  readonly lastRow: number;
  readonly rows: number;
  /** First and last of Deputy's bars that came into the document; 0 without Deputy. */
  readonly firstBar: number;
  readonly lastBar: number;
  readonly bars: number;
  /** When the last of the bars in view had something to press. */
  readonly drawn: number;
}

/**
 * Watches the document from its first moment, with and without Deputy alike. Runs in the page, before anything else; must not
 * refer to anything outside.
 */
export function watchDocument(): void {
  const seen = { firstRow: 0, lastRow: 0, rows: 0, firstBar: 0, lastBar: 0, bars: 0, drawn: 0 };
  (globalThis as unknown as { sightings: typeof seen }).sightings = seen;
  const counted = new WeakSet<Node>();
  const found = (node: Element, now: number) => {
    if (counted.has(node)) return;
    counted.add(node);
    if (node.localName === 'deputy-bar') {
      seen.firstBar ||= now;
      seen.lastBar = now;
      seen.bars += 1;
    } else {
      seen.firstRow ||= now;
      seen.lastRow = now;
      seen.rows += 1;
    }
  };
  const WANTED = 'tr[aria-label="Alert table row"], deputy-bar';
  new MutationObserver((records) => {
    const now = performance.now();
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (node.matches(WANTED)) found(node, now);
        for (const inner of node.querySelectorAll(WANTED)) found(inner, now);
      }
    }
  }).observe(document, { childList: true, subtree: true });
  const look = () => {
    const inView = [...document.querySelectorAll('deputy-bar')].filter(
      (bar) => bar.getBoundingClientRect().top < innerHeight,
    );
    const isDrawn = (bar: Element) => bar.shadowRoot?.querySelector('button') != null;
    if (seen.bars > 0 && inView.length > 0 && inView.every(isDrawn)) seen.drawn = performance.now();
    else setTimeout(look, 50);
  };
  setTimeout(look, 50);
}

// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { KnownRows, summaryAround, visibleBlocks } from '@/lib/host/anchors';
import { checkSelectors } from '@/lib/host/selectorHealth';
import type { SelectorName } from '@/lib/host/selectors';
import { AlertsPage, openNotesEditor } from './alertsPage.fixture';

const seen = (root: ParentNode) =>
  visibleBlocks(root).map((b) => [b.summaryId, b.rows.map((r) => r.alertId)]);

describe('what the page shows', () => {
  it('lists each summary with its rows in page order', () => {
    const page = new AlertsPage([
      { id: 501, alerts: [11, 12] },
      { id: 502, alerts: [21] },
    ]);
    expect(seen(page.root)).toEqual([
      [501, [11, 12]],
      [502, [21]],
    ]);
  });

  it('leaves out crashed and emptied blocks', () => {
    const page = new AlertsPage([
      { id: 501, alerts: [11], crashed: true },
      { id: 502, alerts: [] },
      { id: 503, alerts: [31] },
    ]);
    expect(seen(page.root)).toEqual([[503, [31]]]);
  });

  it('keeps an alert apart that stands in two blocks, or twice in one', () => {
    const page = new AlertsPage([
      { id: 501, alerts: [11, 12, 12] },
      { id: 502, alerts: [11] },
    ]);
    const [first, second] = visibleBlocks(page.root);
    expect(first?.rows.map((r) => r.alertId)).toEqual([11, 12, 12]);
    expect(new Set(first?.rows.map((r) => r.row)).size).toBe(3);
    expect(second?.rows[0]?.row).not.toBe(first?.rows[0]?.row);
  });

  it('takes no row for an alert that has no alert id: show more, downstream line', () => {
    const page = new AlertsPage([{ id: 501, alerts: [11] }]);
    const body = page.table(501).querySelector('tbody');
    body?.insertAdjacentHTML('beforeend', '<tr role="button" data-testid="show-more-alerts"><td></td></tr>');
    body?.insertAdjacentHTML('beforeend', '<tr><td colspan="9">Downstream alert summaries: </td></tr>');
    expect(seen(page.root)).toEqual([[501, [11]]]);
  });

  it('takes the first of two titles in a block, and the first of two blocks of a summary', () => {
    const page = new AlertsPage([
      { id: 501, alerts: [11] },
      { id: 502, alerts: [21] },
    ]);
    const title = (id: number) => page.form(id).querySelector('[data-testid$=" title"]') as HTMLElement;
    title(501).insertAdjacentHTML('afterend', '<a data-testid="alert summary 777 title"></a>');
    title(502).dataset.testid = 'alert summary 501 title';
    expect(seen(page.root)).toEqual([[501, [11]]]);
  });

  it('still shows a block whose table is missing, without rows', () => {
    const page = new AlertsPage([{ id: 501, alerts: [11] }]);
    page.table(501).remove();
    expect(visibleBlocks(page.root)).toMatchObject([{ summaryId: 501, table: null, rows: [] }]);
  });

  it('finds rows again only where nodes came or went, also when a whole block came', () => {
    const page = new AlertsPage([
      { id: 501, alerts: [11, 12] },
      { id: 502, alerts: [21, 22] },
    ]);
    const observer = new MutationObserver(() => {});
    observer.observe(page.root, { childList: true, subtree: true });
    const known = new KnownRows();
    const look = () => {
      known.changed(observer.takeRecords());
      return visibleBlocks(page.root, known).map(({ rows }) => rows);
    };
    const first = look();
    page.rows(502)[0]?.remove();
    const second = look();
    expect(second.map((rows) => rows.map((r) => r.alertId))).toEqual([[11, 12], [22]]);
    expect(second[0]).toBe(first[0]);
    page.show([
      { id: 503, alerts: [31] },
      { id: 502, alerts: [22] },
    ]);
    expect(look().map((rows) => rows.map((r) => r.alertId))).toEqual([[31], [22]]);
  });

  it('knows the summary around a node', () => {
    const page = new AlertsPage([{ id: 501, alerts: [11] }]);
    expect(summaryAround(page.rows(501)[0] as Element)).toBe(501);
    expect(summaryAround(page.list)).toBeNull();
  });
});

describe('health of the selectors', () => {
  const sick = (root: ParentNode) =>
    checkSelectors(root)
      .filter((s) => !s.healthy)
      .map((s) => s.name);

  it('is good on the page as it is, empty or with a dialog open', () => {
    const full = new AlertsPage([
      { id: 501, alerts: [11, 12] },
      { id: 502, alerts: [21], notes: 'noisy' },
      { id: 503, alerts: [31], crashed: true },
    ]);
    expect(sick(document)).toEqual([]);
    openNotesEditor('noisy');
    expect(sick(document)).toEqual([]);
    full.show([]);
    expect(sick(document)).toEqual([]);
  });

  const broken: [string, (page: AlertsPage) => void, SelectorName[]][] = [
    [
      'title links lost their test id',
      (page) => {
        for (const a of page.list.querySelectorAll('a')) a.removeAttribute('data-testid');
      },
      ['summaryTitle'],
    ],
    ['rows lost their label', (p) => p.rows(501).map((r) => r.removeAttribute('aria-label')), ['alertRow']],
    [
      'a table moved into a wrapper',
      (page) => {
        const box = document.createElement('div');
        page.table(501).replaceWith(box);
      },
      ['table', 'headerRow', 'alertRow', 'rowBox', 'graphLink'],
    ],
    [
      'the header row lost its class',
      (page) => {
        page.table(502).querySelector('tr')?.removeAttribute('class');
      },
      ['headerRow'],
    ],
    [
      'blocks are no forms any more',
      (page) => {
        for (const id of [501, 502]) page.form(id).replaceWith(...page.form(id).childNodes);
      },
      ['block'],
    ],
    [
      'main was renamed',
      (page) => {
        page.root.querySelector('main')?.removeAttribute('id');
      },
      ['main'],
    ],
  ];
  it.each(broken)('says what is lost when %s', (_, breakIt, expected) => {
    const page = new AlertsPage([
      { id: 501, alerts: [11, 12] },
      { id: 502, alerts: [21] },
    ]);
    breakIt(page);
    expect(sick(document)).toEqual(expected);
    for (const entry of checkSelectors(document)) expect(entry.feature).not.toBe('');
  });
});

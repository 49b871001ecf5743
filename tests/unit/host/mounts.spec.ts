// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { KnownRows, visibleBlocks } from '@/lib/host/anchors';
import { isNewer, newInstanceId } from '@/lib/host/instance';
import type { MountKey } from '@/lib/host/mountPoint';
import { Mounts } from '@/lib/host/mounts';
import { summaryId } from '@/lib/model/ids';
import { AlertsPage, type FixtureSummary } from './alertsPage.fixture';

const two: FixtureSummary[] = [
  { id: 501, alerts: [11, 12, 13] },
  { id: 502, alerts: [21, 22], notes: 'noisy' },
];

function settle(page: AlertsPage, startedAt = 1000) {
  let time = 0;
  const mounted = new Map<string, ShadowRoot>();
  const onMount = vi.fn((key: MountKey, shadow: ShadowRoot) => {
    expect(mounted.has(key.id)).toBe(false);
    mounted.set(key.id, shadow);
  });
  const onUnmount = vi.fn((key: MountKey) => {
    expect(mounted.delete(key.id)).toBe(true);
  });
  const onSuperseded = vi.fn();
  const instance = newInstanceId(startedAt, 0.5);
  const mounts = new Mounts({
    document,
    instance,
    css: '.line { color: #333 }',
    now: () => time,
    onMount,
    onUnmount,
    onSuperseded,
  });
  const observer = new MutationObserver(() => {});
  observer.observe(page.root, { childList: true, subtree: true });
  const known = new KnownRows();
  const look = () => {
    known.changed(mounts.foreignOf(observer.takeRecords()));
    return mounts.reconcile(visibleBlocks(page.root, known));
  };
  look();
  return {
    mounts,
    ownNodes: () => document.querySelectorAll(`[data-deputy="${instance}"]`).length,
    look,
    mounted,
    onMount,
    onUnmount,
    onSuperseded,
    passes: (ms: number) => {
      time += ms;
    },
  };
}

/** What must hold after every look: our nodes are where they belong, once each, and nothing else is remembered. */
function expectInPlace(page: AlertsPage, { mounts, mounted, ownNodes }: ReturnType<typeof settle>) {
  const blocks = visibleBlocks(page.root);
  const rows = blocks.flatMap((b) => b.rows);
  for (const { form, table, headerRow } of blocks) {
    expect(table?.previousElementSibling?.tagName).toBe('DEPUTY-BAR');
    expect(form.querySelectorAll('deputy-bar')).toHaveLength(1);
    expect(headerRow?.firstElementChild?.hasAttribute('data-deputy')).toBe(true);
    expect(headerRow?.children).toHaveLength(5);
  }
  for (const { alertId, row } of rows) {
    expect(row.children).toHaveLength(9);
    expect((row.firstElementChild as HTMLElement).dataset.alert).toBe(`${alertId}`);
  }
  const line = page.list.querySelector('deputy-line') ? 1 : 0;
  expect(mounts.size()).toEqual({ bars: blocks.length, cells: rows.length });
  expect(ownNodes()).toBe(blocks.length * 2 + rows.length + line + 1);
  expect(mounted.size).toBe(blocks.length + rows.length + line + 1);
  for (const shadow of mounted.values()) expect(shadow.isConnected).toBe(true);
}

afterEach(() => document.body.replaceChildren());

describe('mounts', () => {
  it('gives a bar to each block, a cell to each row, one line above the list, one overlay', () => {
    const page = new AlertsPage(two);
    const deputy = settle(page);
    expectInPlace(page, deputy);
    expect([...deputy.mounted.keys()].sort()).toEqual([
      'bar 501',
      'bar 502',
      'cell 501 11',
      'cell 501 12',
      'cell 501 13',
      'cell 502 21',
      'cell 502 22',
      'line',
      'overlay',
    ]);
    expect(page.list.querySelector('deputy-line')?.nextElementSibling).toBe(
      page.form(501).parentElement?.parentElement,
    );
    expect(document.body.lastElementChild?.tagName).toBe('DEPUTY-OVERLAY');
  });

  it('changes nothing when nothing changed', () => {
    const page = new AlertsPage(two);
    const deputy = settle(page);
    const mounted = deputy.onMount.mock.calls.length;
    const records: MutationRecord[] = [];
    const observer = new MutationObserver((r) => records.push(...r));
    observer.observe(document.body, { childList: true, subtree: true, attributes: true });
    for (let i = 0; i < 50; i++) deputy.look();
    records.push(...observer.takeRecords());
    observer.disconnect();
    expect(records).toEqual([]);
    expect(deputy.onMount).toHaveBeenCalledTimes(mounted);
    expect(deputy.onUnmount).not.toHaveBeenCalled();
  });

  it('stays right and small through 50 re-renders: sorts, rows and blocks that come and go', () => {
    const page = new AlertsPage(two);
    const deputy = settle(page);
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    const shuffled = <T>(items: T[]) =>
      items
        .map((item) => [random(1000), item] as const)
        .sort((a, b) => a[0] - b[0])
        .map(([, item]) => item);
    for (let render = 0; render < 50; render++) {
      const summaries = shuffled([501, 502, 503, 504])
        .slice(0, random(5))
        .map((id) => ({
          id,
          alerts: shuffled([1, 2, 3, 4, 5]).slice(0, random(6)),
          crashed: random(8) === 0,
        }));
      page.show(summaries);
      deputy.look();
      expectInPlace(page, deputy);
    }
    page.show([]);
    deputy.look();
    expect(deputy.mounts.size()).toEqual({ bars: 0, cells: 0 });
  });

  it('places all bars at once, and spreads cells over several calls when rendering them is slow, from the top down', () => {
    const page = new AlertsPage(two);
    const made: string[] = [];
    let time = 0;
    const mounts = new Mounts({
      document,
      instance: newInstanceId(1000, 0.5),
      css: '',
      now: () => time,
      budgetMs: 10,
      onMount: ({ id }) => {
        made.push(id);
        time += 6;
      },
      onUnmount: () => {},
      onSuperseded: () => {},
    });
    const calls: number[] = [];
    for (let complete = false; !complete && calls.length < 20; calls.push(made.length))
      complete = mounts.reconcile(visibleBlocks(page.root));
    expect(calls.length).toBeGreaterThan(2);
    expect(made.filter((id) => /^(bar|cell)/.test(id))).toEqual([
      'bar 501',
      'bar 502',
      'cell 501 11',
      'cell 501 12',
      'cell 501 13',
      'cell 502 21',
      'cell 502 22',
    ]);
    expect(mounts.size()).toEqual({ bars: 2, cells: 5 });
  });

  it('lets cells travel with their rows in a sort, with what they show', () => {
    const page = new AlertsPage(two);
    const deputy = settle(page);
    const cell = deputy.mounted.get('cell 501 13');
    page.show([{ id: 501, alerts: [13, 12, 11] }, two[1] as FixtureSummary]);
    deputy.look();
    expectInPlace(page, deputy);
    expect(deputy.mounted.get('cell 501 13')).toBe(cell);
    expect(deputy.onUnmount).not.toHaveBeenCalled();
  });

  it('mounts anew in a form and in rows that were made anew', () => {
    const page = new AlertsPage(two);
    const deputy = settle(page);
    const before = deputy.mounted.get('bar 501');
    page.recreateForm(two[0] as FixtureSummary);
    deputy.look();
    expectInPlace(page, deputy);
    expect(deputy.mounted.get('bar 501')).not.toBe(before);
    expect(deputy.onUnmount).toHaveBeenCalledTimes(4);
  });

  it('gives both rows of a doubled alert a cell, so that the columns line up', () => {
    const page = new AlertsPage([{ id: 501, alerts: [11, 11] }]);
    const deputy = settle(page);
    expectInPlace(page, deputy);
    expect([...deputy.mounted.keys()]).toEqual(expect.arrayContaining(['cell 501 11', 'cell 501 11 (2)']));
    page.rows(501)[0]?.remove();
    deputy.look();
    expectInPlace(page, deputy);
    page.show([{ id: 501, alerts: [11, 11, 12] }]);
    deputy.look();
    expectInPlace(page, deputy);
  });

  it('goes without a bar where the table is missing, and without a title where the header row is', () => {
    const page = new AlertsPage(two);
    const deputy = settle(page);
    page.table(501).querySelector('tr')?.remove();
    page.table(502).remove();
    deputy.look();
    expect(deputy.mounts.size()).toEqual({ bars: 1, cells: 3 });
    expect(document.querySelectorAll('th[data-deputy]')).toHaveLength(0);
  });

  it('puts its nodes back when somebody moved or took them', () => {
    const page = new AlertsPage(two);
    const deputy = settle(page);
    const bar = page.form(501).querySelector('deputy-bar');
    page.form(501).append(bar as Element);
    page.rows(501)[0]?.append(page.rows(501)[0]?.firstElementChild as Element);
    page.form(502).querySelector('deputy-bar')?.remove();
    document.querySelector('deputy-overlay')?.remove();
    deputy.look();
    expectInPlace(page, deputy);
    expect(deputy.onUnmount).not.toHaveBeenCalled();
  });

  it('removes copies of its nodes that it did not make, also inside of what the page brought', () => {
    const page = new AlertsPage(two);
    const deputy = settle(page);
    const bar = page.form(501).querySelector('deputy-bar');
    page.form(501).append(bar?.cloneNode(true) as Element);
    const box = document.createElement('div');
    box.append(page.rows(502)[0]?.firstElementChild?.cloneNode(true) as Element);
    page.form(502).append(box);
    deputy.look();
    expectInPlace(page, deputy);
    expect(page.table(501).previousElementSibling).toBe(bar);
    expect(box.children).toHaveLength(0);
  });

  it('searches the page for strangers only when one may have come', () => {
    const page = new AlertsPage(two);
    const deputy = settle(page);
    const search = vi.spyOn(document, 'querySelectorAll');
    page.rows(501)[0]?.before(page.rows(501)[2] as Element);
    page.rows(502)[1]?.remove();
    deputy.look();
    expect(search).not.toHaveBeenCalled();
    search.mockRestore();
    expectInPlace(page, deputy);
  });

  it('keeps the line when the last block left, for the undo in it', () => {
    const page = new AlertsPage(two);
    const deputy = settle(page);
    page.show([]);
    deputy.look();
    expect(page.list.querySelector('deputy-line')?.nextElementSibling?.textContent).toBe('No alerts to show');
    page.list.remove();
    deputy.look();
    expect(deputy.mounted.has('line')).toBe(false);
  });

  it('never touches a node of the page', () => {
    const page = new AlertsPage(two);
    const withoutOurs = () => {
      const copy = page.root.cloneNode(true) as HTMLElement;
      for (const node of copy.querySelectorAll('[data-deputy]')) node.remove();
      return copy.outerHTML;
    };
    const before = page.root.outerHTML;
    const deputy = settle(page);
    expect(withoutOurs()).toBe(before);
    deputy.mounts.stop();
    expect(page.root.outerHTML).toBe(before);
    expect(document.querySelectorAll('[data-deputy]')).toHaveLength(0);
    expect(deputy.mounted.size).toBe(0);
  });

  it('keeps clicks and keys from the page', () => {
    const page = new AlertsPage(two);
    const deputy = settle(page);
    const heard = vi.fn();
    for (const type of ['click', 'keydown', 'pointerdown', 'input']) document.addEventListener(type, heard);
    for (const id of ['bar 501', 'cell 501 11', 'line', 'overlay']) {
      const inside = document.createElement('button');
      deputy.mounted.get(id)?.append(inside);
      const own = vi.fn();
      inside.addEventListener('click', own);
      for (const type of ['click', 'keydown', 'pointerdown', 'input'])
        inside.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
      expect(own).toHaveBeenCalledOnce();
    }
    expect(heard).not.toHaveBeenCalled();
    for (const type of ['click', 'keydown', 'pointerdown', 'input'])
      document.removeEventListener(type, heard);
  });

  it('puts the styles into every shadow root', () => {
    const page = new AlertsPage(two);
    for (const shadow of settle(page).mounted.values()) {
      const css = [...shadow.adoptedStyleSheets].flatMap((sheet) =>
        [...sheet.cssRules].map((r) => r.cssText),
      );
      expect(css.join('\n') + (shadow.querySelector('style')?.textContent ?? '')).toContain('#333');
    }
  });
});

describe('two copies of Deputy on one page', () => {
  it('lets the newer one win, and tells the older one', () => {
    const page = new AlertsPage(two);
    const older = settle(page, 1000);
    const newer = settle(page, 2000);
    expect(older.ownNodes()).toBe(0);
    older.look();
    expect(older.onSuperseded).toHaveBeenCalledOnce();
    expect(older.mounts.size()).toEqual({ bars: 0, cells: 0 });
    expect(older.mounted.size).toBe(0);
    for (let i = 0; i < 3; i++) {
      older.look();
      newer.look();
    }
    expectInPlace(page, newer);
    expect(newer.onSuperseded).not.toHaveBeenCalled();
    expect(older.onSuperseded).toHaveBeenCalledOnce();
  });

  it('orders by start, and by the random part when both started at once', () => {
    expect(isNewer(newInstanceId(1000, 0.1), newInstanceId(999, 0.9))).toBe(true);
    expect(isNewer(newInstanceId(9999, 0.1), newInstanceId(10000, 0.1))).toBe(false);
    const [a, b] = [newInstanceId(5, 0.1), newInstanceId(5, 0.9)];
    expect(isNewer(a, b)).not.toBe(isNewer(b, a));
    expect(isNewer('something else', a)).toBe(false);
  });
});

describe('stillness of the bars', () => {
  const moved = (deputy: ReturnType<typeof settle>, change: () => void) => {
    const observer = new MutationObserver(() => {});
    observer.observe(document.body, { childList: true, subtree: true });
    deputy.passes(1000);
    change();
    deputy.mounts.stillness.changed(deputy.mounts.foreignOf(observer.takeRecords()));
    observer.disconnect();
    return [501, 502].filter((id) => deputy.mounts.stillness.lastMoved(summaryId(id)) === 1000);
  };

  it('counts what comes or goes above a bar, not what lies below it', () => {
    const banner = document.createElement('div');
    let page = new AlertsPage(two);
    expect(moved(settle(page), () => page.list.prepend(banner))).toEqual([501, 502]);
    page = new AlertsPage(two);
    expect(moved(settle(page), () => page.rows(501)[1]?.remove())).toEqual([502]);
    page = new AlertsPage(two);
    expect(moved(settle(page), () => page.list.append(banner))).toEqual([]);
    page = new AlertsPage(two);
    expect(moved(settle(page), () => page.form(502).append(banner))).toEqual([]);
    page = new AlertsPage(two);
    expect(moved(settle(page), () => page.form(502).prepend(banner))).toEqual([502]);
  });

  it('does not count our own insertions, nor a bar that does not stand as still', () => {
    const page = new AlertsPage(two);
    const deputy = settle(page);
    expect(moved(deputy, () => deputy.look())).toEqual([]);
    deputy.passes(5);
    expect(deputy.mounts.stillness.lastMoved(summaryId(999))).toBe(1005);
  });

  it('counts a bar as moved when it was put back, or a view said so', () => {
    const page = new AlertsPage(two);
    const deputy = settle(page);
    deputy.passes(1000);
    page.form(501).querySelector('deputy-bar')?.remove();
    deputy.look();
    deputy.mounts.stillness.touch(summaryId(502));
    expect(deputy.mounts.stillness.lastMoved(summaryId(501))).toBe(1000);
    expect(deputy.mounts.stillness.lastMoved(summaryId(502))).toBe(1000);
  });
});

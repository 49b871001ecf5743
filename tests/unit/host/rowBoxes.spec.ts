// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { visibleBlocks } from '@/lib/host/anchors';
import { tickRows } from '@/lib/host/rowBoxes';
import { alertId, summaryId } from '@/lib/model/ids';
import { AlertsPage } from './alertsPage.fixture';

const ID = summaryId(7);
const [ONE, TWO, THREE] = [alertId(71), alertId(72), alertId(73)];

describe("ticking the page's own rows", () => {
  let page: AlertsPage;
  let turns: number;
  const boxes = () =>
    page.rows(7).map((row) => row.querySelector<HTMLInputElement>('input[type="checkbox"]'));
  const tick = (...alerts: (typeof ONE)[]) =>
    tickRows(
      () => visibleBlocks(page.root),
      ID,
      new Set(alerts),
      async () => {
        turns++;
      },
    );

  beforeEach(() => {
    page = new AlertsPage([
      { id: 7, alerts: [71, 72, 73] },
      { id: 8, alerts: [71] },
    ]);
    for (const row of [...page.rows(7), ...page.rows(8)]) {
      if (row.querySelector('input')) continue;
      const box = document.createElement('input');
      box.type = 'checkbox';
      box.dataset.testid = `alert ${row.dataset.testid} checkbox`;
      row.prepend(box);
    }
    turns = 0;
  });

  it('ticks those alone, one a turn, and only in this block', async () => {
    expect(await tick(ONE, THREE)).toEqual({ ticked: 2, missing: [] });
    expect(boxes().map((b) => b?.checked)).toEqual([true, false, true]);
    expect(turns).toBe(2);
    expect(page.rows(8)[0]?.querySelector('input')?.checked).toBe(false);
  });

  it('leaves ticked what is ticked', async () => {
    boxes()[1]?.click();
    expect(await tick(ONE, TWO)).toEqual({ ticked: 2, missing: [] });
    expect(boxes().map((b) => b?.checked)).toEqual([true, true, false]);
    expect(turns).toBe(1);
  });

  it('tells what has no row, and touches no dead box', async () => {
    const second = boxes()[1];
    if (second) second.disabled = true;
    expect(await tick(TWO, alertId(99))).toEqual({ ticked: 0, missing: [TWO, alertId(99)] });
    expect(boxes().map((b) => b?.checked)).toEqual([false, false, false]);
  });
});

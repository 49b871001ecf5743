// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { FEATURE_ANCHORS, judgePage, kindOf, readCounts } from '@/lib/health/judgePage';
import { countNodes } from '@/lib/host/countNodes';
import { createHost } from '@/lib/host/host';
import { HEALTH_QUESTION } from '@/lib/host/selectorHealth';
import { SELECTORS } from '@/lib/host/selectors';
import { FEATURE_NAMES, type FeatureName } from '@/lib/model/features';
import { instant } from '@/lib/model/ids';
import { AlertsPage } from '../host/alertsPage.fixture';

const TWO = [
  { id: 7, alerts: [1, 2] },
  { id: 8, alerts: [3] },
];

const states = (off: readonly FeatureName[] = []) =>
  Object.fromEntries(
    judgePage('alerts list', countNodes(document, HEALTH_QUESTION), off).map((f) => [f.feature, f.state]),
  );

/** Starts Deputy's host on the page, with these features off, and lets it settle. */
async function settle(off: readonly FeatureName[] = []): Promise<() => void> {
  const stop = new AbortController();
  createHost({
    view: window as Window & typeof globalThis,
    css: '',
    now: () => instant(0),
    off,
    signal: stop.signal,
    onEvent: () => {},
    onMount: () => {},
    onUnmount: () => {},
    onSuperseded: () => {},
  });
  for (let n = 0; n < 6; n++) await new Promise((resolve) => setTimeout(resolve, 20));
  return () => stop.abort();
}

describe('the health of a page', () => {
  beforeEach(() => history.replaceState(null, '', '/perfherder/alerts'));

  it('knows where every selector belongs', () => {
    const known = FEATURE_NAMES.flatMap((name) => [
      ...FEATURE_ANCHORS[name].needs,
      ...FEATURE_ANCHORS[name].uses,
    ]);
    expect([...new Set(known)].sort()).toEqual(Object.keys(SELECTORS).sort());
  });

  it('is good where all is found, and says what is switched off', async () => {
    new AlertsPage(TWO);
    const stop = await settle(['cells']);
    expect(document.querySelectorAll('deputy-bar')).toHaveLength(2);
    expect(document.querySelectorAll('deputy-cell, th[data-deputy]')).toHaveLength(0);
    expect(states(['cells'])).toMatchObject({ bars: 'works', cells: 'switched off', keys: 'works' });
    stop();
  });

  it('without bars nothing of the alerts page is mounted', async () => {
    new AlertsPage(TWO);
    const stop = await settle(['bars']);
    expect(document.querySelectorAll('deputy-bar, deputy-cell, deputy-line')).toHaveLength(0);
    expect(states(['bars'])).toMatchObject({ bars: 'switched off', cells: 'switched off' });
    stop();
  });

  it('a feature whose anchor is gone turns itself off, alone', async () => {
    new AlertsPage(TWO);
    for (const row of document.querySelectorAll(SELECTORS.alertRow))
      row.setAttribute('aria-label', 'renamed');
    const stop = await settle();
    expect(document.querySelectorAll('deputy-bar')).toHaveLength(2);
    expect(document.querySelectorAll('deputy-cell')).toHaveLength(0);
    expect(states()).toMatchObject({ bars: 'works', cells: 'off by itself', suggestions: 'works' });
    stop();
  });

  it('takes only counts for an answer, and only Perfherder’s pages for pages', () => {
    expect(readCounts([[[1, 2]], []])).toEqual([[[1, 2]], []]);
    for (const bad of [null, {}, [1], [['a']], [[['1']]], [[[0.5]]]]) expect(readCounts(bad)).toBeNull();
    expect(kindOf('https://treeherder.mozilla.org/perfherder/alerts?id=7')).toBe('one alert summary');
    expect(kindOf('https://treeherder.mozilla.org/jobs')).toBeNull();
  });
});

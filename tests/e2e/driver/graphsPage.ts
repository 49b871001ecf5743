import type { DatumRecord, SeriesRecord } from '../../sandbox/records.ts';
import type { SandboxServer } from '../../sandbox/server.ts';
import { mainSummary } from './alertsPage.ts';
import type { Tab } from './tab.ts';
import type { Target } from './target.ts';

/** The series of the main summary's first alert, and its points, one for each data-bearing push, oldest first. */
export function mainSeries(sandbox: SandboxServer): {
  readonly series: SeriesRecord;
  readonly points: readonly DatumRecord[];
  /** Place of the alert's push among the points. */
  readonly alertAt: number;
} {
  const { world } = sandbox;
  const summary = mainSummary(sandbox);
  const [alert] = world.alertsOf(summary.id);
  if (alert === undefined) throw new Error('the main summary has no alerts');
  const series = world.seriesById(alert.seriesId);
  const byPush = new Map<number, DatumRecord>();
  for (const d of world.dataOfSeries.get(series.id) ?? []) byPush.set(d.pushId, d);
  const points = [...byPush.values()].sort((a, b) => world.push(a.pushId).time - world.push(b.pushId).time);
  return { series, points, alertAt: points.findIndex((p) => p.pushId === summary.pushId) };
}

/** The graphs page with some series. */
export function graphsPage(
  series: readonly SeriesRecord[],
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams({ timerange: '1209600', ...more });
  for (const s of series) query.append('series', `${s.repository.name},${s.id},1,${s.frameworkId}`);
  return `/perfherder/graphs?${query}`;
}

export const selected = (series: SeriesRecord, point: DatumRecord | undefined) => ({
  selected: `${series.id},${point?.id}`,
});

/** Deputy's panel on the graphs page. */
export function panelOf(tab: Tab) {
  const panel = tab.byRole('region', /^Deputy: point/);
  return {
    panel,
    verdict: panel.byRole('status').nth(0),
    rows: panel.byRole('row'),
    bar: tab.byRole('region', /^Deputy: (this point|alert #\d+)$/),
  };
}

/** The lower drawing, with the points; lines and areas of it are transparent. */
const DRAWING = '[data-testid="graphContainer"] .row + .row';
const POINTS = `${DRAWING} path[role="presentation"]:not([style*="fill: transparent"], [style*="fill:transparent"])`;

/** A point of the page's drawing; only one series may be visible. */
export function pointOf(tab: Tab, sandbox: SandboxServer, point: DatumRecord): Target {
  const { world } = sandbox;
  const drawn = [...(world.dataOfSeries.get(point.seriesId) ?? [])].sort(
    (a, b) =>
      world.push(a.pushId).time - world.push(b.pushId).time ||
      a.pushId - b.pushId ||
      (a.jobId ?? 0) - (b.jobId ?? 0),
  );
  return tab.byCss(POINTS).nth(drawn.findIndex((d) => d.id === point.id));
}

/**
 * Clicks a point as a person does, whose mouse rests on it first: the page draws everything anew when it is hovered, and a press that
 * begins on the old drawing is no click on the new one.
 */
export async function clickPoint(tab: Tab, sandbox: SandboxServer, point: DatumRecord): Promise<void> {
  const revision = sandbox.world.push(point.pushId).revision.slice(0, 12);
  const target = pointOf(tab, sandbox, point);
  await target.hover();
  await tab
    .byCss('.graph-tooltip', { text: new RegExp(revision) })
    .nth(0)
    .wait();
  await target.click();
  await tab.byCss('.graph-tooltip.locked', { text: new RegExp(revision) }).wait();
}

/**
 * Clicks the middle one of the points that are drawn: after a zoom the page leaves some out.
 * @returns the short revision of what was met
 */
export async function clickSomePoint(tab: Tab): Promise<string> {
  const points = tab.byCss(POINTS);
  const target = points.nth(Math.floor((await points.count()) / 2));
  const short = /[0-9a-f]{12}/;
  await target.hover();
  await tab.byCss('.graph-tooltip', { text: short }).nth(0).wait();
  await target.click();
  return short.exec(await tab.byCss('.graph-tooltip.locked', { text: short }).text())?.[0] ?? '';
}

/** Drags over most of the page's drawing: the page zooms in on what lies between. */
export const zoomByDrag = (tab: Tab): Promise<void> =>
  tab
    .byCss(`${DRAWING} svg[role="img"]`)
    .nth(0)
    .evaluate(async (svg) => {
      const { left, top, width } = svg.getBoundingClientRect();
      for (const [type, part, y] of [
        ['mousedown', 0.1, 30],
        ['mousemove', 0.5, 150],
        ['mousemove', 0.9, 330],
        ['mouseup', 0.9, 330],
      ] as const) {
        svg.dispatchEvent(
          new MouseEvent(type, { bubbles: true, clientX: left + width * part, clientY: top + y }),
        );
        // the page follows the mouse once a frame
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      }
    });

/**
 * The longest time for which the page's thread did nothing else in the second after its query got `more`, ms. The page itself does
 * not heed an address that was changed under it.
 */
export const longestHold = (tab: Tab, more: string): Promise<number> =>
  tab.evaluate(async (addition) => {
    const channel = new MessageChannel();
    const end = performance.now() + 1_000;
    history.pushState(history.state, '', `${location.pathname}${location.search}${addition}`);
    let last = performance.now();
    let longest = 0;
    await new Promise<void>((resolve) => {
      channel.port1.onmessage = () => {
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
        if (now > end) resolve();
        else channel.port2.postMessage(null);
      };
      channel.port2.postMessage(null);
    });
    return longest;
  }, more);

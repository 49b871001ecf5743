import type { AlertRecord, SummaryRecord } from '../records.ts';
import type { World } from '../world.ts';
import { detail, djangoBoolean, json, last, paginate } from './answers.ts';
import { presentSummary } from './present.ts';
import { ALERT } from './statusDerivation.ts';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;
const SHERIFFED_FRAMEWORKS = new Set([4, 13, 2, 12, 11, 15, 1]);

/** GET of the list (treeherder-api 1.2). */
export function listSummaries(world: World, url: URL): Response {
  const query = url.searchParams;
  const errors: Record<string, string[]> = {};
  const number = (name: string): number | undefined => {
    const text = last(query, name);
    if (text === undefined || text === '') return undefined;
    const value = Number(text);
    if (Number.isNaN(value)) errors[name] = ['Enter a number.'];
    return value;
  };
  const filters = {
    id: number('id'),
    status: number('status'),
    framework: number('framework'),
    repository: number('repository'),
    series: number('alerts__series_signature'),
    timerange: number('timerange'),
  };
  if (Object.keys(errors).length > 0) return json(errors, 400);

  const isMonitoring = (last(query, 'monitored_alerts') ?? '') !== '';
  let rows = [...world.summaries.values()].filter((s) => world.push(s.pushId).repository.active);
  if (filters.id === undefined) rows = rows.filter((s) => s.sheriffed !== isMonitoring);
  const keep = (test: (row: SummaryRecord) => boolean) => {
    rows = rows.filter(test);
  };
  if (filters.id !== undefined) keep((s) => s.id === filters.id);
  if (filters.status !== undefined) keep((s) => s.status === filters.status);
  if (filters.framework !== undefined) keep((s) => s.frameworkId === filters.framework);
  if (filters.repository !== undefined) keep((s) => s.repositoryId === filters.repository);
  if (filters.series !== undefined) {
    keep((s) => world.alertsOf(s.id).some((a) => a.seriesId === filters.series));
  }
  const { timerange } = filters;
  if (timerange !== undefined) keep((s) => world.push(s.pushId).time > world.clock.seconds() - timerange);
  const text = last(query, 'filter_text');
  if (text) keep((s) => matchesText(world, s, text));
  const assignee = last(query, 'with_assignee');
  if (assignee) keep((s) => s.assignee === assignee);
  // a parsed "false" filters as well: that is the trap
  const isGiven = (name: string) => djangoBoolean(last(query, name)) !== undefined;
  if (isGiven('hide_improvements')) keep((s) => world.alertsOf(s.id).some((a) => a.isRegression));
  if (isGiven('hide_related_and_invalid')) keep((s) => ![1, 2, 3].includes(s.status));
  if (isGiven('untriaged_regressions')) keep((s) => hasOpenRegression(world, s));
  if (isGiven('untriaged_improvements')) {
    keep(
      (s) =>
        !hasOpenRegression(world, s) &&
        world.alertsOf(s.id).some((a) => !a.isRegression && a.status === ALERT.untriaged),
    );
  }
  if (isGiven('show_sheriffed_frameworks')) keep((s) => SHERIFFED_FRAMEWORKS.has(s.frameworkId));

  rows.sort((a, b) => b.created - a.created || b.id - a.id);
  sortAsAsked(rows, last(query, 'ordering'));
  const limit = Number(last(query, 'limit'));
  const size = Number.isInteger(limit) && limit > 0 ? Math.min(limit, MAX_LIMIT) : DEFAULT_LIMIT;
  const page = paginate(url, rows, size);
  if (!page) return detail(404, 'Invalid page.');
  return json({ ...page, results: page.results.map((row) => presentSummary(world, row)) });
}

const hasOpenRegression = (world: World, s: SummaryRecord) =>
  world.alertsOf(s.id).some((a) => a.isRegression && a.status === ALERT.untriaged) ||
  world.relatedTo(s.id).some((a) => a.isRegression);

/** Every word must occur in the text of one own or of one related alert; case matters. */
function matchesText(world: World, summary: SummaryRecord, text: string): boolean {
  const { revision } = world.push(summary.pushId);
  const words = text.split(' ');
  const textOf = (alert: AlertRecord) => {
    const s = world.seriesById(alert.seriesId);
    return [s.suite, s.test, s.platform, s.extraOptions.join(' '), summary.bugNumber ?? '', revision].join(
      ' ',
    );
  };
  return [...world.alertsOf(summary.id), ...world.relatedTo(summary.id)]
    .map(textOf)
    .some((line) => words.every((word) => line.includes(word)));
}

const ORDERINGS: Readonly<Record<string, (s: SummaryRecord) => number>> = {
  id: (s) => s.id,
  created: (s) => s.created,
  status: (s) => s.status,
  push_id: (s) => s.pushId,
  bug_number: (s) => s.bugNumber ?? 0,
};

/** Unknown names are ignored. */
function sortAsAsked(rows: SummaryRecord[], ordering: string | undefined): void {
  for (const name of (ordering ?? '').split(',').reverse()) {
    const by = ORDERINGS[name.replace(/^-/, '')];
    if (by) rows.sort((a, b) => (name.startsWith('-') ? by(b) - by(a) : by(a) - by(b)));
  }
}

/** GET of the alerts, newest id first, 10 a page, by cursor (treeherder-api 1.6). */
export function listAlerts(world: World, url: URL, present: (a: AlertRecord) => unknown): Response {
  const query = url.searchParams;
  const id = last(query, 'id');
  if (id !== undefined && id !== '' && Number.isNaN(Number(id)))
    return json({ id: ['Enter a number.'] }, 400);
  const from = Number(last(query, 'cursor') ?? 0) || 0;
  const rows = [...world.alerts.values()]
    .filter((a) => !id || a.id === Number(id))
    .sort((a, b) => b.id - a.id);
  const link = (cursor: number) => {
    const to = new URL(url);
    if (cursor <= 0) to.searchParams.delete('cursor');
    else to.searchParams.set('cursor', String(cursor));
    return to.href;
  };
  return json({
    next: from + DEFAULT_LIMIT < rows.length ? link(from + DEFAULT_LIMIT) : null,
    previous: from > 0 ? link(from - DEFAULT_LIMIT) : null,
    results: rows.slice(from, from + DEFAULT_LIMIT).map(present),
  });
}

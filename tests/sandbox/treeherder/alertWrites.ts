import type { AlertRecord, SummaryRecord, UserRecord } from '../records.ts';
import type { World } from '../world.ts';
import { detail, json, serverError } from './answers.ts';
import { presentAlert } from './present.ts';
import { ALERT, deriveStatus } from './statusDerivation.ts';

type Fields = Record<string, unknown>;
const isFields = (body: unknown): body is Fields =>
  typeof body === 'object' && body !== null && !Array.isArray(body);

/** PUT and PATCH of one alert (treeherder-api 1.6). */
export async function writeAlert(
  world: World,
  id: number,
  body: unknown,
  user: UserRecord,
): Promise<Response> {
  const stored = world.alerts.get(id);
  if (!stored) return detail(404, 'No PerformanceAlert matches the given query.');
  if (!isFields(body)) return serverError();
  if ('push_id' in body || 'prev_push_id' in body) {
    const own = world.summary(stored.summaryId);
    const bothGiven = 'push_id' in body && 'prev_push_id' in body;
    return bothGiven && body.push_id !== own.pushId
      ? detail(500, 'Nudging has been disabled')
      : json({ message: 'Incorrect push was provided' }, 400);
  }
  const row: AlertRecord = { ...stored };
  const invalid = assignFields(world, row, body);
  if (invalid) return json(invalid, 400);
  const linkRefused = checkLink(world, row, body);
  if (linkRefused) return json(linkRefused, 400);
  const isRelational = row.status === ALERT.downstream || row.status === ALERT.reassigned;
  if (isRelational !== (row.relatedSummaryId !== null)) return serverError();

  // The transaction sees the other alerts as they are now, and commits after other requests had a turn: writes that
  // are sent together leave a wrong summary status, as on the real server (treeherder-api 6.3).
  const others = [...world.alerts.values()].filter((a) => a.id !== id);
  await world.knobs.beforeSave('alert', id);
  const now = world.clock.now();
  row.classifier = user.username;
  row.firstTriaged ??= now;
  row.lastUpdated = now;
  world.saveAlert(row);
  stampTriaged(world, row.summaryId);
  const isLinking = body.related_summary_id !== undefined && body.related_summary_id !== null && isRelational;
  if (isLinking && row.relatedSummaryId !== null) stampTriaged(world, row.relatedSummaryId);
  recompute(world, row.summaryId, [...others, row]);
  // the summary it pointed to before is not recomputed: it stays stale until its next write
  if (row.relatedSummaryId !== null) recompute(world, row.relatedSummaryId, [...others, row]);
  return json(presentAlert(world, world.alerts.get(id) ?? row));
}

/** @returns field errors */
function assignFields(world: World, row: AlertRecord, body: Fields): Fields | undefined {
  const errors: Fields = {};
  if ('status' in body) {
    const status = Number(body.status);
    if (body.status === null) errors.status = ['This field may not be null.'];
    else if (!Number.isInteger(status) || status < 0 || status > 5) {
      errors.status = [`"${String(body.status)}" is not a valid choice.`];
    } else row.status = status;
  }
  for (const [name, key] of [
    ['starred', 'starred'],
    ['is_regression', 'isRegression'],
    ['manually_created', 'manuallyCreated'],
  ] as const) {
    if (!(name in body)) continue;
    const value = truth(body[name]);
    if (value === undefined) {
      errors[name] = [body[name] === null ? 'This field may not be null.' : 'Must be a valid boolean.'];
    } else row[key] = value;
  }
  if ('related_summary_id' in body) {
    const value = body.related_summary_id;
    if (value === null || value === '') row.relatedSummaryId = null;
    else if (!/^\d+$/.test(String(value))) errors.related_summary_id = ['Invalid value.'];
    else if (!world.summaries.has(Number(value))) {
      errors.related_summary_id = [`Object with id=${String(value)} does not exist.`];
    } else row.relatedSummaryId = Number(value);
  }
  if ('summary_id' in body) {
    const value = Number(body.summary_id);
    if (!world.summaries.has(value)) {
      errors.summary_id = [`Object with id=${String(body.summary_id)} does not exist.`];
    } else row.summaryId = value;
  }
  return Object.keys(errors).length > 0 ? errors : undefined;
}

function truth(value: unknown): boolean | undefined {
  if ([true, 'true', 'True', 't', 'yes', 'y', 'on', '1', 1].includes(value as never)) return true;
  if ([false, 'false', 'False', 'f', 'no', 'n', 'off', '0', 0].includes(value as never)) return false;
  return undefined;
}

/** The rules that hold only when a target is sent. The first message really prints the framework in its second half. */
function checkLink(world: World, row: AlertRecord, body: Fields): string[] | undefined {
  if (body.related_summary_id === undefined || body.related_summary_id === null) return undefined;
  if (row.relatedSummaryId === null) return undefined;
  const own = world.summary(row.summaryId);
  const target = world.summary(row.relatedSummaryId);
  const frameworkOf = (s: SummaryRecord) => FRAMEWORK_NAMES[s.frameworkId] ?? String(s.frameworkId);
  if (row.status !== ALERT.downstream && target.repositoryId !== own.repositoryId) {
    const name = world.push(target.pushId).repository.name;
    return [
      `New summary's repository (${name} development) does not match existing summary's repository (${frameworkOf(own)})`,
    ];
  }
  if (target.frameworkId !== own.frameworkId) {
    return [
      `New summary's framework (${frameworkOf(target)}) does not match existing summary's framework (${frameworkOf(own)})`,
    ];
  }
  return undefined;
}

export const FRAMEWORK_NAMES: Readonly<Record<number, string>> = {
  1: 'talos',
  2: 'build_metrics',
  4: 'awsy',
  6: 'platform_microbench',
  11: 'js-bench',
  12: 'devtools',
  13: 'browsertime',
  15: 'mozperftest',
  16: 'fxrecord',
  17: 'telemetry',
  18: 'mozharness',
};

/** Derives the summary's status from the alerts given and saves it. */
export function recompute(world: World, summaryId: number, allAlerts: Iterable<AlertRecord>): void {
  const summary = world.summary(summaryId);
  const set = [...allAlerts].filter((a) => a.summaryId === summaryId || a.relatedSummaryId === summaryId);
  const { status, setBack } = deriveStatus(summaryId, summary.status, set);
  for (const alert of setBack) world.saveAlert({ ...alert, status: ALERT.untriaged });
  summary.status = status;
  summary.lastUpdated = world.clock.now();
}

function stampTriaged(world: World, summaryId: number): void {
  const summary = world.summary(summaryId);
  summary.firstTriaged ??= world.clock.now();
}

/** POST: get or create (treeherder-api 1.6). The values are those of the series around the summary's push. */
export function createAlert(world: World, body: unknown, user: UserRecord): Response {
  if (!isFields(body) || body.summary_id === undefined || body.signature_id === undefined) {
    return json({ message: 'Summary and signature ids necessary to create alert' }, 400);
  }
  const summary = world.summaries.get(Number(body.summary_id));
  const series = world.series.get(Number(body.signature_id));
  if (!summary || !series) return serverError();
  const there = [...world.alerts.values()].find(
    (a) => a.summaryId === summary.id && a.seriesId === series.id,
  );
  if (there) return json({ alert_id: there.id });
  const before = series.level(world.push(summary.prevPushId).index);
  const after = series.level(world.push(summary.pushId).index);
  const now = world.clock.now();
  const id = world.nextId('alert', 801_000);
  world.saveAlert({
    id,
    summaryId: summary.id,
    relatedSummaryId: null,
    seriesId: series.id,
    status: ALERT.untriaged,
    isRegression: series.lowerIsBetter === after > before,
    starred: false,
    classifier: user.username,
    created: now,
    firstTriaged: now,
    lastUpdated: now,
    amountPct: (100 * Math.abs(after - before)) / before,
    amountAbs: after - before,
    prevValue: before,
    newValue: after,
    tValue: 1000,
    noiseProfile: 'N/A',
    manuallyCreated: true,
    backfill: null,
  });
  recompute(world, summary.id, world.alerts.values());
  return json({ alert_id: id });
}

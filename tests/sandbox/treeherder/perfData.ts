import { naiveIso } from '../clock.ts';
import type { DatumRecord, RepositoryRecord, SeriesRecord } from '../records.ts';
import type { World } from '../world.ts';
import { djangoBoolean, json, last, round2, serverError } from './answers.ts';

/** `performance/data` of a repository (treeherder-api 1.9): rounded, without order, keyed by hash. */
export function performanceData(
  world: World,
  repository: RepositoryRecord,
  query: URLSearchParams,
): Response {
  const ids = query.getAll('signature_id');
  const hashes = query.getAll('signatures');
  const pushes = query.getAll('push_id');
  const jobs = query.getAll('job_id');
  if (ids.length + hashes.length + pushes.length + jobs.length === 0) {
    return json(['Need to specify either signature_id, signatures, push_id, or job_id'], 400);
  }
  if (ids.length > 0 && hashes.length > 0) {
    return json(['signature_id and signatures are mutually exclusive'], 400);
  }
  if (jobs.some((j) => !/^\d+$/.test(j))) {
    return json({ message: 'Job id(s) must be specified as integers' }, 400);
  }
  const interval = query.get('interval');
  const [start, end] = [query.get('start_date'), query.get('end_date')];
  if (interval && (start || end)) {
    return json({ message: 'Provide either interval only -or- start (and end) date' }, 400);
  }
  const noRetriggers = query.get('no_retriggers');
  if (noRetriggers !== null && djangoBoolean(noRetriggers) === undefined) {
    return json(['Must be a valid boolean.'], 400);
  }
  if ([...ids, ...pushes].some((i) => !/^\d+$/.test(i))) return serverError();
  const dates = [start, end].map((d) => (d ? Date.parse(`${d}Z`) : null));
  if (dates.some((d) => Number.isNaN(d))) return serverError();
  const frameworks = query.getAll('framework').map(Number);
  const [from, to] = dates;
  const earliest = interval ? world.clock.seconds() - Number(interval) : from ? from / 1000 : 0;
  const latest = to ? to / 1000 : Number.POSITIVE_INFINITY;

  const answer: Record<string, unknown[]> = {};
  for (const series of world.series.values()) {
    if (series.repository.id !== repository.id) continue;
    if (ids.length > 0 && !ids.includes(String(series.id))) continue;
    if (hashes.length > 0 && !hashes.includes(series.hash)) continue;
    if (frameworks.length > 0 && !frameworks.includes(series.frameworkId)) continue;
    const seen = new Set<number>();
    const rows = (world.dataOfSeries.get(series.id) ?? []).filter((d) => {
      if (pushes.length > 0 && !pushes.includes(String(d.pushId))) return false;
      if (jobs.length > 0 && !jobs.includes(String(d.jobId))) return false;
      const { time } = world.push(d.pushId);
      if (time <= earliest || time >= latest) return false;
      if (djangoBoolean(noRetriggers ?? undefined) && seen.has(d.pushId)) return false;
      seen.add(d.pushId);
      return true;
    });
    if (rows.length === 0) continue;
    const shown = inNoOrder(rows).map((d) => present(world, d));
    answer[series.hash] = [...(answer[series.hash] ?? []), ...shown];
  }
  return json(answer);
}

/** The database gives no order: a fixed jumble keeps clients from relying on one. */
const inNoOrder = (rows: readonly DatumRecord[]) =>
  [...rows].sort((a, b) => ((a.id * 2_654_435_761) >>> 0) - ((b.id * 2_654_435_761) >>> 0));

function present(world: World, datum: DatumRecord) {
  const push = world.push(datum.pushId);
  return {
    id: datum.id,
    signature_id: datum.seriesId,
    job_id: datum.jobId,
    push_id: datum.pushId,
    revision: push.revision,
    push_timestamp: push.time,
    value: round2(datum.value),
  };
}

/** `performance/summary`: with `signature` and `all_data` the one source in full precision. */
export function performanceSummary(world: World, query: URLSearchParams): Response {
  const name = last(query, 'repository');
  if (!name) return json({ repository: ['This field is required.'] }, 400);
  const repository = world.repositories.get(name);
  if (!repository) return json({ repository: [`${name} does not exist.`] }, 400);
  const revision = last(query, 'revision');
  const interval = last(query, 'interval');
  const [startDay, endDay] = [last(query, 'startday'), last(query, 'endday')];
  if (!revision && !interval && !(startDay && endDay)) {
    return json({ non_field_errors: ['Required: revision, startday and endday or interval.'] }, 400);
  }
  const frameworks = query.getAll('framework').map(Number);
  const signature = last(query, 'signature');
  const parent = last(query, 'parent_signature');
  const noSubtests = djangoBoolean(last(query, 'no_subtests')) ?? false;
  const allData = djangoBoolean(last(query, 'all_data')) ?? false;
  const replicates = djangoBoolean(last(query, 'replicates')) ?? false;
  const day = (text: string) => Date.parse(text.includes('T') ? `${text}Z` : `${text}T00:00:00Z`) / 1000;
  const earliest = interval ? world.clock.seconds() - Number(interval) : startDay ? day(startDay) : 0;
  const latest = !interval && endDay ? day(endDay) : Number.POSITIVE_INFINITY;

  const answer = [...world.series.values()]
    .filter((s) => s.repository.id === repository.id)
    .filter((s) => frameworks.length === 0 || frameworks.includes(s.frameworkId))
    .filter((s) => {
      if (signature) return String(s.id) === signature || s.hash === signature;
      if (parent) return s.parentId !== null && world.seriesById(s.parentId).hash === parent;
      return (s.parentId === null) === noSubtests;
    })
    .map((series) => {
      const rows = (world.dataOfSeries.get(series.id) ?? []).filter((d) => {
        const push = world.push(d.pushId);
        return (!revision || push.revision === revision) && push.time >= earliest && push.time <= latest;
      });
      return presentSeries(world, series, rows, { allData: Boolean(signature) && allData, replicates });
    });
  return json(answer);
}

/** Values that a run summarised into one, as fractions of it. */
const REPLICATES = [0.97, 1, 1.04];

function presentSeries(
  world: World,
  series: SeriesRecord,
  rows: DatumRecord[],
  { allData, replicates }: { readonly allData: boolean; readonly replicates: boolean },
) {
  const options = ['opt', ...series.extraOptions].join(' ');
  const time = (d: DatumRecord) => world.push(d.pushId).time;
  const inOrder = [...rows].sort(
    (a, b) => time(a) - time(b) || a.pushId - b.pushId || (a.jobId ?? 0) - (b.jobId ?? 0),
  );
  const byJob = [...rows].sort((a, b) => (a.jobId ?? 0) - (b.jobId ?? 0));
  return {
    signature_id: series.id,
    framework_id: series.frameworkId,
    signature_hash: series.hash,
    platform: series.platform,
    test: series.test,
    suite: series.suite,
    lower_is_better: series.lowerIsBetter,
    has_subtests: series.hasSubtests,
    tags: series.tags.join(' '),
    values: allData ? [] : byJob.map((d) => round2(d.value)),
    name: [series.suite, series.test, options].filter(Boolean).join(' '),
    parent_signature: series.parentId,
    job_ids: allData ? [] : byJob.flatMap((d) => (d.jobId === null ? [] : [d.jobId])),
    repository_name: series.repository.name,
    repository_id: series.repository.id,
    data: allData
      ? inOrder.flatMap((d) => {
          const push = world.push(d.pushId);
          // replicates share the id of the datum that they belong to
          return (replicates ? REPLICATES : [1]).map((part) => ({
            job_id: d.jobId,
            id: d.id,
            value: d.value * part,
            push_timestamp: naiveIso(push.time * 1000),
            push_id: d.pushId,
            revision: push.revision,
            submit_time: naiveIso(Math.floor(d.submitTime / 1000) * 1000),
            machine_name: d.machine,
          }));
        })
      : [],
    measurement_unit: series.unit,
    application: series.application,
    should_alert: null,
    alert_change_type: null,
    alert_threshold: null,
    submit_times: allData ? [] : byJob.map((d) => naiveIso(Math.floor(d.submitTime / 1000) * 1000)),
  };
}

/** `performance/signatures`: keyed by id as text; several keys are there only when they say something. */
export function signatures(world: World, repository: RepositoryRecord, query: URLSearchParams): Response {
  const ids = query.getAll('id');
  if (ids.some((i) => !/^\d+$/.test(i))) {
    return json({ message: 'One or more id values invalid (must be integer)' }, 400);
  }
  const subtests = query.get('subtests');
  if (subtests !== null && subtests !== '0' && subtests !== '1') return serverError();
  const frameworks = query.getAll('framework').map(Number);
  const answer: Record<string, unknown> = {};
  for (const s of world.series.values()) {
    if (s.repository.id !== repository.id) continue;
    if (ids.length > 0 && !ids.includes(String(s.id))) continue;
    if (frameworks.length > 0 && !frameworks.includes(s.frameworkId)) continue;
    if (query.has('signature') && !query.getAll('signature').includes(s.hash)) continue;
    if (query.has('platform') && !query.getAll('platform').includes(s.platform)) continue;
    if (subtests === '0' && s.parentId !== null) continue;
    answer[String(s.id)] = {
      id: s.id,
      signature_hash: s.hash,
      framework_id: s.frameworkId,
      option_collection_hash: s.optionCollectionHash,
      machine_platform: s.platform,
      suite: s.suite,
      should_alert: null,
      ...(s.lowerIsBetter ? {} : { lower_is_better: false }),
      ...(s.test ? { test: s.test } : {}),
      ...(s.application ? { application: s.application } : {}),
      ...(s.hasSubtests ? { has_subtests: true } : {}),
      ...(s.tags.length ? { tags: [...s.tags] } : {}),
      ...(s.parentId === null ? {} : { parent_signature: world.seriesById(s.parentId).hash }),
      ...(s.extraOptions.length ? { extra_options: [...s.extraOptions] } : {}),
      ...(s.unit ? { measurement_unit: s.unit } : {}),
    };
  }
  return json(answer);
}

/** `performance/platforms`. */
export function platforms(world: World, repository: RepositoryRecord, query: URLSearchParams): Response {
  const framework = query.get('framework');
  const found = [...world.series.values()].filter(
    (s) => s.repository.id === repository.id && (!framework || s.frameworkId === Number(framework)),
  );
  return json([...new Set(found.map((s) => s.platform))]);
}

/** Labels that ever gave data for the summary's series. */
export function alertSummaryTasks(world: World, query: URLSearchParams): Response {
  const id = Number(query.get('id'));
  if (!world.summaries.has(id)) {
    return json({ message: ['PerformanceAlertSummary does not exist.'] }, 400);
  }
  const alerts = [...world.alertsOf(id), ...world.relatedTo(id)];
  return json({ id, tasks: [...new Set(alerts.map((a) => world.seriesById(a.seriesId).label))].sort() });
}

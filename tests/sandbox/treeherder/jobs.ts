import { naiveIso } from '../clock.ts';
import type { JobRecord, RepositoryRecord } from '../records.ts';
import type { World } from '../world.ts';
import { detail, json, last, paginate } from './answers.ts';
import { OPT_COLLECTION } from './reference.ts';

const MAX_COUNT = 2000;
/** Treeherder keeps this many characters of a task's name. */
const TYPE_NAME_LENGTH = 139;

const PROPERTIES = [
  'failure_classification_id',
  'id',
  'job_group_name',
  'job_group_symbol',
  'job_type_name',
  'job_type_symbol',
  'last_modified',
  'platform',
  'push_id',
  'push_revision',
  'result',
  'signature',
  'state',
  'tier',
  'task_id',
  'retry_id',
  'duration',
  'platform_option',
] as const;

const typeName = (job: JobRecord) => job.label.slice(0, TYPE_NAME_LENGTH);

function present(world: World, job: JobRecord) {
  const end = job.endTime ?? world.clock.now();
  const seconds = Math.max((end - (job.startTime ?? job.submitTime)) / 1000, 60);
  return {
    failure_classification_id: 1,
    id: job.id,
    job_group_name: job.groupName,
    job_group_symbol: job.groupSymbol,
    job_type_name: typeName(job),
    job_type_symbol: job.symbol,
    last_modified: naiveIso(job.lastModified),
    platform: job.platform,
    push_id: job.pushId,
    push_revision: world.push(job.pushId).revision,
    result: job.result,
    signature: OPT_COLLECTION,
    state: job.state,
    tier: job.tier,
    task_id: job.taskId,
    retry_id: job.retryId,
    duration: Math.max(Math.round(seconds / 60), 1),
    platform_option: 'opt',
  };
}

const EXACT: Readonly<Record<string, (job: JobRecord) => string>> = {
  id: (j) => String(j.id),
  push_id: (j) => String(j.pushId),
  job_type_name: typeName,
  job_type_symbol: (j) => j.symbol,
  job_group_symbol: (j) => j.groupSymbol,
  job_group_name: (j) => j.groupName,
  platform: (j) => j.platform,
  build_platform: (j) => j.platform,
  state: (j) => j.state,
  result: (j) => j.result,
  tier: (j) => String(j.tier),
  task_id: (j) => j.taskId,
  retry_id: (j) => String(j.retryId),
  job_guid: (j) => j.guid,
  machine_name: (j) => j.machine,
  option_collection_hash: () => OPT_COLLECTION,
  failure_classification_id: () => '1',
};

const RANGES: Readonly<Record<string, (job: JobRecord) => number>> = {
  id: (j) => j.id,
  push_id: (j) => j.pushId,
  tier: (j) => j.tier,
  last_modified: (j) => j.lastModified,
  submit_time: (j) => j.submitTime,
  start_time: (j) => j.startTime ?? 0,
  end_time: (j) => j.endTime ?? 0,
};

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
};

/** @returns the jobs, or the parameter that is wrong */
function filterJobs(world: World, query: URLSearchParams, lenient: boolean): JobRecord[] | Response {
  const pushIds =
    last(query, 'push_id__in')?.split(',') ?? (query.has('push_id') ? query.getAll('push_id') : null);
  let rows = pushIds
    ? pushIds.flatMap((id) => world.jobsOfPush.get(Number(id)) ?? [])
    : [...world.jobs.values()];
  for (const name of new Set(query.keys())) {
    const value = last(query, name) ?? '';
    if (value === '') continue;
    const exact = EXACT[name];
    if (exact) {
      if (name === 'push_id' && !world.pushes.has(Number(value))) {
        // the project route ignores it, and unrelated jobs come back (treeherder-api 1.12)
        if (lenient) return [...world.jobs.values()];
        return json(
          { push_id: ['Select a valid choice. That choice is not one of the available choices.'] },
          400,
        );
      }
      rows = rows.filter((j) => exact(j) === value);
      continue;
    }
    const [field = '', operator = ''] = name.split('__');
    const of = RANGES[field];
    if (operator === 'in' && (of || field === 'job_guid')) {
      const list = value.split(',');
      if (field !== 'job_guid' && list.some((v) => !/^\d+$/.test(v))) {
        if (lenient) continue;
        return json({ [name]: ['Enter a number.'] }, 400);
      }
      const wanted = new Set(list);
      const text = EXACT[field];
      if (text) rows = rows.filter((j) => wanted.has(text(j)));
      continue;
    }
    const holds = COMPARISONS[operator];
    if (!of || !holds) continue;
    const edge = /^\d+$/.test(value) ? Number(value) : Date.parse(`${value}Z`);
    if (!Number.isNaN(edge)) rows = rows.filter((j) => holds(of(j), edge));
    else if (!lenient) return json({ [name]: ['Enter a number.'] }, 400);
  }
  return rows;
}

/** `/api/jobs/`: rows as arrays, zipped by name, ordered by id (treeherder-api 1.12). */
export function listJobs(world: World, url: URL): Response {
  const query = url.searchParams;
  const rows = filterJobs(world, query, false);
  if (rows instanceof Response) return rows;
  rows.sort((a, b) => a.id - b.id);
  const asked = Number(last(query, 'count'));
  const size = Number.isInteger(asked) && asked > 0 ? Math.min(asked, MAX_COUNT) : MAX_COUNT;
  const page = paginate(url, rows, size);
  if (!page) return detail(404, 'Invalid page.');
  return json({
    ...page,
    results: page.results.map((job) => {
      const shown = present(world, job);
      return PROPERTIES.map((name) => shown[name]);
    }),
    job_property_names: PROPERTIES,
  });
}

function presentLong(world: World, job: JobRecord) {
  const seconds = (ms: number | null) => (ms === null ? 0 : Math.floor(ms / 1000));
  return {
    ...present(world, job),
    build_platform: job.platform,
    job_guid: job.guid,
    machine_name: job.machine,
    machine_platform_os: '-',
    option_collection_hash: OPT_COLLECTION,
    reason: 'scheduled',
    who: world.push(job.pushId).author,
    submit_timestamp: seconds(job.submitTime),
    start_timestamp: seconds(job.startTime),
    end_timestamp: seconds(job.endTime),
  };
}

/** The project's own route: dicts, no order, no total, wrong filter values ignored. */
export function listProjectJobs(world: World, repository: RepositoryRecord, url: URL): Response {
  const query = new URLSearchParams(url.searchParams);
  const count = Number(query.get('count') ?? 10);
  const offset = Number(query.get('offset') ?? 0);
  if (count > MAX_COUNT) return detail(400, `Specified count exceeds API MAX_JOBS_COUNT value: ${MAX_COUNT}`);
  const asList = query.get('return_type') === 'list';
  for (const name of ['count', 'offset', 'return_type']) query.delete(name);
  const rows = filterJobs(world, query, true);
  if (rows instanceof Response) return rows;
  const shown = rows
    .filter((j) => j.repository.id === repository.id)
    .reverse()
    .slice(offset, offset + count)
    .map((j) => presentLong(world, j));
  const meta = { repository: repository.name, offset, count };
  const names = shown[0] ? Object.keys(shown[0]) : [];
  return json(
    asList
      ? { results: shown.map((row) => Object.values(row)), job_property_names: names, meta }
      : { results: shown, meta },
  );
}

/** One job, with the task that it mirrors. */
export function jobDetail(world: World, repository: RepositoryRecord, id: string): Response {
  const job = world.jobs.get(Number(id));
  if (!job || job.repository.id !== repository.id) return json(`No job with id: ${id}`, 404);
  return json({
    ...presentLong(world, job),
    resource_uri: `/api/project/${repository.name}/jobs/${job.id}/`,
    logs: [],
    platform_option: 'opt',
    taskcluster_metadata: { task_id: job.taskId, retry_id: job.retryId },
  });
}

/** The tasks of some jobs; undefined without `job_ids`. */
export function taskclusterMetadata(world: World, query: URLSearchParams): Response | undefined {
  const ids = query.get('job_ids');
  if (!ids) return undefined;
  return json(
    ids.split(',').flatMap((id) => {
      const job = world.jobs.get(Number(id));
      return job ? [{ job: job.id, task_id: job.taskId, retry_id: job.retryId }] : [];
    }),
  );
}

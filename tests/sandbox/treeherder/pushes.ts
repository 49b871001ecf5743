import type { PushRecord, RepositoryRecord } from '../records.ts';
import type { World } from '../world.ts';
import { detail, json, serverError } from './answers.ts';

const DEFAULT_COUNT = 10;
const MAX_COUNT = 1000;
/** The API shows no more commits of a push than this. */
const MAX_COMMITS = 20;

function presentPush(push: PushRecord) {
  return {
    id: push.id,
    revision: push.revision,
    author: push.author,
    branch: null,
    revisions: push.commits.slice(0, MAX_COMMITS).map((c) => ({
      result_set_id: push.id,
      repository_id: push.repository.id,
      revision: c.revision,
      author: c.author,
      comments: c.comments,
    })),
    revision_count: push.commitCount,
    push_timestamp: push.time,
    repository_id: push.repository.id,
  };
}

/** GET of a repository's pushes, newest first, cut to `count` (treeherder-api 1.11). */
export function listPushes(world: World, repository: RepositoryRecord, query: URLSearchParams): Response {
  const count = Number(query.get('count') ?? DEFAULT_COUNT);
  if (!Number.isInteger(count) || count < 1) {
    return detail(400, `count requires a positive integer, not: ${query.get('count')}`);
  }
  if (count > MAX_COUNT) return detail(400, `Specified count exceeds api limit: ${MAX_COUNT}`);
  const ofAll = Boolean(query.get('all_repos'));
  let rows = ofAll ? [...world.pushes.values()] : [...rowsOf(world, repository)];
  const keep = (test: (p: PushRecord) => boolean) => {
    rows = rows.filter(test);
  };
  const comparisons: readonly [string, (a: number, b: number) => boolean][] = [
    ['', (a, b) => a === b],
    ['__lt', (a, b) => a < b],
    ['__lte', (a, b) => a <= b],
    ['__gt', (a, b) => a > b],
    ['__gte', (a, b) => a >= b],
  ];
  for (const [name, of] of [
    ['id', (p: PushRecord) => p.id],
    ['push_timestamp', (p: PushRecord) => p.time],
  ] as const) {
    for (const [suffix, holds] of comparisons) {
      const text = query.get(name + suffix);
      if (text === null) continue;
      const value = Number(text);
      if (Number.isNaN(value)) return detail(400, `Invalid timestamp specified for ${name + suffix}`);
      keep((p) => holds(of(p), value));
    }
  }
  const ids = query.get('id__in');
  if (ids !== null) {
    const list = ids.split(',');
    if (list.some((i) => !/^\d+$/.test(i))) return detail(400, 'Invalid id__in specification');
    keep((p) => list.includes(String(p.id)));
  }
  for (const [name, holds] of [
    ['fromchange', (a: number, b: number) => a >= b],
    ['tochange', (a: number, b: number) => a <= b],
  ] as const) {
    const revision = query.get(name);
    if (revision === null) continue;
    const edge = rowsOf(world, repository).find((p) => p.revision.startsWith(revision));
    if (!edge) return serverError();
    keep((p) => holds(p.time, edge.time));
  }
  for (const [name, holds] of [
    ['startdate', (a: number, b: number) => a >= b],
    ['enddate', (a: number, b: number) => a < b + 86_400],
  ] as const) {
    const text = query.get(name);
    if (text === null) continue;
    const day = Date.parse(`${text}T00:00:00Z`) / 1000;
    if (Number.isNaN(day)) return detail(400, `Invalid timestamp specified for ${name}`);
    keep((p) => holds(p.time, day));
  }
  const revision = query.get('revision');
  if (revision !== null) keep((p) => p.revision.startsWith(revision));
  // exact, and only among the commits that Treeherder took in
  const commit = query.get('commit_revision');
  if (commit !== null) keep((p) => p.commits.some((c) => c.revision === commit));
  const author = query.get('author');
  if (author !== null) {
    keep((p) => (author.startsWith('-') ? p.author !== author.slice(1) : p.author === author));
  }
  const part = query.get('author_contains')?.toLowerCase();
  if (part !== undefined) keep((p) => p.author.toLowerCase().includes(part));
  if (query.get('hide_reviewbot_pushes') === 'true') keep((p) => p.author !== 'reviewbot');
  const search = query.get('search');
  if (search !== null) keep((p) => p.commits.some((c) => c.comments.includes(search)));
  rows.sort((a, b) => b.time - a.time || b.id - a.id);
  return json({
    meta: {
      count: Math.min(rows.length, count),
      repository: ofAll ? 'all' : repository.name,
      filter_params: Object.fromEntries(query),
    },
    results: rows.slice(0, count).map(presentPush),
  });
}

const rowsOf = (world: World, repository: RepositoryRecord) => world.pushLog.get(repository.name) ?? [];

/** One push of the repository. */
export function pushDetail(world: World, repository: RepositoryRecord, id: string): Response {
  const push = world.pushes.get(Number(id));
  if (!push || push.repository.id !== repository.id) return json(`No push with id: ${id}`, 404);
  return json(presentPush(push));
}

/** Pushes without a successful decision task are left out; the repository in the path is not looked at. */
export function decisionTasks(world: World, query: URLSearchParams): Response {
  const ids = query.get('push_ids')?.split(',');
  if (!ids || ids.some((i) => !/^\d+$/.test(i))) return serverError();
  const answer: Record<string, { id: string; run: string }> = {};
  for (const id of ids) {
    const task = world.pushes.get(Number(id))?.decisionTask;
    if (task) answer[id] = { id: task, run: '0' };
  }
  return Object.keys(answer).length > 0
    ? json(answer)
    : json(`No decision tasks found for pushes: ${ids.join(', ')}`, 404);
}

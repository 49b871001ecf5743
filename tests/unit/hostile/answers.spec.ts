import { beforeAll, describe, expect, it } from 'vitest';
import { type Instant, label, pushId, revision, signatureId, summaryId } from '@/lib/model/ids';
import { isOk, type Outcome } from '@/lib/model/outcome';
import { withNoted } from '@/lib/notes/notes';
import { readActionTask } from '@/lib/taskcluster/actionTask';
import { createTaskclusterReads } from '@/lib/taskcluster/publicReads';
import { renderCancel, renderTrigger } from '@/lib/taskcluster/renderTrigger';
import { fireHook } from '@/lib/taskcluster/trigger';
import { createTreeherderRecords } from '@/lib/treeherder/client';
import { createTreeherderReads } from '@/lib/treeherder/publicReads';
import { createSeriesReads } from '@/lib/treeherder/seriesReads';
import { createServerClock } from '@/lib/treeherder/serverClock';
import { createTreeherderSession } from '@/lib/treeherder/session';
import { TASKCLUSTER_ROOT as ROOT, TREEHERDER_ORIGIN } from '../../sandbox/hosts.ts';
import { seeded } from '../../sandbox/random.ts';
import { FULL } from '../rounds/day';
import { INPUT } from '../taskcluster/actions.fixture';
import { mutate } from './mutate';
import { type Recorded, recordRound } from './recorded';

/** Mutated answers for each schema. */
const CASES = FULL ? 5_000 : 100;
/** Of a list that the server cuts into pages without end. */
const MOST_PAGES = 100;
/** Lists of real length only take time here; the background's spec has them whole. */
const MOST_ROWS = 12;

const TASK = 'Dec1s1onTaskOfThePush00';
const HOOK = { hookGroupId: 'project-gecko', hookId: 'in-tree-action-3-generic/09c08c5d4d' };
type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Everything that Deputy asks of a server: where the good answer is found, and the question. */
interface Reader {
  readonly name: string;
  /** The recorded answer; where no round gives one, a made-up answer of the documented form. */
  readonly sample: RegExp | string;
  readonly ask: (fetch: Fetch) => Promise<Outcome<unknown>>;
}

const deps = (fetch: Fetch) => ({
  fetch,
  origin: TREEHERDER_ORIGIN,
  csrfToken: () => 'token',
  clock: createServerClock(
    () => 0,
    () => 0,
  ),
  wait: async () => {},
});
const records = (fetch: Fetch) => createTreeherderRecords(deps(fetch));
const reads = (fetch: Fetch) => createTreeherderReads(deps(fetch));
const session = (fetch: Fetch) => createTreeherderSession(deps(fetch));
const more = (fetch: Fetch) => createSeriesReads(deps(fetch));
const taskcluster = (fetch: Fetch) => createTaskclusterReads({ fetch, wait: async () => {} });
const REV = revision('0'.repeat(40));

const status = { taskId: TASK, taskGroupId: TASK, state: 'pending' };
const DEFINITION = {
  taskGroupId: TASK,
  created: '2026-01-01T00:00:00.000Z',
  scopes: ['in-tree:hook-action:project-gecko/in-tree-action-3-generic/*'],
  tags: { kind: 'test' },
  metadata: { name: 'test-linux/opt-x' },
  extra: {
    action: {
      name: 'retrigger-multiple',
      context: { taskId: null, clientId: 'x', input: { ...INPUT } },
    },
  },
};

const READERS: readonly Reader[] = [
  { name: 'user', sample: /\/api\/user\//, ask: (f) => session(f).user() },
  {
    name: 'one summary',
    sample: /GET .*\/alertsummary\/\d+\//,
    ask: async (f) => {
      const answer = await records(f).summary(summaryId(51_000));
      if (isOk(answer)) withNoted(answer.value);
      return answer;
    },
  },
  {
    name: 'list of summaries',
    sample: /GET .*\/alertsummary\/\?/,
    ask: async (f) => {
      const answer = await records(f).summaries('page=1');
      if (isOk(answer)) answer.value.summaries.map(withNoted);
      return answer;
    },
  },
  {
    name: 'decision tasks',
    sample: /\/decisiontask\//,
    ask: (f) => records(f).decisionTasks('autoland', [pushId(1)]),
  },
  { name: 'repositories', sample: /\/api\/repository\//, ask: (f) => reads(f).repositories() },
  { name: 'frameworks', sample: /\/performance\/framework\//, ask: (f) => reads(f).frameworks() },
  {
    name: 'data points',
    sample: /\/performance\/data\//,
    ask: (f) => reads(f).dataPoints('autoland', [signatureId(1)], 0, 1),
  },
  { name: 'pushes', sample: /\/push\/\?fromchange/, ask: (f) => reads(f).pushes('autoland', REV, REV) },
  {
    name: 'jobs',
    sample: /\/api\/jobs\//,
    ask: (f) => reads(f).jobsOnPushes([pushId(1)], { label: label('x') }),
  },
  {
    name: 'push of a commit',
    sample: /\/push\/\?fromchange/,
    ask: (f) => more(f).pushOfCommit('autoland', REV),
  },
  {
    name: 'series with data',
    sample: /\/performance\/data\//,
    ask: (f) => more(f).hashesWithData('autoland', ['x'], 0, 1),
  },
  { name: 'a series', sample: /\/performance\/summary\//, ask: (f) => more(f).series('autoland', 'x', 0, 1) },
  {
    name: 'a write of notes',
    sample: /PUT .*\/alertsummary\//,
    ask: (f) => session(f).putNotes(summaryId(51_000), 'x'),
  },
  {
    name: 'a write of fields',
    sample: /PUT .*\/alertsummary\//,
    ask: (f) => session(f).putSummary(summaryId(51_000), {}),
  },
  {
    name: 'actions.json',
    sample: /artifacts\.net.*actions\.json/,
    ask: async (f) => {
      const answer = await taskcluster(f).actions(ROOT, TASK);
      if (!isOk(answer)) return answer;
      for (const rendered of [
        renderTrigger(answer.value, TASK, INPUT),
        renderCancel(answer.value, TASK, { taskId: TASK, tags: { kind: 'test' } }),
      ]) {
        // whatever was changed: no other hook than gecko's own actions is ever named
        if (!isOk(rendered)) continue;
        expect(rendered.value.hookGroupId).toBe('project-gecko');
        expect(rendered.value.hookId).toMatch(/^in-tree-action-[13]-(generic|backfill)\/[0-9a-f]{10}$/);
      }
      return answer;
    },
  },
  {
    name: 'labels of a push',
    sample: JSON.stringify({ 'test-linux/opt-x': { symbol: 'x' }, 'build-linux/opt': {} }),
    ask: (f) => taskcluster(f).runnableLabels(ROOT, TASK),
  },
  {
    name: 'task definitions',
    sample: JSON.stringify({ tasks: [{ taskId: TASK, task: DEFINITION }] }),
    ask: async (f) => {
      const answer = await taskcluster(f).tasks(ROOT, [TASK]);
      if (isOk(answer)) for (const task of answer.value.values()) readActionTask(task);
      return answer;
    },
  },
  {
    name: 'last fires',
    sample: JSON.stringify({
      lastFires: [
        { taskId: TASK, taskCreateTime: '2026-01-01T00:00:00.000Z', taskState: 'pending', result: 'success' },
      ],
    }),
    ask: (f) => taskcluster(f).lastFires(ROOT, HOOK.hookGroupId, HOOK.hookId, 0),
  },
  {
    name: 'scopes',
    sample: JSON.stringify({ scopes: ['a:b', 'c:*'] }),
    ask: (f) => taskcluster(f).expandScopes(ROOT, ['x']),
  },
  {
    name: 'dependents',
    sample: JSON.stringify({ tasks: [{ status, task: DEFINITION }] }),
    ask: (f) => taskcluster(f).dependents(ROOT, TASK),
  },
  {
    name: 'a trigger',
    sample: /POST .*\/trigger/,
    ask: (f) =>
      fireHook(
        { fetch: f, now: () => 0 as Instant, nonce: () => 'n' },
        ROOT,
        { ...HOOK, payload: {} },
        { clientId: 'x', accessToken: 'y' },
      ),
  },
];

let answers: readonly Recorded[] = [];
beforeAll(async () => {
  ({ answers } = await recordRound());
});

function sampleOf({ sample, name }: Reader): string {
  if (typeof sample === 'string') return sample;
  const found = answers.filter(({ method, url }) => sample.test(`${method} ${url}`)).at(-1);
  if (found === undefined) throw new Error(`a round reads no ${name}`);
  return JSON.stringify(JSON.parse(found.text, shorten));
}

/** Rows of records; a job's own row of values stays whole. */
const shorten = (_key: string, value: unknown) =>
  Array.isArray(value) && typeof value[0] === 'object' ? value.slice(0, MOST_ROWS) : value;

describe.each(READERS)('answers for: $name', (reader) => {
  it('good ones are taken', async () => {
    const text = sampleOf(reader);
    const fetch = async () => new Response(text, { headers: { 'Content-Type': 'application/json' } });
    expect(await reader.ask(fetch)).toMatchObject({ kind: 'ok' });
  });

  it(`${CASES} mutated ones end as an answer or as trouble that can be told, and nothing is thrown`, async () => {
    const text = sampleOf(reader);
    const random = seeded(reader.name);
    const ends = { ok: 0, failed: 0, refused: 0, unclear: 0 };
    for (let n = 0; n < CASES; n++) {
      const { response, what } = mutate(text, random);
      const fetch = async () => response();
      const outcome = await reader.ask(fetch).catch((error: unknown) => {
        throw new Error(`answer ${n} (${what}) throws ${String(error)}`, { cause: error });
      });
      ends[outcome.kind] += 1;
      if (outcome.kind === 'ok') continue;
      const { message, detail } = outcome.problem;
      expect(message, what).toMatch(/^[A-Z].*\.$/s);
      expect(message, what).not.toMatch(/undefined|NaN|\[object|<script/);
      expect((detail ?? '').length, what).toBeLessThanOrEqual(320);
    }
    expect(ends.ok + ends.failed + ends.refused + ends.unclear).toBe(CASES);
    // a mutation that is never noticed, or always, would say nothing
    expect(ends.ok).toBeLessThan(CASES);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('a list that never comes to its end', () => {
  it.each(['last fires', 'task definitions', 'dependents'])('is given up: %s', async (name) => {
    const reader = READERS.find((one) => one.name === name);
    if (!reader) throw new Error(`nobody reads ${name}`);
    let asked = 0;
    const fetch = async () => {
      asked += 1;
      if (asked > MOST_PAGES) throw new Error('still asking');
      const page = { ...JSON.parse(sampleOf(reader)), continuationToken: 'more' };
      return Response.json(page);
    };
    expect(await reader.ask(fetch)).toMatchObject({
      kind: 'failed',
      problem: { kind: 'unexpected answer', message: expect.stringMatching(/without end\.$/) },
    });
    expect(asked).toBeLessThan(MOST_PAGES);
  });
});

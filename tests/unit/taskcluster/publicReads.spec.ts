import { describe, expect, it } from 'vitest';
import { isOk } from '@/lib/model/outcome';
import { lookForActionTasks, renderTriggers } from '@/lib/taskcluster/backgroundWork';
import { createTaskclusterReads, type TaskclusterReadDeps } from '@/lib/taskcluster/publicReads';
import { gapPush, gapPushes, mainSummary, retrigger, WINDOWS_AMAZON } from '../../contract/asking.ts';
import { TASKCLUSTER_ROOT as ROOT } from '../../sandbox/hosts.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { DECISION, INPUT } from './actions.fixture';

const HOUR_MS = 3_600_000;

/** Pauses between attempts, in the order in which they were waited for. */
const pauses: number[] = [];
const readsBy = (fetch: TaskclusterReadDeps['fetch']) =>
  createTaskclusterReads({
    fetch,
    wait: async (ms) => {
      pauses.push(ms);
    },
  });

/** Answers by the end of the address. */
function stand(answers: Record<string, (body: unknown) => Response | Error>) {
  const asked: string[] = [];
  const inits: RequestInit[] = [];
  const fetch = async (url: string, init: RequestInit = {}) => {
    asked.push(url.replace(ROOT, ''));
    inits.push(init);
    const found = Object.entries(answers).find(([end]) => url.includes(end))?.[1];
    if (!found) return Response.json({ code: 'ResourceNotFound', message: 'x' }, { status: 404 });
    const answer = found(init.body ? JSON.parse(String(init.body)) : null);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { reads: readsBy(fetch), asked, inits };
}

describe('public reads of Taskcluster', () => {
  const sandbox = createSandbox();
  const tab = sandbox.openTab({ user: null });
  const reads = readsBy((url, init) => tab.fetch(url, init));
  const push = gapPush(sandbox, true);
  const decision = push.decisionTask ?? '';

  it("give a push's actions and labels", async () => {
    const actions = await reads.actions(ROOT, decision);
    expect(isOk(actions) && actions.value.actions.map((a) => a.name)).toContain('retrigger-multiple');
    const labels = await reads.runnableLabels(ROOT, decision);
    expect(isOk(labels) && labels.value.has(WINDOWS_AMAZON)).toBe(true);
  });

  it('never carry credentials', async () => {
    await reads.tasks(ROOT, [decision]);
    expect(sandbox.log.find({ host: 'firefox-ci-tc.services.mozilla.com' }).some((e) => e.signed)).toBe(
      false,
    );
    const { reads: own, inits } = stand({ 'actions.json': () => Response.json({}) });
    await own.actions(ROOT, decision);
    expect(inits[0]).toMatchObject({ credentials: 'omit' });
  });

  it('ask once for what never changes, and again for what failed', async () => {
    let works = false;
    const { reads: own, asked } = stand({
      'actions.json': () =>
        works
          ? Response.json({ version: 1, variables: {}, actions: [] })
          : new Response('No', { status: 424 }),
    });
    expect((await own.actions(ROOT, 'a')).kind).toBe('failed');
    works = true;
    await Promise.all([own.actions(ROOT, 'a'), own.actions(ROOT, 'a')]);
    await own.actions(ROOT, 'a');
    expect(asked).toHaveLength(2);
  });

  it.each([
    [
      'not found',
      () => Response.json({ code: 'ResourceNotFound', message: 'x' }, { status: 404 }),
      'not found',
    ],
    ['too many requests', () => new Response('', { status: 429 }), 'rate limited'],
    ['a server error', () => new Response('', { status: 503 }), 'server'],
    ['a page', () => new Response('<!doctype html>'), 'not json'],
    ['another form', () => Response.json({ version: 2, variables: {}, actions: [] }), 'unexpected answer'],
    ['a broken line', () => new TypeError('Failed to fetch'), 'network'],
  ])('tell %s', async (_, answer, kind) => {
    const { reads: own } = stand({ 'actions.json': answer });
    expect(await own.actions(ROOT, 'a')).toMatchObject({ kind: 'failed', problem: { kind } });
  });

  it.each([429, 500, 502, 503, 504, 0])('are tried again after %i, twice, with pauses', async (status) => {
    pauses.length = 0;
    let left = 2;
    const answer = () => (status === 0 ? new TypeError('fetch failed') : new Response('', { status }));
    const { reads: own, asked } = stand({
      'actions.json': () =>
        left-- > 0 ? answer() : Response.json({ version: 1, variables: {}, actions: [] }),
    });
    expect((await own.actions(ROOT, 'a')).kind).toBe('ok');
    expect(asked).toHaveLength(3);
    expect(pauses).toEqual([500, 2000]);
    const down = stand({ 'actions.json': answer });
    expect((await down.reads.actions(ROOT, 'a')).kind).toBe('failed');
    expect(down.asked).toHaveLength(3);
  });

  it.each([401, 403, 404])('are not tried again after %i', async (status) => {
    const { reads: own, asked } = stand({ 'actions.json': () => new Response('{}', { status }) });
    expect((await own.actions(ROOT, 'a')).kind).toBe('failed');
    expect(asked).toHaveLength(1);
  });

  it('follow the pages of a list, also short ones', async () => {
    const ids = gapPushes(sandbox).flatMap((p) => p.decisionTask ?? []);
    sandbox.world.knobs.shortPages = true;
    try {
      sandbox.log.clear();
      const answer = await reads.tasks(ROOT, ids);
      expect(isOk(answer) && [...answer.value.keys()].sort()).toEqual([...ids].sort());
      expect(sandbox.log.count({ path: /queue\/v1\/tasks/ })).toBe(2);
    } finally {
      sandbox.world.knobs.shortPages = false;
    }
  });

  it('make no request for no tasks', async () => {
    const { reads: own, asked } = stand({});
    expect(await own.tasks(ROOT, [])).toEqual({ kind: 'ok', value: new Map() });
    expect(asked).toEqual([]);
  });
});

describe('the look for action tasks', () => {
  const sandbox = createSandbox({ scenario: 'two-sheriffs' });
  const sheriff = sandbox.openTab();
  const tab = sandbox.openTab({ user: null });
  const reads = readsBy((url, init) => tab.fetch(url, init));
  const push = gapPush(sandbox, true);
  const hook = [...sandbox.world.hooks.values()].find(
    (h) => h.hookId.includes('3-generic') && h.hookId.endsWith(push.hookHash),
  );
  const hooks = [{ hookGroupId: 'project-gecko', hookId: hook?.hookId ?? '' }];
  const look = (since: number) => lookForActionTasks(reads, ROOT, hooks, since, []);

  it('tells who asked for what, open or resolved', async () => {
    const before = sandbox.clock.now();
    const id = await retrigger(sheriff, sandbox, push, [{ tasks: [WINDOWS_AMAZON], times: 2 }]);
    const open = await look(sandbox.clock.now() + HOUR_MS);
    expect(open).toMatchObject({
      kind: 'ok',
      value: {
        tasks: [{ taskId: id, taskGroupId: push.decisionTask, runs: [[WINDOWS_AMAZON, 2]], marker: null }],
      },
    });
    sandbox.clock.advance(1000);
    expect(await look(sandbox.clock.now())).toEqual({ kind: 'ok', value: { tasks: [] } });
    expect(await look(before)).toMatchObject({
      kind: 'ok',
      value: { tasks: [{ taskId: id, state: 'completed' }] },
    });
  });

  it('reads on where a page is short', async () => {
    const since = sandbox.clock.now();
    for (let i = 0; i < 4; i++) {
      await retrigger(sheriff, sandbox, push, [{ tasks: [WINDOWS_AMAZON], times: 1 }]);
    }
    sandbox.world.knobs.shortPages = true;
    const answer = await look(since);
    sandbox.world.knobs.shortPages = false;
    expect(isOk(answer) && answer.value.tasks.filter((t) => t.created >= since)).toHaveLength(4);
  });

  it('takes two requests for one hook', async () => {
    sandbox.log.clear();
    await look(sandbox.clock.now() - HOUR_MS);
    expect(sandbox.log.count({ host: 'firefox-ci-tc.services.mozilla.com' })).toBe(2);
  });

  it('finds what left hours ago on a hook that was fired hundreds of times since', async () => {
    const now = Date.UTC(2026, 10, 24, 12);
    const fires = Array.from({ length: 900 }, (_, i) => ({
      taskId: `task${i}`,
      taskCreateTime: new Date(now - i * 20_000).toISOString(),
      taskState: 'completed',
      result: 'success',
    }));
    const { reads: own } = stand({
      'last-fires': () => Response.json({ lastFires: fires }),
      'queue/v1/tasks': (body) =>
        Response.json({
          tasks: (body as { taskIds: string[] }).taskIds.map((taskId) => ({
            taskId,
            task: {
              taskGroupId: DECISION,
              created: fires.find((f) => f.taskId === taskId)?.taskCreateTime,
              metadata: { name: 'Action' },
              extra: { action: { name: 'retrigger-multiple', context: { input: INPUT } } },
            },
          })),
        }),
    });
    // task720 left four hours ago
    const answer = await lookForActionTasks(own, ROOT, hooks, now - 720 * 20_000 - 60_000, []);
    expect(isOk(answer) && answer.value.tasks.some((t) => t.taskId === 'task720')).toBe(true);
  });

  it('has no answer when a hook or a definition cannot be read', async () => {
    const down = stand({ 'last-fires': () => new Response('', { status: 500 }) });
    expect(await lookForActionTasks(down.reads, ROOT, hooks, 0, [])).toMatchObject({ kind: 'failed' });
    const half = stand({
      'last-fires': () =>
        Response.json({
          lastFires: [{ taskId: 'a', taskCreateTime: '2026-11-24T12:00:00Z', taskState: 'pending' }],
        }),
      'queue/v1/tasks': () => new Response('', { status: 500 }),
    });
    expect(await lookForActionTasks(half.reads, ROOT, hooks, 0, [])).toMatchObject({ kind: 'failed' });
  });

  it('goes to no other Taskcluster', async () => {
    const { reads: own, asked } = stand({});
    expect(await lookForActionTasks(own, 'https://tc.evil.example', hooks, 0, [])).toMatchObject({
      problem: { kind: 'unsafe hook' },
    });
    expect(asked).toEqual([]);
  });
});

describe('rendering the triggers of a round', () => {
  const sandbox = createSandbox();
  const tab = sandbox.openTab({ user: null });
  const main = mainSummary(sandbox);
  const pushes = [main.pushId, main.prevPushId].map((pushId) => ({
    pushId,
    decisionTask: sandbox.world.push(pushId).decisionTask ?? '',
    input: INPUT,
  }));
  const readsWith = (change: (path: string, answer: Response) => Promise<Response>) =>
    readsBy(async (url, init) => change(url, await tab.fetch(url, init)));
  /** The decision tasks with other scopes. */
  const withScopes = (scopes: readonly string[]) =>
    readsWith(async (url, answer) => {
      if (!url.endsWith('queue/v1/tasks')) return answer;
      const body = await answer.json();
      for (const t of body.tasks) t.task.scopes = scopes;
      return Response.json(body);
    });

  it('vouches by the scopes of each decision task', async () => {
    const triggers = await renderTriggers(
      withScopes(['in-tree:hook-action:project-gecko/in-tree-action-3-*']),
      ROOT,
      pushes,
    );
    expect(triggers.map((t) => t.outcome.kind)).toEqual(['ok', 'ok']);
  });

  it('asks what the scopes stand for when the plain list is not enough, once for equal lists', async () => {
    sandbox.log.clear();
    const triggers = await renderTriggers(
      withScopes(['assume:repo:hg.mozilla.org/integration/autoland:branch:default']),
      ROOT,
      pushes,
    );
    expect(sandbox.log.count({ path: /scopes\/expand/ })).toBe(1);
    // the role of the stand-in does not hold the hook's scope: nothing may be sent on its word
    expect(triggers.map((t) => t.outcome)).toEqual(
      pushes.map(() =>
        expect.objectContaining({ problem: expect.objectContaining({ kind: 'unsafe hook' }) }),
      ),
    );
  });

  it.each([
    [[]],
    [['in-tree:hook-action:project-gecko/in-tree-action-3-backfill/*']],
    [['hooks:trigger-hook:*']],
  ])('refuses a push whose decision task has %j', async (scopes) => {
    const triggers = await renderTriggers(withScopes(scopes), ROOT, pushes);
    expect(triggers.every((t) => t.outcome.kind === 'failed')).toBe(true);
  });

  it('tells an expired list of actions from one that could not be read, each for its push', async () => {
    const expired = await renderTriggers(
      readsWith(async (url, answer) =>
        url.includes(pushes[0]?.decisionTask ?? '-') ? new Response('{}', { status: 404 }) : answer,
      ),
      ROOT,
      pushes,
    );
    expect(expired.map((t) => (t.outcome.kind === 'ok' ? 'ok' : t.outcome.problem.kind))).toEqual([
      'too old',
      'ok',
    ]);
    const down = await renderTriggers(
      readsWith(async (url, answer) =>
        url.includes('actions.json') ? new Response('', { status: 500 }) : answer,
      ),
      ROOT,
      pushes,
    );
    expect(down.map((t) => (t.outcome.kind === 'ok' ? 'ok' : t.outcome.problem.kind))).toEqual([
      'server',
      'server',
    ]);
  });

  it('reads nothing of a Taskcluster that is not on the list', async () => {
    const { reads, asked } = stand({});
    const triggers = await renderTriggers(reads, 'https://tc.evil.example', pushes);
    expect(triggers.map((t) => (t.outcome.kind === 'ok' ? '' : t.outcome.problem.kind))).toEqual([
      'unsafe hook',
      'unsafe hook',
    ]);
    expect(asked).toEqual([]);
  });
});

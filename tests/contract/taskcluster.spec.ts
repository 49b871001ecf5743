import { describe, expect, it } from 'vitest';
import { TASKCLUSTER_ROOT, TREEHERDER_ORIGIN } from '../sandbox/hosts.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { gapPush, get, prepare, retrigger, send, sign, tc, WINDOWS_AMAZON } from './asking.ts';

const REQUESTS = [{ tasks: [WINDOWS_AMAZON], times: 2 }];

function start() {
  const sandbox = createSandbox();
  return { sandbox, tab: sandbox.openTab(), push: gapPush(sandbox, true) };
}

describe('Hawk (taskcluster-actions 3.4)', () => {
  const current = tc('auth/v1/scopes/current');

  async function ask(options: Parameters<typeof sign>[4]) {
    const { sandbox, tab } = start();
    return tab.fetch(current, { headers: { Authorization: sign(tab, sandbox, 'GET', current, options) } });
  }

  it('a good signature is accepted and brings the own scopes', async () => {
    const answer = await ask({});
    expect(answer.status).toBe(200);
    expect((await answer.json()).scopes).toContain(
      'hooks:trigger-hook:project-gecko/in-tree-action-3-generic/*',
    );
  });

  it.each([
    ['a wrong key', { accessToken: 'wrong' }],
    ['an unknown client', { clientId: 'nobody' }],
    ['a stale timestamp', { timestamp: Math.floor(Date.now() / 1000) - 1000 }],
    ['scopes beyond the own', { authorizedScopes: ['queue:create-task:*'] }],
  ])('%s is refused, even for a public read', async (_, options) => {
    const answer = await ask(options);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('hawk');
    expect((await answer.json()).code).toBe('AuthenticationFailed');
  });

  it('14 minutes of skew are borne', async () => {
    expect((await ask({ timestamp: Math.floor(Date.now() / 1000) - 14 * 60 })).status).toBe(200);
  });

  it('the skew is that of the virtual clock', async () => {
    const { sandbox, tab } = start();
    sandbox.clock.advance(6 * 3600);
    const headers = { Authorization: sign(tab, sandbox, 'GET', current) };
    expect((await tab.fetch(current, { headers })).status).toBe(200);
  });

  it('expired credentials are refused', async () => {
    const { sandbox, tab } = start();
    sandbox.clock.advance(3 * 86_400 + 1);
    const headers = { Authorization: sign(tab, sandbox, 'GET', current) };
    expect((await tab.fetch(current, { headers })).status).toBe(401);
  });

  it('a header may be replayed: nonces are not remembered', async () => {
    const { sandbox, tab } = start();
    const headers = { Authorization: sign(tab, sandbox, 'GET', current) };
    expect((await tab.fetch(current, { headers })).status).toBe(200);
    expect((await tab.fetch(current, { headers })).status).toBe(200);
  });

  it('authorizedScopes narrow what the request may do', async () => {
    const { sandbox, tab, push } = start();
    const trigger = await prepare(tab, push, 'retrigger-multiple', { requests: REQUESTS });
    const other = 'hooks:trigger-hook:project-gecko/in-tree-action-3-backfill/*';
    expect((await send(tab, sandbox, trigger, { authorizedScopes: [other] })).status).toBe(403);
    expect((await send(tab, sandbox, trigger, { authorizedScopes: [trigger.scope] })).status).toBe(200);
  });
});

describe('hooks (taskcluster-actions 1.4, 3.6)', () => {
  it('without credentials or rights nothing is triggered', async () => {
    const { sandbox, tab, push } = start();
    const trigger = await prepare(tab, push, 'retrigger-multiple', { requests: REQUESTS });
    const unsigned = await tab.fetch(trigger.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(trigger.payload),
    });
    const viewer = await send(sandbox.openTab({ user: 'viewer' }), sandbox, trigger);
    for (const answer of [unsigned, viewer]) {
      expect(answer.status).toBe(403);
      const body = await answer.json();
      expect(body.code).toBe('InsufficientScopes');
      expect(body.message).toContain(trigger.scope);
      expect(body.message.split('---')).toHaveLength(2);
    }
    expect([...sandbox.world.hooks.values()].flatMap((h) => h.fires)).toEqual([]);
  });

  it('the trigger schema is strict', async () => {
    const { sandbox, tab, push } = start();
    const trigger = await prepare(tab, push, 'retrigger-multiple', { requests: REQUESTS });
    const payload = trigger.payload as { decision: { push: object }; user: object };
    const broken = [
      { ...payload, taskId: 'AAAAAAAAQAqAAAAAAAAAAA' },
      {
        ...payload,
        decision: { ...payload.decision, push: { ...payload.decision.push, pushlog_id: 210000 } },
      },
      { ...payload, user: { ...payload.user, input: [] } },
      { decision: payload.decision },
    ];
    for (const wrong of broken) {
      const answer = await send(tab, sandbox, { ...trigger, payload: wrong });
      expect(answer.status).toBe(400);
      expect((await answer.json()).message).toContain('Schema Validation Failed');
    }
  });

  it('a marker in the input is allowed, and stands in the action task', async () => {
    const { sandbox, tab, push } = start();
    const input = { requests: REQUESTS, deputy: { nonce: 'abc', round: 1 } };
    const answer = await send(tab, sandbox, await prepare(tab, push, 'retrigger-multiple', input));
    const { taskId } = await answer.json();
    const task = await get(tab, tc(`queue/v1/task/${taskId}`));
    expect(task.extra.action).toEqual({
      name: 'retrigger-multiple',
      context: {
        taskGroupId: push.decisionTask,
        taskId: null,
        input,
        clientId: tab.credentials()?.clientId,
      },
    });
    expect([task.metadata.name, task.taskGroupId, task.extra.treeherder.groupSymbol]).toEqual([
      'Action: Retrigger',
      push.decisionTask,
      'AC',
    ]);
    expect(JSON.parse(task.payload.env.ACTION_INPUT)).toEqual(input);
  });

  it('a hook that is gone is 404, slashes encoded or not', async () => {
    const { sandbox, tab, push } = start();
    const id = `in-tree-action-3-generic/${push.hookHash}`;
    for (const hookId of [id, encodeURIComponent(id)]) {
      expect((await get(tab, tc(`hooks/v1/hooks/project-gecko/${hookId}`))).hookId).toBe(id);
    }
    sandbox.world.hooks.clear();
    const trigger = await prepare(tab, push, 'retrigger-multiple', { requests: REQUESTS });
    const answer = await send(tab, sandbox, trigger);
    expect([answer.status, (await answer.json()).message.split('\n')[0]]).toEqual([404, 'No such hook']);
  });

  it('the same trigger twice makes two action tasks, newest first in the list', async () => {
    const { sandbox, tab, push } = start();
    const first = await retrigger(tab, sandbox, push, REQUESTS);
    sandbox.clock.advance(1);
    const second = await retrigger(tab, sandbox, push, REQUESTS);
    const hook = encodeURIComponent(`in-tree-action-3-generic/${push.hookHash}`);
    const fires = await get(tab, tc(`hooks/v1/hooks/project-gecko/${hook}/last-fires`));
    expect(fires.lastFires.map((f: { taskId: string }) => f.taskId)).toEqual([second, first]);
  });
});

describe('queue and index', () => {
  it('artifacts are one redirect away, on the bucket that takes plain reads only', async () => {
    const { tab, push } = start();
    const url = tc(`queue/v1/task/${push.decisionTask}/artifacts/public/actions.json`);
    const hop = await tab.fetch(url, { redirect: 'manual' });
    expect([hop.status, hop.headers.get('x-taskcluster-artifact-storage-type')]).toEqual([303, 's3']);
    expect(hop.headers.get('location')).toBe(
      `https://firefoxci.taskcluster-artifacts.net/${push.decisionTask}/0/public/actions.json`,
    );
    expect((await get(tab, url)).version).toBe(1);
    await expect(tab.fetch(url, { redirect: 'error' })).rejects.toThrow(TypeError);
  });

  it('batches answer for known tasks, in pages that may be short', async () => {
    const { sandbox, tab } = start();
    sandbox.world.knobs.shortPages = true;
    const log = sandbox.world.pushLog.get('autoland') ?? [];
    const taskIds = log.slice(0, 5).map((p) => p.decisionTask);
    const found: string[] = [];
    let token: string | undefined;
    do {
      const query = token ? `?continuationToken=${token}` : '';
      const answer = await tab.fetch(tc(`queue/v1/tasks/status${query}`), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ taskIds: [...taskIds, 'AAAAAAAAQAqAAAAAAAAAAA'] }),
      });
      const page = await answer.json();
      found.push(...page.statuses.map((s: { taskId: string }) => s.taskId));
      token = page.continuationToken;
    } while (token);
    expect(found).toEqual(taskIds);
  });

  it('decision tasks carry the scope that hook actions need', async () => {
    const { tab, push } = start();
    const task = await get(tab, tc(`queue/v1/task/${push.decisionTask}`));
    expect(task.scopes).toContain('in-tree:hook-action:project-gecko/in-tree-action-3-*');
    expect(task.tags.kind).toBe('decision-task');
  });

  it('unknown query keys are 400, unknown tasks 404', async () => {
    const { tab, push } = start();
    const extra = await tab.fetch(tc(`queue/v1/task/${push.decisionTask}?deputy=1`));
    expect([extra.status, (await extra.json()).code]).toEqual([400, 'InvalidRequestArguments']);
    const gone = await tab.fetch(tc('queue/v1/task/AAAAAAAAQAqAAAAAAAAAAA'));
    expect([gone.status, (await gone.json()).code]).toEqual([404, 'ResourceNotFound']);
  });

  it('preflights are answered for anybody, without credentials', async () => {
    const { tab } = start();
    const answer = await tab.fetch(tc('queue/v1/tasks'), {
      method: 'OPTIONS',
      headers: { 'Access-Control-Request-Method': 'POST' },
    });
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-max-age': '900',
      'access-control-allow-headers':
        'X-Requested-With,Content-Type,Authorization,Accept,Origin,Cache-Control',
    });
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
    expect(answer.headers.has('access-control-expose-headers')).toBe(false);
  });
});

describe('login through Treeherder (taskcluster-actions 4.2)', () => {
  const redirectUri = `${TREEHERDER_ORIGIN}/taskcluster-auth`;
  const authorize = (changes: Record<string, string> = {}) =>
    `${TASKCLUSTER_ROOT}/login/oauth/authorize?${new URLSearchParams({
      client_id: 'treeherder-production-client',
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'hooks:trigger-hook:*',
      state: 'nonce',
      ...changes,
    })}`;

  async function exchange(tab: ReturnType<typeof start>['tab'], code: string) {
    return tab.fetch(`${TASKCLUSTER_ROOT}/login/oauth/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        client_id: 'treeherder-production-client',
      }).toString(),
    });
  }

  it('gives credentials that trigger hooks and nothing else; a code works once', async () => {
    const { sandbox, tab } = start();
    const back = await tab.fetch(authorize(), { redirect: 'manual' });
    const to = new URL(back.headers.get('location') ?? '');
    expect([to.origin + to.pathname, to.searchParams.get('state')]).toEqual([redirectUri, 'nonce']);
    const code = to.searchParams.get('code') ?? '';
    const token = await (await exchange(tab, code)).json();
    expect((await exchange(tab, code)).status).toBe(403);
    const answer = await tab.fetch(`${TASKCLUSTER_ROOT}/login/oauth/credentials`, {
      headers: { Authorization: `Bearer ${token.access_token}` },
    });
    const { expires, credentials } = await answer.json();
    expect(Date.parse(expires)).toBeLessThan(sandbox.clock.now() + 3 * 86_400_000);
    const client = sandbox.world.clients.get(credentials.clientId);
    expect(client?.scopes.every((s) => s.startsWith('hooks:trigger-hook:'))).toBe(true);
    expect(answer.headers.get('access-control-allow-origin')).toBe(TREEHERDER_ORIGIN);
  });

  it.each([
    [{ scope: '*' }, 'invalid_scope'],
    [{ response_type: 'token' }, 'unsupported_response_type'],
  ])('%j is sent back with an error', async (changes, error) => {
    const { tab } = start();
    const back = await tab.fetch(authorize(changes), { redirect: 'manual' });
    expect(new URL(back.headers.get('location') ?? '').searchParams.get('error')).toBe(error);
  });

  const codeOf = (answer: Response) =>
    new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const bearer = (tab: ReturnType<typeof start>['tab'], token: string) =>
    tab.fetch(`${TASKCLUSTER_ROOT}/login/oauth/credentials`, {
      headers: { Authorization: `Bearer ${token}` },
    });

  it('asks first where the client is not trusted; a yes counts once, and a no is told', async () => {
    const { sandbox, tab } = start();
    sandbox.world.knobs.asksForConsent = true;
    const decide = (page: string, more = '') =>
      tab.fetch(`${TASKCLUSTER_ROOT}/login/oauth/authorize/decision`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: `transaction_id=${/value="(\w+)"/.exec(page)?.[1]}${more}`,
      });
    const ask = async () => (await tab.fetch(authorize(), { redirect: 'manual' })).text();
    const page = await ask();
    const answer = await decide(page);
    expect((await exchange(tab, codeOf(answer))).status).toBe(200);
    expect((await decide(page)).status).toBe(400);
    const denied = await decide(await ask(), '&cancel=1');
    expect(denied.headers.get('location')).toBe(`${redirectUri}?state=nonce&error=access_denied`);
  });

  it('codes and tokens are good for ten minutes, credentials as long as was asked for, three days at most', async () => {
    const { sandbox, tab } = start();
    const code = async (changes = {}) => codeOf(await tab.fetch(authorize(changes), { redirect: 'manual' }));
    const late = await code();
    sandbox.clock.advance(601);
    expect((await exchange(tab, late)).status).toBe(403);
    const { access_token: token } = await (await exchange(tab, await code())).json();
    sandbox.clock.advance(601);
    expect((await bearer(tab, token)).status).toBe(403);
    for (const [expires, hours] of [
      ['1 hour', 1],
      ['30 days', 72],
    ] as const) {
      const grant = await (await exchange(tab, await code({ expires }))).json();
      const told = await (await bearer(tab, grant.access_token)).json();
      // told 30 s early
      expect(Date.parse(told.expires)).toBe(sandbox.clock.now() + hours * 3_600_000 - 30_000);
    }
    const odd = await tab.fetch(authorize({ expires: 'never' }), { redirect: 'manual' });
    expect(odd.headers.get('location')).toContain('error=invalid_request');
  });

  it('no other client, redirect or grant gets anything', async () => {
    const { tab } = start();
    for (const changes of [{ client_id: 'deputy' }, { redirect_uri: 'https://example.com/' }])
      expect((await tab.fetch(authorize(changes), { redirect: 'manual' })).status).toBe(400);
    expect((await exchange(tab, 'made up')).status).toBe(403);
    expect((await bearer(tab, 'made up')).status).toBe(403);
  });

  it('with two people in the world, the browser that asks gets its own', async () => {
    const { sandbox } = start();
    const second = sandbox.openTab({ user: 'second' });
    const answer = await second.fetch(authorize(), { redirect: 'follow' });
    expect(answer.status).toBe(200);
    const code = sandbox.log.entries.at(-1)?.path.match(/code=([^&]*)/)?.[1] ?? '';
    const token = await (await exchange(second, code)).json();
    const { credentials } = await get(
      {
        ...second,
        fetch: (input) => second.fetch(input, { headers: { Authorization: `Bearer ${token.access_token}` } }),
      },
      `${TASKCLUSTER_ROOT}/login/oauth/credentials`,
    );
    expect(credentials.clientId).toContain('|second/');
  });
});

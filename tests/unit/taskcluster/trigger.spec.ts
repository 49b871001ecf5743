import { afterEach, describe, expect, it, vi } from 'vitest';
import { instant } from '@/lib/model/ids';
import { fireHook } from '@/lib/taskcluster/trigger';

const ROOT = 'https://firefox-ci-tc.services.mozilla.com';
const TASK = 'eKzw8Q4BThCQ6ftB2QFPaQ';
const TRIGGER = {
  hookGroupId: 'project-gecko',
  hookId: 'in-tree-action-3-generic/09c08c5d4d',
  payload: { user: {} },
};

const json = (value: unknown, status = 200) => Response.json(value, { status });
const error = (status: number, code: string, message: string) =>
  json({ code, message: `${message}\n\n---\n\n* method:     triggerHook`, requestInfo: {} }, status);

function fire(answer: () => Promise<Response>) {
  const asked: { url: string; init: RequestInit }[] = [];
  const outcome = fireHook(
    {
      fetch: async (url, init = {}) => {
        asked.push({ url, init });
        return answer();
      },
      now: () => instant(1_795_500_000_999),
      nonce: () => 'k3f9ab',
    },
    ROOT,
    TRIGGER,
    { clientId: 'me', accessToken: 'secret' },
  );
  return { outcome, asked };
}

afterEach(() => vi.restoreAllMocks());

describe('firing a hook', () => {
  it('posts the payload once, signed for this hook alone, without cookies or redirects', async () => {
    const { outcome, asked } = fire(async () => json({ taskId: TASK, status: { taskId: TASK } }));
    expect(await outcome).toEqual({ kind: 'ok', value: TASK });
    expect(asked).toHaveLength(1);
    const [{ url, init }] = asked as [(typeof asked)[number]];
    expect(url).toBe(
      `${ROOT}/api/hooks/v1/hooks/project-gecko/in-tree-action-3-generic%2F09c08c5d4d/trigger`,
    );
    expect(init).toMatchObject({
      method: 'POST',
      credentials: 'omit',
      redirect: 'error',
      body: '{"user":{}}',
    });
    const header = (init.headers as Record<string, string>).Authorization ?? '';
    expect(header).toContain('ts="1795500000"');
    const ext = /ext="([^"]+)"/.exec(header)?.[1] ?? '';
    expect(JSON.parse(atob(ext))).toEqual({
      authorizedScopes: ['hooks:trigger-hook:project-gecko/in-tree-action-3-generic/09c08c5d4d'],
    });
    expect(header).not.toContain('secret');
  });

  const lost = () => {
    throw new TypeError('Failed to fetch');
  };
  it.each<[string, () => Response, string, string]>([
    ['200 without a task', () => json({ status: {} }), 'unclear', 'unexpected answer'],
    ['200 with an odd task', () => json({ status: { taskId: '<b>' } }), 'unclear', 'unexpected answer'],
    [
      '200 with a page',
      () => new Response('<!doctype html>', { status: 200 }),
      'unclear',
      'unexpected answer',
    ],
    ['400', () => error(400, 'InputError', 'Schema Validation Failed!'), 'refused', 'bad request'],
    [
      '400 after it was fired',
      () => error(400, 'InputError', 'While firing hook: createTask failed'),
      'unclear',
      'bad request',
    ],
    [
      '401',
      () => error(401, 'AuthenticationFailed', 'Authentication Failed: Access denied'),
      'refused',
      'credentials refused',
    ],
    [
      '403',
      () => error(403, 'InsufficientScopes', 'Client ID me does not have sufficient scopes'),
      'refused',
      'scopes',
    ],
    ['404', () => error(404, 'ResourceNotFound', 'No such hook'), 'refused', 'too old'],
    ['403 of a proxy', () => new Response('Forbidden', { status: 403 }), 'unclear', 'scopes'],
    ['404 of a proxy', () => new Response('<h1>404</h1>', { status: 404 }), 'unclear', 'too old'],
    ['429', () => error(429, 'TooManyRequests', 'Slow down'), 'unclear', 'rate limited'],
    ['500', () => error(500, 'InternalServerError', 'Internal Server Error'), 'unclear', 'server'],
    ['502 with a page', () => new Response('<h1>Bad Gateway</h1>', { status: 502 }), 'unclear', 'server'],
    ['a broken line', lost, 'unclear', 'network'],
  ])('%s', async (_, answer, kind, problem) => {
    const { outcome, asked } = fire(async () => answer());
    expect(await outcome).toMatchObject({ kind, problem: { kind: problem } });
    expect(asked).toHaveLength(1);
  });

  it('gives the first words of an error and not the whole envelope', async () => {
    const { outcome } = fire(async () => error(403, 'InsufficientScopes', 'Client ID me lacks scopes'));
    const answer = await outcome;
    if (answer.kind === 'ok') throw new Error('unexpected');
    expect(answer.problem).toMatchObject({
      status: 403,
      detail: expect.stringMatching(/^Client ID me lacks scopes\s*$/),
    });
  });

  it('gives up after 30 seconds, and calls the end unclear', async () => {
    const patience = new AbortController();
    const given = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal);
    const { outcome, asked } = fire(async () => {
      patience.abort(new DOMException('', 'TimeoutError'));
      throw patience.signal.reason;
    });
    expect(await outcome).toMatchObject({ kind: 'unclear', problem: { kind: 'timeout' } });
    expect(given).toHaveBeenCalledExactlyOnceWith(30_000);
    expect(asked[0]?.init.signal).toBe(patience.signal);
    expect(asked).toHaveLength(1);
  });
});

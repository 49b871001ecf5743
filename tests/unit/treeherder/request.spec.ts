import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { getJson, putJson } from '@/lib/treeherder/request';
import { exchange, html, json } from './answers.fixture';

const Thing = z.object({ id: z.int() });
const lost = () => new TypeError('Failed to fetch');
const get = (e: ReturnType<typeof exchange>, signal?: AbortSignal) =>
  getJson(e.deps, '/api/thing/1/?deputy=1', Thing, signal);
const put = (e: ReturnType<typeof exchange>) => putJson(e.deps, '/api/thing/1/', { notes: 'x' }, Thing);

afterEach(() => vi.restoreAllMocks());

describe('reading', () => {
  it('gives what the schema understands', async () => {
    const e = exchange([json({ id: 7, other: 'field' })]);
    expect(await get(e)).toEqual({ kind: 'ok', value: { id: 7 } });
    expect(e.asked[0]).toMatchObject({
      url: 'https://treeherder.mozilla.org/api/thing/1/?deputy=1',
      init: { method: 'GET', credentials: 'same-origin' },
    });
  });

  it.each([429, 502, 503, 504])('is tried again twice after %i, with a pause', async (status) => {
    const e = exchange([html(status), html(status), json({ id: 1 })]);
    expect((await get(e)).kind).toBe('ok');
    expect(e.pauses).toEqual([500, 2000]);
  });

  it('is tried again when the line breaks, and says so after the third time', async () => {
    const e = exchange([lost(), lost(), lost()]);
    expect(await get(e)).toMatchObject({
      kind: 'failed',
      problem: { kind: 'network', message: 'Treeherder could not be reached.' },
    });
    expect(e.asked).toHaveLength(3);
  });

  it.each([
    [
      'not logged in',
      json({ detail: 'Authentication credentials were not provided.' }, 403),
      'not logged in',
    ],
    ['not staff', json({ detail: 'You do not have permission to perform this action.' }, 403), 'not staff'],
    ['not found', json({ detail: 'No PerformanceAlertSummary matches the given query.' }, 404), 'not found'],
    ['a bad request', json({ notes: ['Not a valid string.'] }, 400), 'bad request'],
    ['a server error', html(500), 'server'],
    ['a page where data was due', html(200), 'not json'],
    ['broken JSON', new Response('{"id":', { headers: { 'Content-Type': 'application/json' } }), 'not json'],
    ['an unexpected form', json({ id: 'seven' }), 'unexpected answer'],
  ])('tells %s, and asks once', async (_, answer, kind) => {
    const e = exchange([answer]);
    expect(await get(e)).toMatchObject({ kind: 'failed', problem: { kind } });
    expect(e.asked).toHaveLength(1);
  });

  it.each([
    [{ detail: 'Throttled.' }, 'Throttled.'],
    [{ message: 'Incorrect push was provided' }, 'Incorrect push was provided'],
    [
      { notes: ['Not a valid string.'], status: ['"x" is not a valid choice.'] },
      'notes: Not a valid string.; status: "x" is not a valid choice.',
    ],
    [['one', 'two'], 'one two'],
    ['IDs cannot be identical', 'IDs cannot be identical'],
  ])('passes the words of %j on', async (body, words) => {
    expect(await get(exchange([json(body, 400)]))).toMatchObject({ problem: { detail: words, status: 400 } });
  });

  it('cuts what a server says to a bearable length', async () => {
    const outcome = await get(exchange([json({ detail: 'x'.repeat(5000) }, 400)]));
    expect(outcome.kind === 'failed' && outcome.problem.detail?.length).toBeLessThan(310);
  });

  it('says which field has an unexpected form', async () => {
    expect(await get(exchange([json({ id: null })]))).toMatchObject({
      problem: { message: expect.stringContaining('/api/thing/1/'), detail: expect.stringMatching(/^id: /) },
    });
  });

  it('ends when it is stopped, without another try', async () => {
    const stop = new AbortController();
    const e = exchange([
      async () => {
        stop.abort();
        throw new DOMException('', 'AbortError');
      },
    ]);
    expect(await get(e, stop.signal)).toMatchObject({ kind: 'failed', problem: { kind: 'stopped' } });
    expect(e.asked).toHaveLength(1);
  });

  it('gives up after 30 seconds', async () => {
    const timeout = new AbortController();
    const given = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(timeout.signal);
    const e = exchange([
      async () => {
        timeout.abort(new DOMException('', 'TimeoutError'));
        throw timeout.signal.reason;
      },
    ]);
    expect(await get(e)).toMatchObject({ problem: { kind: 'timeout' } });
    expect(given).toHaveBeenCalledWith(30_000);
    expect(e.asked).toHaveLength(1);
  });
});

describe('writing', () => {
  it('sends the token of this very moment', async () => {
    const e = exchange([json({ id: 1 })], ['fresh']);
    expect((await put(e)).kind).toBe('ok');
    expect(e.asked[0]?.init).toMatchObject({
      method: 'PUT',
      body: '{"notes":"x"}',
      headers: { 'X-CSRFToken': 'fresh', 'Content-Type': 'application/json' },
    });
  });

  it('sends nothing without a session', async () => {
    const e = exchange([], [null]);
    expect(await put(e)).toMatchObject({ kind: 'refused', problem: { kind: 'not logged in' } });
  });

  it('reads the token again when it was rotated meanwhile, once', async () => {
    const stale = () =>
      json({ detail: "CSRF Failed: CSRF token from the 'X-Csrftoken' HTTP header incorrect." }, 403);
    const e = exchange([stale(), json({ id: 1 })], ['old', 'new']);
    expect((await put(e)).kind).toBe('ok');
    expect(e.asked.map((a) => (a.init.headers as Record<string, string>)['X-CSRFToken'])).toEqual([
      'old',
      'new',
    ]);
    const twice = exchange([stale(), stale()], ['old', 'new']);
    expect(await put(twice)).toMatchObject({ kind: 'refused', problem: { kind: 'csrf' } });
    expect(twice.asked).toHaveLength(2);
  });

  it.each([
    [
      'not logged in',
      json({ detail: 'Authentication credentials were not provided.' }, 403),
      'refused',
      'not logged in',
    ],
    [
      'not staff',
      json({ detail: 'You do not have permission to perform this action.' }, 403),
      'refused',
      'not staff',
    ],
    ['a refusal of the field', json({ notes: ['Not a valid string.'] }, 400), 'refused', 'bad request'],
    ['not found', json({ detail: 'Not found.' }, 404), 'refused', 'not found'],
    ['a rate limit', html(429), 'refused', 'rate limited'],
    ['a server error', html(500), 'unclear', 'server'],
    ['a bad gateway', html(502), 'unclear', 'server'],
    ['a broken line', lost(), 'unclear', 'network'],
    ['a page for an answer', html(200), 'unclear', 'not json'],
    [
      'a broken answer',
      new Response('{"id', { headers: { 'Content-Type': 'application/json' } }),
      'unclear',
      'not json',
    ],
    ['an answer of another form', json({ id: 'x' }), 'unclear', 'unexpected answer'],
  ])('is made once, and %s is %s', async (_, answer, outcome, kind) => {
    const e = exchange([answer]);
    expect(await put(e)).toMatchObject({ kind: outcome, problem: { kind } });
    expect(e.asked).toHaveLength(1);
    expect(e.pauses).toEqual([]);
  });
});

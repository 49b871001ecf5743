import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { CONTENT_TO_BACKGROUND, Envelope, isMessageName, MESSAGES_VERSION } from '@/lib/messages/background';
import { createCaller } from '@/lib/messages/caller';

describe('the envelope', () => {
  it('has the version, a name and a request', () => {
    const message = { deputy: MESSAGES_VERSION, name: 'content-bg settings', request: {} };
    expect(z.safeParse(Envelope, message).success).toBe(true);
  });

  it.each([
    ['another version', { deputy: 2, name: 'content-bg settings', request: {} }],
    ['no version', { name: 'content-bg settings', request: {} }],
    ['no name', { deputy: 1, request: {} }],
    ['a name that is no text', { deputy: 1, name: {}, request: {} }],
    ['text', 'content-bg settings'],
    ['nothing', null],
  ])('is refused with %s', (_, message) => expect(z.safeParse(Envelope, message).success).toBe(false));

  it.each([
    'toString',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    '',
    'content-bg',
    'content-bg Settings',
  ])('with the name %j is nobody’s', (name) => expect(isMessageName(name)).toBe(false));

  it('tells its direction in every name', () => {
    for (const name of Object.keys(CONTENT_TO_BACKGROUND)) {
      expect(name).toMatch(/^content-bg [a-z ]+$/);
      expect(isMessageName(name)).toBe(true);
    }
  });
});

describe('requests', () => {
  const accepts = (name: keyof typeof CONTENT_TO_BACKGROUND, request: unknown) =>
    z.safeParse(CONTENT_TO_BACKGROUND[name].request as z.ZodMiniType, request).success;

  it.each([
    ['content-bg lease take', { summaries: [1], holder: 'a' }, true],
    ['content-bg lease take', { summaries: ['1'], holder: 'a' }, false],
    ['content-bg lease take', { summaries: [1.5], holder: 'a' }, false],
    ['content-bg lease take', { summaries: [1] }, false],
    ['content-bg read summary', { id: 7 }, true],
    ['content-bg read summary', { id: '7/../../user' }, false],
    ['content-bg journal', { summary: 7 }, true],
    ['content-bg journal', {}, false],
    ['content-bg look for round', { repository: 'a', root: 'r', revisions: [], nonce: 'n', since: 0 }, true],
    [
      'content-bg look for round',
      { repository: 'a', root: 'r', revisions: [1], nonce: 'n', since: 0 },
      false,
    ],
    ['content-bg merge notes', { base: '', theirs: '', ours: '' }, true],
    ['content-bg merge notes', { base: '', theirs: null, ours: '' }, false],
    ['content-bg check rounds now', {}, true],
  ] as const)('%s %j: %s', (name, request, good) => expect(accepts(name, request)).toBe(good));

  it('are cut down to what is known: nothing travels along', () => {
    const request = { summaries: [1], holder: 'a', accessToken: 'secret' };
    expect(z.parse(CONTENT_TO_BACKGROUND['content-bg lease take'].request, request)).toEqual({
      summaries: [1],
      holder: 'a',
    });
  });

  it('have no room for credentials in any message', () => {
    expect(JSON.stringify(Object.keys(CONTENT_TO_BACKGROUND))).not.toMatch(
      /credential|token|sign|trigger hook|write/,
    );
  });
});

describe('the caller', () => {
  it('wraps the request and gives the answer', async () => {
    const sent: unknown[] = [];
    const call = createCaller(async (message) => {
      sent.push(message);
      return { granted: true };
    });
    const request = { summaries: [1], holder: 'a' };
    expect(await call('content-bg lease take', request)).toEqual({ granted: true });
    expect(sent).toEqual([{ deputy: MESSAGES_VERSION, name: 'content-bg lease take', request }]);
    expect(z.safeParse(Envelope, sent[0]).success).toBe(true);
  });

  it.each([undefined, null, 'yes', 0])('rejects the answer %j: nobody was there', async (answer) => {
    const call = createCaller(async () => answer);
    await expect(call('content-bg settings', {})).rejects.toThrow('content-bg settings');
  });

  it('passes the loss of the extension on', async () => {
    const call = createCaller(async () => {
      throw new Error('Extension context invalidated.');
    });
    await expect(call('content-bg settings', {})).rejects.toThrow('invalidated');
  });
});

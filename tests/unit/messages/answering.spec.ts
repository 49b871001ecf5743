import { describe, expect, it } from 'vitest';
import { orphaned } from '@/lib/actions/leaseHolder';
import { type Asker, answerMessage, answerPageMessage } from '@/lib/messages/answering';
import { type BackgroundHandlers, CONTENT_TO_BACKGROUND, MESSAGES_VERSION } from '@/lib/messages/background';
import { createCaller } from '@/lib/messages/caller';
import { PAGE_TO_BACKGROUND, type PageHandlers } from '@/lib/messages/pages';

const content: Asker = { kind: 'content', tabId: 7 };

/** A background with these handlers, and a page that calls it. */
function stand(some: Partial<BackgroundHandlers>, asker: Asker = content) {
  const failures: string[] = [];
  const ask = (message: unknown) =>
    answerMessage(some as BackgroundHandlers, message, asker, (name) => failures.push(name));
  return { ask, call: createCaller(async (message) => ask(message)), failures };
}
const message = (name: string, request: unknown = {}) => ({ deputy: MESSAGES_VERSION, name, request });

describe('the background answers', () => {
  it('with what the handler gives, and tells it the tab', async () => {
    const { call } = stand({ 'content-bg lease take': async (_, { tabId }) => ({ granted: tabId === 7 }) });
    expect(await call('content-bg lease take', { summaries: [1], holder: 'a' })).toEqual({ granted: true });
  });

  it.each([
    ['text', 'content-bg settings'],
    ['another version', { deputy: 2, name: 'content-bg settings', request: {} }],
    ['a name of nobody', message('content-bg fire a hook')],
    ['a name of every object', message('constructor')],
  ])('nothing at all to %s', (_, sent) => expect(stand({}).ask(sent)).toBeUndefined());

  it('to a page of its own nothing that is a content script’s, and the other way round', async () => {
    const own = stand({}, { kind: 'own page' });
    for (const name of Object.keys(CONTENT_TO_BACKGROUND)) expect(own.ask(message(name))).toBeUndefined();
    const report = { waiting: 1, dataIn: 0, failed: 0 };
    const handlers = { 'page-bg check rounds now': async () => report } as unknown as PageHandlers;
    const askPage = (name: string, asker: Asker) =>
      answerPageMessage(handlers, message(name), asker, () => {});
    expect(await askPage('page-bg check rounds now', { kind: 'own page' })).toEqual(report);
    for (const name of Object.keys(PAGE_TO_BACKGROUND)) {
      expect(name).toMatch(/^page-bg [a-z ]+$/);
      expect(askPage(name, content)).toBeUndefined();
      expect(stand({}).ask(message(name))).toBeUndefined();
    }
    expect(askPage('content-bg settings', { kind: 'own page' })).toBeUndefined();
  });
});

describe('a handler that fails', () => {
  const full = async () => {
    throw new Error('QuotaExceededError');
  };

  it('reads as a failure inside Deputy, not as an update', async () => {
    const { call, failures } = stand({ 'content-bg undo list': full });
    const error = await call('content-bg undo list', {}).catch((e: unknown) => e);
    expect(orphaned(error)).toMatchObject({
      kind: 'internal',
      message: expect.stringMatching(/^Deputy itself failed/),
      detail: expect.stringContaining('QuotaExceededError'),
    });
    expect(failures).toEqual(['content-bg undo list']);
  });

  it.each([
    ['a request', { request: { summaries: ['1'], holder: 'a' }, granted: true }],
    ['an answer', { request: { summaries: [1], holder: 'a' }, granted: 'yes' }],
  ])('is told alike for %s that does not fit its schema', async (_, { request, granted }) => {
    const { ask } = stand({ 'content-bg lease take': async () => ({ granted: granted as boolean }) });
    expect(await ask(message('content-bg lease take', request))).toEqual({
      deputyFailed: expect.any(String),
    });
  });

  it('is told apart from an extension that is gone', async () => {
    const call = createCaller(async () => undefined);
    const error = await call('content-bg settings', {}).catch((e: unknown) => e);
    expect(orphaned(error)).toMatchObject({
      kind: 'orphaned',
      message: expect.stringMatching(/reload the page/),
    });
  });
});

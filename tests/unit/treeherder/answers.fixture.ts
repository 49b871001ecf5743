import type { RequestDeps } from '@/lib/treeherder/request';
import { createServerClock } from '@/lib/treeherder/serverClock';

/** One answer of the stand-in: what `fetch` resolves with, or the error that it rejects with. */
export type Answer = Response | Error | (() => Promise<Response>);

export interface Exchange {
  readonly deps: RequestDeps;
  readonly asked: { readonly url: string; readonly init: RequestInit }[];
  /** Pauses between tries, in milliseconds. */
  readonly pauses: number[];
}

export const json = (value: unknown, status = 200) =>
  new Response(JSON.stringify(value), {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
  });
export const html = (status = 200, text = '<!doctype html><title>Error</title>') =>
  new Response(text, { status, headers: { 'Content-Type': 'text/html' } });

/** Answers one after another; more requests than answers are an error of the test. */
export function exchange(
  answers: readonly Answer[],
  tokens: readonly (string | null)[] = ['token'],
): Exchange {
  const left = [...answers];
  const cookies = [...tokens];
  const asked: Exchange['asked'] = [];
  const pauses: number[] = [];
  return {
    asked,
    pauses,
    deps: {
      origin: 'https://treeherder.mozilla.org',
      fetch: async (url, init = {}) => {
        asked.push({ url, init });
        const next = left.shift();
        if (!next) throw new Error(`unexpected request ${url}`);
        if (next instanceof Error) throw next;
        return next instanceof Response ? next : next();
      },
      csrfToken: () => (cookies.length > 1 ? (cookies.shift() ?? null) : (cookies[0] ?? null)),
      clock: createServerClock(
        () => 0,
        () => 0,
      ),
      wait: async (ms) => {
        pauses.push(ms);
      },
    },
  };
}

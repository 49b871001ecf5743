import { type CredentialsWanted, logIn } from './control.ts';
import { ARTIFACT_HOST, TASKCLUSTER_ROOT, TREEHERDER_HOST, TREEHERDER_ORIGIN } from './hosts.ts';
import type { Sandbox } from './sandbox.ts';

export interface TabOptions {
  /** Short name of a user; null for nobody. 'sheriff' when left out. */
  readonly user?: string | null;
  readonly credentials?: CredentialsWanted;
}

/** One tab of the site in Node: what a content script would see and send, without a browser. */
export interface SandboxTab {
  /** `window.fetch` of the tab: relative addresses, cookies, Origin and Referer, redirects followed. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** `document.cookie`: without the session, which is HttpOnly. */
  cookie(): string;
  csrfToken(): string | null;
  /** `localStorage` of the origin. */
  readonly storage: Map<string, string>;
  /** The stored Taskcluster credentials, or null. */
  credentials(): { clientId: string; accessToken: string } | null;
}

const MAX_REDIRECTS = 5;

/** @param options whose session it has: the sheriff's when nothing is said, nobody's with null */
export function openTab(sandbox: Sandbox, options: TabOptions = {}): SandboxTab {
  const cookies = new Map<string, string>();
  const storage = new Map<string, string>();
  const name = options.user === undefined ? 'sheriff' : options.user;
  if (name !== null) {
    const user = sandbox.world.userByName(name);
    if (!user) throw new Error(`The scenario has no user ${name}.`);
    const login = logIn(sandbox.world, user, options.credentials ?? 'valid');
    cookies.set('sessionid', login.sessionId);
    cookies.set('csrftoken', login.csrfToken);
    for (const [key, value] of Object.entries(login.storage)) storage.set(key, value);
  }

  const send = async (url: URL, init: RequestInit): Promise<Response> => {
    const isOwn = url.hostname === TREEHERDER_HOST;
    const method = (init.method ?? 'GET').toUpperCase();
    const headers = new Headers(init.headers);
    if (isOwn && init.credentials !== 'omit' && cookies.size > 0) {
      headers.set('cookie', [...cookies].map(([k, v]) => `${k}=${v}`).join('; '));
    }
    if (!headers.has('referer')) headers.set('referer', `${TREEHERDER_ORIGIN}/perfherder/alerts`);
    // browsers send no Origin with a plain read of their own site
    if (!headers.has('origin') && (!isOwn || !['GET', 'HEAD'].includes(method))) {
      headers.set('origin', TREEHERDER_ORIGIN);
    }
    const answer = await sandbox.fetch(new Request(url, { ...init, headers, redirect: 'manual' }));
    if (isOwn) for (const line of answer.headers.getSetCookie()) keepCookie(cookies, line);
    return answer;
  };

  return {
    storage,
    cookie: () =>
      [...cookies]
        .filter(([k]) => k !== 'sessionid')
        .map(([k, v]) => `${k}=${v}`)
        .join('; '),
    csrfToken: () => cookies.get('csrftoken') ?? null,
    credentials() {
      const stored = storage.get('userCredentials');
      return stored ? (JSON.parse(stored)[TASKCLUSTER_ROOT]?.credentials ?? null) : null;
    },
    async fetch(input, init = {}) {
      const request = input instanceof Request ? input : null;
      let url = new URL(request ? request.url : String(input), `${TREEHERDER_ORIGIN}/perfherder/alerts`);
      let asked: RequestInit = request
        ? {
            method: request.method,
            headers: request.headers,
            signal: request.signal,
            redirect: request.redirect,
            credentials: request.credentials,
            ...(['GET', 'HEAD'].includes(request.method) ? {} : { body: await request.text() }),
            ...init,
          }
        : init;
      for (let hop = 0; ; hop++) {
        const answer = await send(url, asked);
        const location = answer.headers.get('location');
        if (location === null || answer.status < 300 || answer.status >= 400) return answer;
        if (asked.redirect === 'manual') return answer;
        if (asked.redirect === 'error' || hop === MAX_REDIRECTS) throw new TypeError('fetch failed');
        url = new URL(location, url);
        if (url.hostname === ARTIFACT_HOST && new Headers(asked.headers).has('authorization')) {
          // the bucket knows no preflight: a header that needs one breaks the read
          throw new TypeError('fetch failed');
        }
        if (answer.status === 303) {
          const { body: _, ...rest } = asked;
          asked = { ...rest, method: 'GET' };
        }
      }
    },
  };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ');
  const at = pair.indexOf('=');
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  if (attributes.includes('Max-Age=0')) cookies.delete(name);
  else cookies.set(name, value);
}

import type { Instant } from '@/lib/model/ids';
import { every } from '@/lib/timers/timers';
import { readCredentials } from './session';

/**
 * How the site's Taskcluster login ended: new credentials are there, the person came back without, the browser let no
 * window open, the site has no login on this origin, or the caller gave up.
 */
export type LoginResult = 'logged in' | 'closed' | 'blocked' | 'unknown origin' | 'stopped';

export interface LoginOptions {
  readonly view: Window & typeof globalThis;
  /** Taskcluster root of the repository (`tc_root_url`), one that the caller knows: the login is sent there. */
  readonly root: string;
  /** On Treeherder's clock. */
  readonly now: () => Instant;
  readonly signal: AbortSignal;
}

/** Where Deputy runs, and the OAuth client that Taskcluster knows it by (Treeherder's `tcClientIdMap`). */
const ORIGIN = 'https://treeherder.mozilla.org';
const CLIENT_ID = 'treeherder-production-client';
/** The one scope that the site's client asks for; enough to trigger hooks. */
const SCOPE = 'hooks:trigger-hook:*';
/** As long as the site's own. */
const NONCE_LENGTH = 21;
const POLL_MS = 500;
/** The login page stores the credentials and closes itself in one go; which of the two is seen first is not certain. */
const AFTER_CLOSING_MS = 1000;

/**
 * Starts the site's own Taskcluster login in a new tab, from a person's click, and waits for its end. Writes `requestState`
 * and `tcRootUrl` into the page's storage, which the site's callback page checks, and nothing else.
 */
export function startTaskclusterLogin({ view, root, now, signal }: LoginOptions): Promise<LoginResult> {
  const { localStorage: pageStorage, document } = view;
  const { origin } = view.location;
  if (signal.aborted) return Promise.resolve('stopped');
  if (origin !== ORIGIN) return Promise.resolve('unknown origin');

  const expiry = () => {
    const found = readCredentials(root, now(), pageStorage);
    return found.kind === 'ok' ? found.expires : null;
  };
  const expiryBefore = expiry();
  // some 80 bits of chance
  const nonce = view.crypto.randomUUID().replaceAll('-', '').slice(0, NONCE_LENGTH);
  pageStorage.setItem('requestState', nonce);
  pageStorage.setItem('tcRootUrl', root);
  const opened = view.open(authorizeUrl(root, nonce), '_blank');
  if (!opened) return Promise.resolve('blocked');

  const { promise, resolve } = Promise.withResolvers<LoginResult>();
  const over = new AbortController();
  const look = () => {
    const found = expiry();
    if (found !== null && found !== expiryBefore) resolve('logged in');
  };
  let closedFor = 0;
  const takeBack = every(POLL_MS, () => {
    look();
    // A login page that isolates itself (COOP) reads as closed while it is open: only somebody who is back here is done.
    closedFor = opened.closed && document.visibilityState === 'visible' ? closedFor + POLL_MS : 0;
    if (closedFor > AFTER_CLOSING_MS) resolve('closed');
  });
  view.addEventListener('storage', look, { signal: over.signal });
  signal.addEventListener('abort', () => resolve('stopped'), { signal: over.signal });

  return promise.finally(() => {
    takeBack();
    over.abort();
  });
}

function authorizeUrl(root: string, nonce: string): string {
  const query = new URLSearchParams({
    client_id: CLIENT_ID,
    response_type: 'code',
    redirect_uri: `${ORIGIN}/taskcluster-auth`,
    scope: SCOPE,
    state: nonce,
  });
  return `${root}/login/oauth/authorize?${query}`;
}

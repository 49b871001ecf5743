import { TREEHERDER_ORIGIN } from '../hosts.ts';
import type { UserRecord } from '../records.ts';
import type { World } from '../world.ts';

/** The one client that firefox-ci knows for this origin (taskcluster-actions 4.3). */
const CLIENT_ID = 'treeherder-production-client';
const REDIRECT_URI = `${TREEHERDER_ORIGIN}/taskcluster-auth`;
const SCOPE = 'hooks:trigger-hook:*';
/** Codes and access tokens live this long. */
const GRANT_MS = 10 * 60_000;
const CREDENTIALS_MS = 3 * 86_400_000;

/** What somebody allowed, or is asked to allow. */
interface Grant {
  readonly user: UserRecord;
  readonly state: string;
  /** How long the credentials are good for. */
  readonly lifetimeMs: number;
  readonly expires: number;
}

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** `expires` as Taskcluster writes times from now, "1 hour"; never longer than the client's registered maximum. */
function lifetimeOf(expires: string | null): number | null {
  if (expires === null) return CREDENTIALS_MS;
  const [, count, unit] = /^(\d+) (minute|hour|day)s?$/.exec(expires) ?? [];
  return unit === undefined ? null : Math.min(Number(count) * (UNITS[unit] ?? 0), CREDENTIALS_MS);
}

/** Granted is what was asked for, is registered for the client, and the user has. */
const grantedScopes = (user: UserRecord) => {
  const stem = SCOPE.slice(0, -1);
  const hasAll = user.scopes.some((s) => s.endsWith('*') && stem.startsWith(s.slice(0, -1)));
  return hasAll ? [SCOPE] : user.scopes.filter((s) => s.startsWith(stem));
};

export interface Credentials {
  readonly expires: string;
  readonly credentials: { readonly clientId: string; readonly accessToken: string };
}

/**
 * A new Taskcluster client for the user, with the hook part of the user's scopes. `expires` is told 30 s early.
 * @param lifetimeMs negative for credentials that have expired already
 */
export function issueCredentials(world: World, user: UserRecord, lifetimeMs = CREDENTIALS_MS): Credentials {
  const clientId = `mozilla-auth0/ad|Mozilla-LDAP|${user.name}/${CLIENT_ID}-${world.random.alphanumeric(6)}`;
  const expires = world.clock.now() + lifetimeMs;
  const accessToken = world.random.alphanumeric(44);
  world.clients.set(clientId, {
    clientId,
    accessToken,
    scopes: grantedScopes(user),
    expires,
    disabled: false,
  });
  return { expires: new Date(expires - 30_000).toISOString(), credentials: { clientId, accessToken } };
}

/** The login that Treeherder's page runs: authorize (with a question, where the client is not trusted), code, token, credentials. */
export class OAuth {
  readonly #asked = new Map<string, Grant>();
  readonly #codes = new Map<string, Grant>();
  readonly #tokens = new Map<string, Grant>();

  /** @param user who is logged in to Taskcluster; undefined sends back an error */
  authorize(world: World, query: URLSearchParams, user: UserRecord | undefined): Response {
    if (query.get('client_id') !== CLIENT_ID || query.get('redirect_uri') !== REDIRECT_URI) {
      return new Response('Unknown client or redirect URI', { status: 400 });
    }
    const state = query.get('state') ?? '';
    const lifetimeMs = lifetimeOf(query.get('expires'));
    if (query.get('response_type') !== 'code') return back(state, { error: 'unsupported_response_type' });
    if (query.get('scope') !== SCOPE) return back(state, { error: 'invalid_scope' });
    if (lifetimeMs === null) return back(state, { error: 'invalid_request' });
    if (!user) return back(state, { error: 'access_denied' });
    const grant = { user, state, lifetimeMs, expires: world.clock.now() + GRANT_MS };
    if (!world.knobs.asksForConsent) return this.#allow(world, grant);
    const transaction = world.random.alphanumeric(16);
    this.#asked.set(transaction, grant);
    return new Response(consentPage(transaction), {
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
    });
  }

  /** The answer to the question, a form: `transaction_id`, and `cancel` when it was a no. An answer counts once. */
  async decision(world: World, request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    const transaction = form.get('transaction_id') ?? '';
    const grant = this.#asked.get(transaction);
    this.#asked.delete(transaction);
    if (!grant || grant.expires < world.clock.now()) {
      return new Response('Unable to find the transaction', { status: 400 });
    }
    return form.has('cancel') ? back(grant.state, { error: 'access_denied' }) : this.#allow(world, grant);
  }

  #allow(world: World, grant: Grant): Response {
    const code = world.random.alphanumeric(32);
    this.#codes.set(code, { ...grant, expires: world.clock.now() + GRANT_MS });
    return back(grant.state, { code });
  }

  async token(world: World, request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    const code = form.get('code') ?? '';
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    const right =
      form.get('grant_type') === 'authorization_code' &&
      form.get('client_id') === CLIENT_ID &&
      form.get('redirect_uri') === REDIRECT_URI;
    if (!grant || !right || grant.expires < world.clock.now()) {
      return answer({ error: 'invalid_grant', error_description: 'Invalid authorization code' }, 403);
    }
    const token = world.random.alphanumeric(32);
    this.#tokens.set(token, { ...grant, expires: world.clock.now() + GRANT_MS });
    return answer({ access_token: token, token_type: 'Bearer', expires_in: GRANT_MS / 1000 });
  }

  credentials(world: World, request: Request): Response {
    const token = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
    const grant = this.#tokens.get(token);
    if (!grant || grant.expires < world.clock.now())
      return answer({ message: 'Could not verify access token' }, 403);
    return answer(issueCredentials(world, grant.user, grant.lifetimeMs));
  }

  /** Only the origins of registered redirect URIs may read these two. */
  preflight(): Response {
    return new Response(null, {
      status: 204,
      headers: {
        ...ORIGIN,
        'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE',
        'access-control-allow-headers': 'authorization,content-type',
      },
    });
  }
}

function back(state: string, more: Readonly<Record<string, string>>): Response {
  const to = new URL(REDIRECT_URI);
  for (const [key, value] of Object.entries({ state, ...more })) to.searchParams.set(key, value);
  return new Response(null, { status: 302, headers: { Location: to.href } });
}

const consentPage = (transaction: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Grant access</title></head><body>
<form method="post" action="/login/oauth/authorize/decision">
<p>${CLIENT_ID} asks for ${SCOPE}</p>
<input type="hidden" name="transaction_id" value="${transaction}">
<button>Allow</button> <button name="cancel" value="1">Deny</button>
</form></body></html>`;

const ORIGIN = { 'access-control-allow-origin': TREEHERDER_ORIGIN, vary: 'Origin' };

const answer = (value: unknown, status = 200) =>
  new Response(JSON.stringify(value), {
    status,
    headers: { ...ORIGIN, 'Content-Type': 'application/json; charset=utf-8' },
  });

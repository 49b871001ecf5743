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

interface Grant {
  readonly user: UserRecord;
  readonly expires: number;
}

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
    scopes: user.scopes.filter((s) => s.startsWith('hooks:trigger-hook:')),
    expires,
    disabled: false,
  });
  return { expires: new Date(expires - 30_000).toISOString(), credentials: { clientId, accessToken } };
}

/** The login that Treeherder's page runs: authorize, code, token, credentials. Consent is given without asking. */
export class OAuth {
  readonly #codes = new Map<string, Grant>();
  readonly #tokens = new Map<string, Grant>();

  /** @param user who is logged in to Taskcluster; undefined sends back an error */
  authorize(world: World, query: URLSearchParams, user: UserRecord | undefined): Response {
    const redirectUri = query.get('redirect_uri');
    if (query.get('client_id') !== CLIENT_ID || redirectUri !== REDIRECT_URI) {
      return new Response('Unknown client or redirect URI', { status: 400 });
    }
    const back = new URL(redirectUri);
    back.searchParams.set('state', query.get('state') ?? '');
    if (query.get('response_type') !== 'code') back.searchParams.set('error', 'unsupported_response_type');
    else if (query.get('scope') !== SCOPE) back.searchParams.set('error', 'invalid_scope');
    else if (!user) back.searchParams.set('error', 'access_denied');
    else {
      const code = world.random.alphanumeric(32);
      this.#codes.set(code, { user, expires: world.clock.now() + GRANT_MS });
      back.searchParams.set('code', code);
    }
    return new Response(null, { status: 302, headers: { Location: back.href } });
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
    this.#tokens.set(token, { user: grant.user, expires: world.clock.now() + GRANT_MS });
    return answer({ access_token: token, token_type: 'Bearer', expires_in: GRANT_MS / 1000 });
  }

  credentials(world: World, request: Request): Response {
    const token = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
    const grant = this.#tokens.get(token);
    if (!grant || grant.expires < world.clock.now())
      return answer({ message: 'Could not verify access token' }, 403);
    return answer(issueCredentials(world, grant.user));
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

const ORIGIN = { 'access-control-allow-origin': TREEHERDER_ORIGIN, vary: 'Origin' };

const answer = (value: unknown, status = 200) =>
  new Response(JSON.stringify(value), {
    status,
    headers: { ...ORIGIN, 'Content-Type': 'application/json; charset=utf-8' },
  });

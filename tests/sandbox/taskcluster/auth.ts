import hawk from 'hawk';
import scopeLib from 'taskcluster-lib-scopes';
import type { World } from '../world.ts';
import { ApiError } from './errors.ts';

/** Clock skew that the auth service bears. */
const SKEW_SECONDS = 15 * 60;

/** What anybody may do on firefox-ci (taskcluster-actions 3.1); every authenticated client may too. */
const ANONYMOUS_SCOPES = [
  'auth:current-scopes',
  'auth:expand-scopes',
  'auth:get-client:*',
  'hooks:get:*',
  'hooks:list-last-fires:*',
  'index:find-task:*',
  'index:list-tasks:*',
  'queue:get-artifact:public/*',
  'queue:get-task:*',
  'queue:list-artifacts:*',
  'queue:list-dependent-tasks:*',
  'queue:list-task-group:*',
  'queue:pending-count:*',
  'queue:status:*',
];

/** Roles that `assume:` scopes stand for; a name ending in `*` matches by prefix. */
const ROLES: Readonly<Record<string, readonly string[]>> = {
  'repo:hg.mozilla.org/integration/autoland:branch:default': [
    'assume:moz-tree:level:3:gecko',
    'queue:route:coalesce.*',
  ],
  'repo:hg.mozilla.org/releases/*': ['assume:moz-tree:level:3:gecko'],
  'moz-tree:level:3:gecko': ['queue:create-task:highest:gecko-3/*', 'hooks:modify-hook:project-gecko/*'],
};

export interface Caller {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly anonymous: boolean;
}

/**
 * Verifies a Hawk header as the auth service does: over method, address as sent, host and port of the Host header; the
 * nonce is not remembered, a payload hash is checked only if there is one.
 *
 * @throws ApiError AuthenticationFailed, also where an anonymous request would pass
 */
export async function authenticate(world: World, request: Request, body: string): Promise<Caller> {
  const authorization = request.headers.get('authorization');
  if (!authorization)
    return { clientId: 'static/taskcluster/anonymous', scopes: ANONYMOUS_SCOPES, anonymous: true };
  const url = new URL(request.url);
  let artifacts: Awaited<ReturnType<typeof hawk.server.authenticate>>['artifacts'];
  try {
    const verified = await hawk.server.authenticate(
      {
        method: request.method,
        url: url.pathname + url.search,
        host: url.hostname,
        port: url.port || 443,
        authorization,
      },
      async (id) => {
        const client = world.clients.get(id);
        if (!client) return null;
        if (client.disabled) throw new Error('Client is disabled');
        if (client.expires < world.clock.now()) throw new Error('Client credentials have expired');
        return { key: client.accessToken, algorithm: 'sha256' };
      },
      { timestampSkewSec: SKEW_SECONDS, localtimeOffsetMsec: world.clock.now() - Date.now() },
    );
    artifacts = verified.artifacts;
    if (artifacts.hash) {
      hawk.server.authenticatePayload(
        body,
        verified.credentials,
        artifacts,
        request.headers.get('content-type') ?? '',
      );
    }
  } catch (error) {
    throw new ApiError('AuthenticationFailed', `Authentication Failed: ${messageOf(error)}`);
  }
  const client = world.clients.get(artifacts.id);
  const own = expand([...(client?.scopes ?? []), ...ANONYMOUS_SCOPES]);
  const narrowed = authorizedScopes(artifacts.ext);
  if (!narrowed) return { clientId: artifacts.id, scopes: own, anonymous: false };
  if (!scopeLib.satisfiesExpression(own, { AllOf: narrowed })) {
    throw new ApiError(
      'AuthenticationFailed',
      'Authentication Failed: ext.authorizedScopes oversteps your scopes',
    );
  }
  return { clientId: artifacts.id, scopes: expand([...narrowed, ...ANONYMOUS_SCOPES]), anonymous: false };
}

function authorizedScopes(ext: string | undefined): string[] | undefined {
  if (!ext) return undefined;
  let parsed: { authorizedScopes?: unknown; certificate?: unknown };
  try {
    parsed = JSON.parse(Buffer.from(ext, 'base64').toString('utf8'));
  } catch {
    throw new ApiError('AuthenticationFailed', 'Authentication Failed: Failed to parse ext');
  }
  if (parsed.certificate !== undefined && parsed.certificate !== null) {
    // Treeherder's credentials are of the permanent type: the sandbox issues none with a certificate
    throw new ApiError('AuthenticationFailed', 'Authentication Failed: ext.certificate is not valid');
  }
  if (parsed.authorizedScopes === undefined) return undefined;
  const list = parsed.authorizedScopes;
  if (!Array.isArray(list) || !list.every((s) => typeof s === 'string' && scopeLib.validScope(s))) {
    throw new ApiError(
      'AuthenticationFailed',
      'Authentication Failed: ext.authorizedScopes must be an array of valid scopes',
    );
  }
  return list;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** @throws ApiError InsufficientScopes, naming what is missing */
export function requireScopes(caller: Caller, expression: unknown): void {
  if (scopeLib.satisfiesExpression(caller.scopes, expression)) return;
  const shown = JSON.stringify(expression, null, 2);
  throw new ApiError(
    'InsufficientScopes',
    `Client ID ${caller.clientId} does not have sufficient scopes and is missing the following scopes:\n\n` +
      `\`\`\`\n${shown}\n\`\`\`\n\nThis request requires the client to satisfy the following scope expression:\n\n` +
      `\`\`\`\n${shown}\n\`\`\``,
  );
}

/** `auth.expandScopes`: follows `assume:` scopes to the roles, again and again. */
export function expand(scopes: readonly string[]): string[] {
  const found = new Set(scopes);
  for (const scope of found) {
    if (!scope.startsWith('assume:')) continue;
    const role = scope.slice('assume:'.length);
    for (const [name, granted] of Object.entries(ROLES)) {
      const matches =
        scopeLib.patternMatch(role, name) || (name.endsWith('*') && role.startsWith(name.slice(0, -1)));
      if (matches) for (const one of granted) found.add(one);
    }
  }
  return scopeLib.normalizeScopeSet([...found].sort());
}

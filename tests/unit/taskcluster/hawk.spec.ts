import hawk from 'hawk';
import { describe, expect, it } from 'vitest';
import { type HawkRequest, hawkHeader } from '@/lib/taskcluster/hawk';

const NOW = 1_795_500_000;
const CREDENTIALS = {
  clientId: 'mozilla-auth0/ad|Mozilla-LDAP|jdoe/treeherder-production-client-x1',
  accessToken: 'sécret key_-',
};
const URL_WITH_SLASH =
  'https://firefox-ci-tc.services.mozilla.com/api/hooks/v1/hooks/project-gecko/in-tree-action-3-generic%2F09c08c5d4d/trigger';

const request = (over: Partial<HawkRequest> = {}): HawkRequest => ({
  url: URL_WITH_SLASH,
  method: 'POST',
  time: NOW,
  nonce: 'k3f9ab',
  authorizedScopes: ['hooks:trigger-hook:project-gecko/in-tree-action-3-generic/09c08c5d4d'],
  ...over,
});

/** Verifies as the auth service does, with the reference implementation's server side. */
async function verified(
  authorization: string,
  over: Partial<{ url: string; method: string; port: number; key: string; now: number }> = {},
) {
  const url = new URL(over.url ?? URL_WITH_SLASH);
  const { artifacts } = await hawk.server.authenticate(
    {
      method: over.method ?? 'POST',
      url: url.pathname + url.search,
      host: url.hostname,
      port: over.port ?? 443,
      authorization,
    },
    async (id) =>
      id === CREDENTIALS.clientId ? { key: over.key ?? CREDENTIALS.accessToken, algorithm: 'sha256' } : null,
    { timestampSkewSec: 15 * 60, localtimeOffsetMsec: (over.now ?? NOW) * 1000 - Date.now() },
  );
  return artifacts;
}
const extOf = (artifacts: { ext?: string }) =>
  JSON.parse(Buffer.from(artifacts.ext ?? '', 'base64').toString('utf8'));

describe('a Hawk header', () => {
  it('is accepted by the reference implementation, with the narrowed scopes inside', async () => {
    const artifacts = await verified(await hawkHeader(CREDENTIALS, request()));
    expect(artifacts.id).toBe(CREDENTIALS.clientId);
    expect(extOf(artifacts)).toEqual({ authorizedScopes: request().authorizedScopes });
  });

  it('carries the certificate of temporary credentials as it came', async () => {
    const certificate = {
      version: 1,
      scopes: ['a:*'],
      start: 1,
      expiry: 2,
      seed: 'sö',
      signature: 'x=',
      issuer: 'auth',
    };
    const header = await hawkHeader({ ...CREDENTIALS, certificate: JSON.stringify(certificate) }, request());
    expect(extOf(await verified(header))).toEqual({
      certificate,
      authorizedScopes: request().authorizedScopes,
    });
  });

  it.each([
    ['a query', `${URL_WITH_SLASH}?limit=5&x=%20`, 'GET'],
    [
      'an encoded slash and more',
      'https://firefox-ci-tc.services.mozilla.com/api/queue/v1/task/A/artifacts/public%2Factions.json',
      'get',
    ],
  ])('holds for %s', async (_, url, method) => {
    const header = await hawkHeader(CREDENTIALS, request({ url, method }));
    await expect(verified(header, { url, method: method.toUpperCase() })).resolves.toBeTruthy();
  });

  it('holds for a port of its own', async () => {
    const url = 'https://tc.example:8443/api/x';
    await expect(
      verified(await hawkHeader(CREDENTIALS, request({ url })), { url, port: 8443 }),
    ).resolves.toBeTruthy();
  });

  it.each<[string, Parameters<typeof verified>[1]]>([
    ['another address', { url: URL_WITH_SLASH.replace('09c08c5d4d', '0000000000') }],
    ['the slash decoded', { url: URL_WITH_SLASH.replace('%2F', '/') }],
    ['another method', { method: 'PUT' }],
    ['another host', { url: URL_WITH_SLASH.replace('firefox-ci-tc', 'community-tc') }],
    ['another key', { key: 'another' }],
    ['a time more than 15 minutes off', { now: NOW + 901 }],
  ])('does not hold for %s', async (_, over) => {
    await expect(verified(await hawkHeader(CREDENTIALS, request()), over)).rejects.toThrow();
  });

  it('cannot be given other scopes on the way', async () => {
    const header = await hawkHeader(CREDENTIALS, request());
    const wider = Buffer.from(JSON.stringify({ authorizedScopes: ['*'] })).toString('base64');
    await expect(verified(header.replace(/ext="[^"]+"/, `ext="${wider}"`))).rejects.toThrow();
  });

  it('never contains the key', async () => {
    const header = await hawkHeader(CREDENTIALS, request());
    expect(header).not.toContain(CREDENTIALS.accessToken);
    expect(Buffer.from(header).toString('base64')).not.toContain(Buffer.from('sécret').toString('base64'));
  });
});

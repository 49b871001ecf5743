import { describe, expect, it } from 'vitest';
import { readCredentials, readCsrfToken } from '@/lib/host/session';
import { instant } from '@/lib/model/ids';

const ROOT = 'https://firefox-ci-tc.services.mozilla.com';
const NOW = instant(Date.UTC(2026, 7, 21, 12));

describe('the CSRF token', () => {
  it.each([
    ['csrftoken=abc', 'abc'],
    ['a=1; csrftoken=ab=c; b=2', 'ab=c'],
    ['xcsrftoken=1; csrftoken=', null],
    ['', null],
    ['csrftoken', null],
  ])('of %j is %j', (cookie, token) => expect(readCsrfToken(cookie)).toBe(token));
});

describe('Taskcluster credentials in the page', () => {
  const stored = (value: unknown) => ({
    getItem: (key: string) =>
      key !== 'userCredentials' ? null : typeof value === 'string' ? value : JSON.stringify(value),
  });
  const good = {
    expires: '2026-08-22T00:00:00.000Z',
    credentials: { clientId: 'mozilla-auth0/ad|jdoe', accessToken: 'secret', certificate: '{"version":1}' },
  };

  it('are read for their root, with the certificate', () => {
    expect(readCredentials(ROOT, NOW, stored({ [ROOT]: good }))).toEqual({
      kind: 'ok',
      credentials: good.credentials,
      expires: Date.UTC(2026, 7, 22),
    });
  });

  it('may have no certificate, or a parsed one', () => {
    const { certificate: _, ...plain } = good.credentials;
    expect(readCredentials(ROOT, NOW, stored({ [ROOT]: { ...good, credentials: plain } }))).toMatchObject({
      kind: 'ok',
      credentials: plain,
    });
    const parsed = { ...plain, certificate: { version: 1 } };
    expect(readCredentials(ROOT, NOW, stored({ [ROOT]: { ...good, credentials: parsed } }))).toMatchObject({
      credentials: { certificate: '{"version":1}' },
    });
  });

  it('expire to the millisecond', () => {
    const at = (ms: number) =>
      readCredentials(ROOT, instant(Date.parse(good.expires) + ms), stored({ [ROOT]: good })).kind;
    expect([at(-1), at(0), at(1)]).toEqual(['ok', 'expired', 'expired']);
  });

  it.each([
    ['nothing', 'null'],
    ['no JSON', '{'],
    ['a list', [good]],
    ['another root', { 'https://elsewhere.example': good }],
    ['no date', { [ROOT]: { ...good, expires: 'soon' } }],
    ['a number for a date', { [ROOT]: { ...good, expires: 5 } }],
    ['no token', { [ROOT]: { ...good, credentials: { clientId: 'x' } } }],
    ['an empty token', { [ROOT]: { ...good, credentials: { clientId: 'x', accessToken: '' } } }],
    ['credentials that are none', { [ROOT]: { ...good, credentials: 'x' } }],
  ])('are none when there is %s', (_, value) => {
    expect(readCredentials(ROOT, NOW, stored(value))).toEqual({ kind: 'none' });
  });
});

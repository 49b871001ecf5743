import { describe, expect, it } from 'vitest';
import { openBrowser } from '../rounds/browser';
import { createDay } from '../rounds/day';

/** All that must stay in the page, by what it is: the Taskcluster credentials, the sessions and the token of writes. */
function secretsOf(page: { storage: Map<string, string>; csrfToken(): string | null }): Map<string, string> {
  const secrets = new Map<string, string>();
  const collect = (value: unknown, path: string) => {
    if (typeof value === 'string' && /token|certificate|clientId/i.test(path)) secrets.set(path, value);
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) collect(inner, `${path}.${key}`);
  };
  for (const key of ['userCredentials', 'userSession'])
    collect(JSON.parse(page.storage.get(key) ?? 'null'), key);
  secrets.set('csrftoken', page.csrfToken() ?? '');
  return secrets;
}

describe('credentials', () => {
  it('stay in the page through a round, its notes, an undo and a later visit', async () => {
    const day = createDay();
    const heard: string[] = [];
    const requests: { by: string; text: string; signed: boolean }[] = [];
    const { fetch } = day.sandbox;
    day.sandbox.fetch = async (request) => {
      const text = [request.url, ...[...request.headers].flat(), await request.clone().text()].join(' ');
      const by = request.headers.get('x-sandbox-by') ?? 'page';
      requests.push({ by, text, signed: request.headers.get('authorization')?.startsWith('Hawk ') ?? false });
      return fetch(request);
    };
    const browser = openBrowser(day.sandbox, {
      onMessage: (name, request) => heard.push(name, JSON.stringify(request)),
    });
    const tab = browser.openTab({ user: 'sheriff' });
    const secrets = secretsOf(tab.page);
    expect([...secrets.keys()]).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/accessToken$/),
        expect.stringMatching(/clientId$/),
        'csrftoken',
      ]),
    );
    const desk = await tab.look(day.id);
    await desk.send();
    await desk.undo();
    day.sandbox.clock.advance(3600);
    await browser.openTab({ user: 'sheriff' }).look(day.id);
    expect(day.posts()).toBeGreaterThan(0);

    const stored = JSON.stringify([...browser.local.items, ...browser.session.items]);
    const background = requests.filter(({ by }) => by === 'extension');
    expect(background.length).toBeGreaterThan(10);
    const places: Readonly<Record<string, string>> = {
      'storage of the extension': stored,
      'messages to the background': heard.join('\n'),
      'requests of the background': background.map(({ text }) => text).join('\n'),
      'the notes': day.notes(),
      'what was reported': browser.failures.join('\n'),
    };
    for (const [place, text] of Object.entries(places)) {
      for (const [what, secret] of secrets) expect(text.includes(secret), `${what} in ${place}`).toBe(false);
    }
    expect(background.some(({ signed }) => signed)).toBe(false);
    // in the page itself the secret key signs, and never travels
    const key = [...secrets].find(([path]) => path.endsWith('credentials.accessToken'))?.[1] ?? '';
    expect(key).not.toBe('');
    expect(requests.some(({ signed }) => signed)).toBe(true);
    expect(requests.some(({ text }) => text.includes(key))).toBe(false);
  });
});

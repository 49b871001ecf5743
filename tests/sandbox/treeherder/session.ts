import { TREEHERDER_ORIGIN } from '../hosts.ts';
import type { UserRecord } from '../records.ts';
import type { World } from '../world.ts';
import { detail, htmlError, json } from './answers.ts';

/** The session cap in seconds, which is the cookie's life (treeherder-api 2.3). */
const SESSION_COOKIE_SECONDS = 2700;
const CSRF_COOKIE_SECONDS = 31_449_600;
const CSRF_LENGTH = 32;
/** Django refuses larger bodies (treeherder-api 6.1). */
const MAX_BODY_BYTES = 2_621_440;

function cookiesOf(request: Request): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0) cookies.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  return cookies;
}

/** Whose session the cookie names; undefined when it has ended. */
export function userOf(world: World, request: Request): UserRecord | undefined {
  const session = world.sessions.get(cookiesOf(request).get('sessionid') ?? '');
  return session && session.expires > world.clock.now() ? session.user : undefined;
}

const describe = (user: UserRecord) => ({
  username: user.username,
  is_superuser: false,
  is_staff: user.isStaff,
  email: user.email,
});

/** A list of one, or an empty one. */
export function whoAmI(world: World, request: Request): Response {
  const user = userOf(world, request);
  return json(user ? [describe(user)] : []);
}

/** Starts a session. */
export function openSession(world: World, user: UserRecord): string {
  const id = world.random.alphanumeric(32).toLowerCase();
  const { sessionSeconds } = world.knobs;
  const expires =
    sessionSeconds === null ? Number.POSITIVE_INFINITY : world.clock.now() + sessionSeconds * 1000;
  world.sessions.set(id, { user, expires });
  return id;
}

/** A new CSRF token: each login call makes one, and the browser forgets the old at once. */
export const newCsrfToken = (world: World) => world.random.alphanumeric(CSRF_LENGTH);

/** Both cookies of a login; script sees only the second. */
export function sessionCookies(sessionId: string, csrfToken: string): string[] {
  return [
    `sessionid=${sessionId}; HttpOnly; Max-Age=${SESSION_COOKIE_SECONDS}; Path=/; SameSite=Lax; Secure`,
    csrfCookie(csrfToken),
  ];
}

/** Script may read it: the page sends it back as a header. */
export const csrfCookie = (token: string) =>
  `csrftoken=${token}; Max-Age=${CSRF_COOKIE_SECONDS}; Path=/; SameSite=Lax; Secure`;

/** The site's own login call. The sandbox's access tokens read `sandbox-access-<user name>`. */
export function login(world: World, request: Request): Response {
  const { headers } = request;
  const authorization = headers.get('authorization');
  if (!authorization) return detail(403, 'Authorization header is expected');
  if (!headers.get('id-token')) return detail(403, 'Id-Token header is expected');
  const expires = headers.get('access-token-expires-at');
  if (!expires) return detail(403, 'Access-Token-Expires-At header is expected');
  if (Number(expires) <= world.clock.seconds()) return detail(403, 'Id token is expired');
  const user = world.userByName(authorization.replace(/^Bearer sandbox-access-/, ''));
  if (!user) return detail(403, 'User not authenticated.');
  const answer = json(describe(user));
  for (const cookie of sessionCookies(openSession(world, user), newCsrfToken(world))) {
    answer.headers.append('Set-Cookie', cookie);
  }
  return answer;
}

export function logout(world: World, request: Request): Response {
  world.sessions.delete(cookiesOf(request).get('sessionid') ?? '');
  const answer = json('User logged out');
  answer.headers.append('Set-Cookie', 'sessionid=; Max-Age=0; Path=/; SameSite=Lax; Secure');
  return answer;
}

/** The checks before a write, in the server's order (treeherder-api 2.1). A response is the refusal. */
export function writer(world: World, request: Request): UserRecord | Response {
  const user = userOf(world, request);
  if (!user) return detail(403, 'Authentication credentials were not provided.');
  const csrf = csrfFailure(request);
  if (csrf) return detail(403, `CSRF Failed: ${csrf}`);
  if (!user.isStaff) return detail(403, 'You do not have permission to perform this action.');
  return user;
}

function csrfFailure(request: Request): string | undefined {
  const origin = request.headers.get('origin');
  const own = ownOrigin(request);
  if (origin !== null) {
    if (origin !== own) return `Origin checking failed - ${origin} does not match any trusted origins.`;
  } else {
    const referer = request.headers.get('referer');
    if (!referer) return 'Referer checking failed - no Referer.';
    if (referer.startsWith('http:')) {
      return 'Referer checking failed - Referer is insecure while host is secure.';
    }
    if (!referer.startsWith(`${own}/`)) {
      return `Referer checking failed - ${referer} does not match any trusted origins.`;
    }
  }
  const cookie = cookiesOf(request).get('csrftoken');
  if (!cookie) return 'CSRF cookie not set.';
  const token = request.headers.get('x-csrftoken');
  if (!token) return 'CSRF token missing.';
  if (token.length !== CSRF_LENGTH) {
    return "CSRF token from the 'X-Csrftoken' HTTP header has incorrect length.";
  }
  if (token !== cookie) return "CSRF token from the 'X-Csrftoken' HTTP header incorrect.";
  return undefined;
}

function ownOrigin(request: Request): string {
  const { host } = new URL(request.url);
  return host.startsWith('localhost') || host.startsWith('127.') ? `https://${host}` : TREEHERDER_ORIGIN;
}

/** A write's JSON body, or the refusal. */
export async function jsonBody(request: Request): Promise<{ body: unknown } | Response> {
  const type = request.headers.get('content-type') ?? '';
  const text = await request.text();
  if (new TextEncoder().encode(text).length > MAX_BODY_BYTES) return htmlError(400, 'Bad Request (400)');
  if (text === '') return { body: {} };
  if (!type.startsWith('application/json')) {
    return detail(415, `Unsupported media type "${type}" in request.`);
  }
  try {
    return { body: JSON.parse(text) };
  } catch (error) {
    return detail(400, `JSON parse error - ${error instanceof Error ? error.message : String(error)}`);
  }
}

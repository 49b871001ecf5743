import { TREEHERDER_ORIGIN } from './hosts.ts';
import type { UserRecord } from './records.ts';
import type { OAuth } from './taskcluster/oauth.ts';
import { userOf } from './treeherder/session.ts';
import type { World } from './world.ts';

/** Treeherder asks its own origin who is logged in there, for a browser has no login at the stand-in Taskcluster. */
export const AUTHORIZE_HOP = '/__sandbox/authorize';

export interface LoginRoutes {
  /** `/login/oauth/…` on the Taskcluster root. */
  taskcluster(request: Request): Promise<Response>;
}

export function loginRoutes(getWorld: () => World, getOAuth: () => OAuth): LoginRoutes {
  return {
    async taskcluster(request) {
      const url = new URL(request.url);
      if (request.method === 'OPTIONS') return getOAuth().preflight();
      if (url.pathname === '/login/oauth/authorize' && request.method === 'GET') {
        return authorize(getWorld(), getOAuth(), url);
      }
      if (url.pathname === '/login/oauth/authorize/decision' && request.method === 'POST') {
        return getOAuth().decision(getWorld(), request);
      }
      if (url.pathname === '/login/oauth/token' && request.method === 'POST') {
        return getOAuth().token(getWorld(), request);
      }
      if (url.pathname === '/login/oauth/credentials' && request.method === 'GET') {
        return getOAuth().credentials(getWorld(), request);
      }
      return new Response('Not found', { status: 404 });
    },
  };
}

/** With one user in the world that user is meant; with several, the Treeherder session of this browser tells. */
function authorize(world: World, oauth: OAuth, url: URL): Response {
  const told = url.searchParams.get('sandbox_user');
  if (told !== null) return oauth.authorize(world, url.searchParams, world.userByName(told));
  const users = new Set<UserRecord>([...world.sessions.values()].map((s) => s.user));
  if (users.size <= 1) return oauth.authorize(world, url.searchParams, [...users][0]);
  return redirect(`${TREEHERDER_ORIGIN}${AUTHORIZE_HOP}${url.search}`);
}

/** The hop on Treeherder's origin, where the session cookie is sent. */
export function authorizeHop(world: World, request: Request, root: string): Response {
  const back = new URL(`${root}/login/oauth/authorize${new URL(request.url).search}`);
  back.searchParams.set('sandbox_user', userOf(world, request)?.name ?? '');
  return redirect(back.href);
}

const redirect = (to: string) => new Response(null, { status: 302, headers: { Location: to } });

/** `/taskcluster-auth` as the real page ends the login: check the state, exchange the code, store, close. */
export const TASKCLUSTER_AUTH_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Treeherder - Taskcluster login</title></head>
<body>
<p id="message">Logging in to Taskcluster…</p>
<script>
(async () => {
  const say = (text) => { document.getElementById('message').textContent = text; };
  const query = new URLSearchParams(location.search);
  const root = localStorage.getItem('tcRootUrl');
  const isOurs = query.get('state') !== null && query.get('state') === localStorage.getItem('requestState');
  if (!isOurs) return say('The state does not match: the login was not started here.');
  if (!query.get('code')) return say('Taskcluster refused: ' + query.get('error'));
  const token = await fetch(root + '/login/oauth/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: query.get('code'),
      redirect_uri: location.origin + '/taskcluster-auth',
      client_id: 'treeherder-production-client',
    }),
  });
  if (!token.ok) return say('Taskcluster refused the code.');
  const { access_token: bearer } = await token.json();
  const answer = await fetch(root + '/login/oauth/credentials', { headers: { Authorization: 'Bearer ' + bearer } });
  if (!answer.ok) return say('Taskcluster gave no credentials.');
  localStorage.setItem('userCredentials', JSON.stringify({ [root]: await answer.json() }));
  say('Done.');
  window.close();
})().catch((error) => { document.getElementById('message').textContent = String(error); });
</script>
</body>
</html>
`;

import { Hono } from 'hono';
import type { Fault } from './faults.ts';
import { TASKCLUSTER_ROOT } from './hosts.ts';
import type { UserRecord } from './records.ts';
import type { Sandbox } from './sandbox.ts';
import { scenarioByName } from './scenarios/index.ts';
import { scoreInWords, scoreOfShift } from './score.ts';
import { issueCredentials } from './taskcluster/oauth.ts';
import { AUTHORIZE_HOP, authorizeHop } from './taskclusterLogin.ts';
import { csrfCookie, newCsrfToken, openSession, sessionCookies } from './treeherder/session.ts';
import type { World } from './world.ts';

export type CredentialsWanted = 'valid' | 'expired' | 'none';

/** What the site would store in the browser after a login (perfherder-ui 7.2). */
function storageAfterLogin(
  world: World,
  user: UserRecord,
  credentials: CredentialsWanted,
): Record<string, string> {
  const shown = {
    username: user.username,
    is_superuser: false,
    is_staff: user.isStaff,
    email: user.email,
    isStaff: user.isStaff,
    isLoggedIn: true,
    fullName: user.fullName,
  };
  const session = {
    idToken: `sandbox-id-${user.name}`,
    accessToken: `sandbox-access-${user.name}`,
    fullName: user.fullName,
    picture: '',
    oidcSubject: `ad|Mozilla-LDAP|${user.name}`,
    accessTokenExpiresAt: world.clock.seconds() + 86_400,
    // far away: nothing in the sandbox could renew the login
    renewAfter: new Date(world.clock.now() + 30 * 86_400_000).toISOString(),
  };
  const storage: Record<string, string> = {
    user: JSON.stringify(shown),
    userSession: JSON.stringify(session),
  };
  if (credentials !== 'none') {
    const issued = issueCredentials(world, user, credentials === 'expired' ? -60_000 : undefined);
    storage.userCredentials = JSON.stringify({ [TASKCLUSTER_ROOT]: issued });
  }
  return storage;
}

export interface Login {
  readonly user: UserRecord;
  readonly sessionId: string;
  readonly csrfToken: string;
  readonly storage: Record<string, string>;
}

/** What the site's login leaves behind: a session, a CSRF token, and what the browser stores. */
export function logIn(world: World, user: UserRecord, credentials: CredentialsWanted): Login {
  return {
    user,
    sessionId: openSession(world, user),
    csrfToken: newCsrfToken(world),
    storage: storageAfterLogin(world, user, credentials),
  };
}

/**
 * The tests' own routes, on every host, never logged: `/__sandbox/login`, `log`, `advance`, `faults`, `state`, `reset`,
 * `knobs`, `rotate-csrf`, `expire`, `happen`, `score`.
 */
export function controlApp(sandbox: Sandbox): Hono {
  const app = new Hono().basePath('/__sandbox');

  app.get('/login', (c) => {
    const { world } = sandbox;
    const name = c.req.query('user') ?? scenarioByName(sandbox.scenario).user ?? 'nobody';
    const next = c.req.query('next') ?? '/perfherder/alerts';
    const wanted = c.req.query('credentials');
    const credentials = wanted === 'none' || wanted === 'expired' ? wanted : 'valid';
    const user = world.userByName(name);
    if (!user && name !== 'nobody') return c.json({ error: `No user ${name}.` }, 404);
    const login = user ? logIn(world, user, credentials) : undefined;
    const answer = c.req.header('accept')?.includes('application/json')
      ? Response.json({ user: user?.username ?? null, storage: login?.storage ?? {}, next })
      : loginPage(login?.storage ?? {}, next);
    for (const cookie of login ? sessionCookies(login.sessionId, login.csrfToken) : []) {
      answer.headers.append('Set-Cookie', cookie);
    }
    return answer;
  });
  app.get(AUTHORIZE_HOP.replace('/__sandbox', ''), (c) =>
    authorizeHop(sandbox.world, c.req.raw, TASKCLUSTER_ROOT),
  );

  /** As another tab's silent renewal does: the token of the cookie is another one from now on. */
  app.get('/rotate-csrf', () => {
    const answer = Response.json({ rotated: true });
    answer.headers.append('Set-Cookie', csrfCookie(newCsrfToken(sandbox.world)));
    return answer;
  });
  /** Ends all Treeherder sessions (`what=sessions`) or all Taskcluster credentials (`what=credentials`). */
  app.get('/expire', (c) => {
    const what = c.req.query('what') ?? 'sessions';
    if (what === 'sessions') sandbox.world.sessions.clear();
    else for (const client of sandbox.world.clients.values()) client.expires = sandbox.clock.now() - 1000;
    return c.json({ expired: what });
  });

  app.all('/advance', (c) => {
    sandbox.clock.advance(Number(c.req.query('seconds') ?? 0));
    return c.json({ now: new Date(sandbox.clock.now()).toISOString() });
  });
  /** Makes something that the scenario has still to come (`state` lists it) happen now. */
  app.all('/happen', (c) => {
    sandbox.world.happen(c.req.query('what') ?? '');
    return c.json(stateOf(sandbox));
  });
  app.get('/log', (c) => c.json(sandbox.log.entries));
  app.delete('/log', (c) => {
    sandbox.log.clear();
    return c.json([]);
  });
  app.get('/faults', (c) => c.json(sandbox.faults.list));
  app.post('/faults', async (c) => {
    const sent = (await c.req.json()) as Fault | Fault[];
    const added = (Array.isArray(sent) ? sent : [sent]).map((fault) => sandbox.faults.add(fault));
    return c.json(added);
  });
  app.delete('/faults', (c) => {
    sandbox.faults.clear();
    return c.json([]);
  });
  app.post('/knobs', async (c) => c.json(Object.assign(sandbox.world.knobs, await c.req.json())));
  app.all('/reset', (c) => {
    const [scenario, seed] = [c.req.query('scenario'), c.req.query('seed')];
    sandbox.reset({ ...(scenario ? { scenario } : {}), ...(seed ? { seed } : {}) });
    return c.json(stateOf(sandbox));
  });
  /** How the training shift stands, in words, or as data where JSON is asked for. */
  app.get('/score', (c) => {
    const score = scoreOfShift(sandbox.world);
    if (score === null)
      return c.json({ error: `Scenario ${sandbox.scenario} has no right answers to score.` }, 404);
    return c.req.header('accept')?.includes('application/json') ? c.json(score) : c.text(scoreInWords(score));
  });
  app.get('/state', (c) => c.json(stateOf(sandbox)));
  app.onError((error, c) => c.json({ error: error.message }, 400));
  return app;
}

/** What a test wants to know at a glance. */
function stateOf(sandbox: Sandbox) {
  const { world } = sandbox;
  const open = [...world.tasks.values()].filter((t) =>
    ['unscheduled', 'pending', 'running'].includes(t.state),
  );
  return {
    scenario: sandbox.scenario,
    user: scenarioByName(sandbox.scenario).user,
    now: new Date(sandbox.clock.now()).toISOString(),
    requests: sandbox.log.entries.length,
    openTasks: open.map((t) => ({ taskId: t.taskId, name: t.name, state: t.state })),
    actions: [...world.hooks.values()]
      .flatMap((h) => h.fires)
      .map((f) => ({ taskId: f.taskId, hookId: f.hookId, state: world.tasks.get(f.taskId)?.state ?? '' })),
    summaries: [...world.summaries.values()].map((s) => ({
      id: s.id,
      repository: world.push(s.pushId).repository.name,
      framework: s.frameworkId,
      status: s.status,
      alerts: world.alertsOf(s.id).length,
      notes: s.notes,
    })),
    toCome: world.toCome,
    answers: [...world.answers.values()].map((a) => ({ ...a, alerts: Object.fromEntries(a.alerts) })),
  };
}

/** Sent without a CSP, so that its script may stand in it. */
function loginPage(storage: Record<string, string>, next: string): Response {
  const data = JSON.stringify({ storage, next }).replaceAll('<', '\\u003c');
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sandbox login</title></head>
<body><p>Logging in…</p>
<script>
const login = ${data};
for (const key of ['user', 'userSession', 'userCredentials']) localStorage.removeItem(key);
for (const [key, value] of Object.entries(login.storage)) localStorage.setItem(key, value);
location.replace(login.next);
</script>
</body>
</html>
`;
  return new Response(html, { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

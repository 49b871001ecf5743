import { type Context, Hono } from 'hono';
import type { RepositoryRecord } from '../records.ts';
import type { World } from '../world.ts';
import { createAlert, writeAlert } from './alertWrites.ts';
import { detail, htmlError, json, preflight, serverError } from './answers.ts';
import { jobDetail, listJobs, listProjectJobs, taskclusterMetadata } from './jobs.ts';
import { alertSummaryTasks, performanceData, performanceSummary, platforms, signatures } from './perfData.ts';
import { presentAlert, presentSummary } from './present.ts';
import { decisionTasks, listPushes, pushDetail } from './pushes.ts';
import { reference } from './reference.ts';
import { jsonBody, login, logout, whoAmI, writer } from './session.ts';
import { listAlerts, listSummaries } from './summaryList.ts';
import { createSummary, summaryNotFound, writeSummary } from './summaryWrites.ts';

const REFUSED_AGENTS = /^(Go-http-client\/|Go 1\.1 package http|libcurl\/|Python-urllib\/|python-requests\/)/;

/**
 * Treeherder's API as far as Deputy and the alerts page use it. What matches no route falls through to `page`, the
 * catch-all that serves the single-page app: also API addresses without their slash (treeherder-api 0).
 */
export function treeherderApp(getWorld: () => World, page: (request: Request) => Promise<Response>): Hono {
  const app = new Hono();
  const params = (c: Context) => new URL(c.req.url).searchParams;

  app.use('/api/*', async (c, next) => {
    if (REFUSED_AGENTS.test(c.req.header('user-agent') ?? '')) return htmlError(403, '403 Forbidden');
    if (c.req.method === 'OPTIONS') return preflight();
    if (new URL(c.req.url).pathname.endsWith('/')) {
      const accept = c.req.header('accept') ?? '*/*';
      const version = /version=([^;,\s]+)/.exec(accept)?.[1];
      if (version && version !== '1.0' && version !== '1.1') {
        return detail(406, 'Invalid version in "Accept" header.');
      }
      if (!/\*\/\*|application\/(json|\*)/.test(accept)) {
        return detail(406, 'Could not satisfy the request Accept header.');
      }
    }
    return next();
  });

  app.get('/api/user/', (c) => whoAmI(getWorld(), c.req.raw));
  app.get('/api/auth/login/', (c) => login(getWorld(), c.req.raw));
  app.get('/api/auth/logout/', (c) => logout(getWorld(), c.req.raw));

  const constant = (path: string, make: (world: World, c: Context) => unknown) => {
    app.get(path, (c) => json(make(getWorld(), c)));
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      app.on(method, path, (c) => detail(405, `Method "${c.req.method}" not allowed.`));
    }
  };
  constant('/api/repository/', (world) => reference.repositories(world));
  constant('/api/performance/framework/', () => reference.frameworks());
  constant('/api/performance/tag/', () => reference.tags());
  constant('/api/performance/issue-tracker/', () => reference.issueTrackers());
  constant('/api/performance/bug-template/', (_, c) =>
    reference.bugTemplate(Number(c.req.query('framework'))),
  );
  constant('/api/optioncollectionhash/', () => reference.optionCollections());
  constant('/api/failureclassification/', () => reference.failureClassifications());
  constant('/api/machineplatforms/', (world) => reference.machinePlatforms(world));
  constant('/api/changelog/', () => []);
  app.post('/api/csp-report/', () => json({}));

  app.get('/api/performance/alertsummary/', (c) => listSummaries(getWorld(), new URL(c.req.url)));
  app.get('/api/performance/alertsummary/:id{[0-9]+}/', (c) => {
    const world = getWorld();
    const row = world.summaries.get(Number(c.req.param('id')));
    return row && world.push(row.pushId).repository.active
      ? json(presentSummary(world, row))
      : summaryNotFound();
  });
  app.get('/api/performance/alert/', (c) =>
    listAlerts(getWorld(), new URL(c.req.url), (a) => presentAlert(getWorld(), a)),
  );
  app.get('/api/performance/alert/:id{[0-9]+}/', (c) => {
    const row = getWorld().alerts.get(Number(c.req.param('id')));
    return row
      ? json(presentAlert(getWorld(), row))
      : detail(404, 'No PerformanceAlert matches the given query.');
  });
  registerWrites(app, getWorld);

  app.get('/api/performance/summary/', (c) => performanceSummary(getWorld(), params(c)));
  app.get('/api/performance/alertsummary-tasks/', (c) => alertSummaryTasks(getWorld(), params(c)));
  app.get('/api/performance/validity-dashboard/', () => serverError());
  app.get('/api/jobs/', (c) => listJobs(getWorld(), new URL(c.req.url)));
  app.get('/api/jobs/:id{[0-9]+}/', () => serverError());
  app.get('/api/taskclustermetadata/', (c) => taskclusterMetadata(getWorld(), params(c)) ?? serverError());

  const project = (
    path: string,
    answer: (repository: RepositoryRecord, c: Context) => Response,
    isPerformance: boolean,
  ) => {
    app.get(`/api/project/:project{[A-Za-z0-9_-]+}/${path}`, (c) => {
      const name = c.req.param('project') ?? '';
      const repository = getWorld().repositories.get(name);
      if (repository) return answer(repository, c);
      return isPerformance ? serverError() : detail(404, `No project with name ${name}`);
    });
  };
  project('performance/data/', (r, c) => performanceData(getWorld(), r, params(c)), true);
  project('performance/signatures/', (r, c) => signatures(getWorld(), r, params(c)), true);
  project('performance/platforms/', (r, c) => platforms(getWorld(), r, params(c)), true);
  project('push/', (r, c) => listPushes(getWorld(), r, params(c)), false);
  project('push/decisiontask/', (_, c) => decisionTasks(getWorld(), params(c)), false);
  project('push/:id{[0-9]+}/', (r, c) => pushDetail(getWorld(), r, c.req.param('id') ?? ''), false);
  project('jobs/', (r, c) => listProjectJobs(getWorld(), r, new URL(c.req.url)), false);
  project('jobs/:id{[0-9]+}/', (r, c) => jobDetail(getWorld(), r, c.req.param('id') ?? ''), false);

  app.all('*', (c) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return page(c.req.raw);
    return new Response('', { status: 405, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
  });
  app.onError((error) => {
    console.error(error);
    return serverError();
  });
  return app;
}

/** The writes: PUT and PATCH behave alike, DELETE takes the alerts with it. */
function registerWrites(app: Hono, getWorld: () => World): void {
  const summaryPath = '/api/performance/alertsummary/:id{[0-9]+}/';
  const alertPath = '/api/performance/alert/:id{[0-9]+}/';
  for (const method of ['PUT', 'PATCH']) {
    app.on(method, summaryPath, async (c) => {
      const user = writer(getWorld(), c.req.raw);
      if (user instanceof Response) return user;
      const sent = await jsonBody(c.req.raw);
      return sent instanceof Response ? sent : writeSummary(getWorld(), Number(c.req.param('id')), sent.body);
    });
    app.on(method, alertPath, async (c) => {
      const user = writer(getWorld(), c.req.raw);
      if (user instanceof Response) return user;
      const sent = await jsonBody(c.req.raw);
      return sent instanceof Response
        ? sent
        : writeAlert(getWorld(), Number(c.req.param('id')), sent.body, user);
    });
  }
  app.post('/api/performance/alertsummary/', async (c) => {
    const user = writer(getWorld(), c.req.raw);
    if (user instanceof Response) return user;
    const sent = await jsonBody(c.req.raw);
    return sent instanceof Response ? sent : createSummary(getWorld(), sent.body);
  });
  app.post('/api/performance/alert/', async (c) => {
    const user = writer(getWorld(), c.req.raw);
    if (user instanceof Response) return user;
    const sent = await jsonBody(c.req.raw);
    return sent instanceof Response ? sent : createAlert(getWorld(), sent.body, user);
  });
  app.delete(summaryPath, (c) => {
    const world = getWorld();
    const user = writer(world, c.req.raw);
    if (user instanceof Response) return user;
    const id = Number(c.req.param('id'));
    if (!world.summaries.delete(id)) return summaryNotFound();
    for (const alert of world.alertsOf(id)) world.alerts.delete(alert.id);
    return new Response(null, { status: 204 });
  });
  app.delete(alertPath, (c) => {
    const user = writer(getWorld(), c.req.raw);
    if (user instanceof Response) return user;
    return getWorld().alerts.delete(Number(c.req.param('id')))
      ? new Response(null, { status: 204 })
      : detail(404, 'No PerformanceAlert matches the given query.');
  });
}

import { ActionRunner } from './actions.ts';
import { Clock, type ClockOptions } from './clock.ts';
import { controlApp } from './control.ts';
import { Faults } from './faults.ts';
import { ARTIFACT_HOST, TASKCLUSTER_HOST } from './hosts.ts';
import { RequestLog } from './log.ts';
import { makeWorld, scenarioByName } from './scenarios/index.ts';
import { type PageSource, sitePage } from './sitePage.ts';
import { openTab, type SandboxTab, type TabOptions } from './tab.ts';
import { taskclusterApp } from './taskcluster/app.ts';
import { OAuth } from './taskcluster/oauth.ts';
import { artifactContent } from './taskcluster/queue.ts';
import { loginRoutes } from './taskclusterLogin.ts';
import { treeherderApp } from './treeherder/app.ts';
import type { World } from './world.ts';

export interface SandboxOptions {
  /** A name of `scenarios/`; 'quiet' when left out. */
  readonly scenario?: string;
  /** Same seed, same world. */
  readonly seed?: string;
  /** 'ticking' for browsers; by default the clock stands still until it is told to move. */
  readonly clock?: ClockOptions;
  /** Where the app's documents come from; a bare page when left out. */
  readonly page?: PageSource;
  /** How a delaying fault waits; real milliseconds by default. */
  readonly wait?: (ms: number) => Promise<void>;
}

export interface Sandbox {
  /** Answers any request to one of the three hosts. Rejects as `fetch` does when a fault breaks the connection. */
  fetch(request: Request): Promise<Response>;
  readonly clock: Clock;
  /** The world as it is now; a reset makes another one. */
  readonly world: World;
  /** Carries out the actions that were triggered. */
  readonly runner: ActionRunner;
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly scenario: string;
  /** A fresh world on the same clock; log and faults are cleared. */
  reset(options?: { scenario?: string; seed?: string }): void;
  /** A page's view of the sandbox in Node: cookies, origin and storage of one tab. */
  openTab(options?: TabOptions): SandboxTab;
}

/**
 * A stand-in for Treeherder, Taskcluster and its artifact bucket, as a function from request to response: no sockets,
 * so that thousands of interleavings can run in Node.
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const clock = new Clock(options.clock);
  const log = new RequestLog();
  const faults = new Faults(options.wait);
  let scenario = scenarioByName(options.scenario ?? 'quiet');
  let seed = options.seed ?? 'deputy';
  let world = makeWorld(scenario, seed, clock);
  let runner = new ActionRunner(world);
  let oauth = new OAuth();

  const sandbox: Sandbox = {
    clock,
    log,
    faults,
    get world() {
      return world;
    },
    get runner() {
      return runner;
    },
    get scenario() {
      return scenario.name;
    },
    reset(to = {}) {
      scenario = scenarioByName(to.scenario ?? scenario.name);
      seed = to.seed ?? seed;
      clock.clearAppointments();
      log.clear();
      faults.clear();
      world = makeWorld(scenario, seed, clock);
      runner = new ActionRunner(world);
      oauth = new OAuth();
    },
    openTab: (tabOptions) => openTab(sandbox, tabOptions),
    async fetch(request) {
      clock.settle();
      const host = hostOf(request);
      if (new URL(request.url).pathname.startsWith('/__sandbox/')) return dated(await control.fetch(request));
      const body = ['GET', 'HEAD'].includes(request.method) ? null : await request.clone().text();
      const entry = log.add(request, host, clock.now(), body);
      const answer = await faults.apply(request, host, async () => dated(await answerOf(host, request)));
      entry.status = answer.status;
      return dated(answer);
    },
  };

  const getWorld = () => world;
  const control = controlApp(sandbox);
  const logins = loginRoutes(getWorld, () => oauth);
  const treeherder = treeherderApp(getWorld, sitePage(options.page));
  const taskcluster = taskclusterApp(getWorld, () => runner);

  async function answerOf(host: string, request: Request): Promise<Response> {
    if (host === ARTIFACT_HOST) return artifactContent(world, request);
    if (host === TASKCLUSTER_HOST) {
      return new URL(request.url).pathname.startsWith('/login/')
        ? logins.taskcluster(request)
        : taskcluster.fetch(request);
    }
    return treeherder.fetch(request);
  }

  /** Every answer carries the virtual now: Deputy takes its time from there. */
  function dated(answer: Response): Response {
    const date = new Date(clock.now()).toUTCString();
    if (answer.headers.get('date') === date) return answer;
    const headers = new Headers(answer.headers);
    headers.set('date', date);
    return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
  }

  return sandbox;
}

/** The Host header decides; a request made in Node has none, and its address then does. */
function hostOf(request: Request): string {
  return request.headers.get('host')?.split(':')[0] ?? new URL(request.url).hostname;
}

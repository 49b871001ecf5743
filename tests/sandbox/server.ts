import { createServer, type Server } from 'node:https';
import { join, resolve } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { generate } from 'selfsigned';
import type { Clock, ClockOptions } from './clock.ts';
import type { Faults } from './faults.ts';
import { ARTIFACT_HOST, TASKCLUSTER_HOST, TREEHERDER_HOST } from './hosts.ts';
import type { RequestLog } from './log.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import type { PageSource } from './sitePage.ts';
import type { World } from './world.ts';

export interface ServerOptions {
  readonly scenario?: string;
  readonly seed?: string;
  /** A built Perfherder UI to serve in place of the sandbox's own page. */
  readonly ui?: string;
  /** Ticking from the real time when left out. */
  readonly clock?: ClockOptions;
  /** 0, the default, takes a free one. */
  readonly port?: number;
}

export interface SandboxServer {
  readonly port: number;
  /** PEM of the self-signed certificate; it names the three hosts. */
  readonly certificate: string;
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly world: World;
  readonly scenario: string;
  reset(options?: { scenario?: string; seed?: string }): void;
  close(): Promise<void>;
}

/** Days that the certificate is good for, counted from the real now: browsers check it against their own clock. */
const CERTIFICATE_DAYS = 30;

/** Serves the sandbox over HTTPS on a local port, on a clock that ticks. */
export async function startSandbox(options: ServerOptions = {}): Promise<SandboxServer> {
  const page = await pageSource(options.ui);
  const sandbox = createSandbox({
    ...(options.scenario ? { scenario: options.scenario } : {}),
    ...(options.seed ? { seed: options.seed } : {}),
    clock: options.clock ?? { ticking: true },
    page,
  });
  const certificate = await makeCertificate();
  const server = createServer({ key: certificate.private, cert: certificate.cert });
  const listener = getRequestListener(
    async (request, { incoming }) => {
      try {
        return await sandbox.fetch(request);
      } catch (error) {
        // a fault broke the connection, or the client gave up
        incoming.socket.destroy();
        throw error;
      }
    },
    { overrideGlobalObjects: false, errorHandler: () => undefined },
  );
  server.on('request', (incoming, outgoing) => {
    // the sandbox sends its own Date
    outgoing.sendDate = false;
    // On a connection used before, browsers repeat a request by themselves when it breaks, PUT and POST too; with a
    // fault in place no connection is used twice, so that one loss is one loss.
    if (sandbox.faults.breaksConnections) outgoing.setHeader('Connection', 'close');
    outgoing.on('finish', () => {
      if (sandbox.faults.breaksConnections) incoming.socket.end();
    });
    void listener(incoming, outgoing);
  });
  sandbox.faults.onAdded = () => {
    if (sandbox.faults.breaksConnections) server.closeIdleConnections();
  };
  await listen(server, options.port ?? 0);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    certificate: certificate.cert,
    sandbox,
    clock: sandbox.clock,
    log: sandbox.log,
    faults: sandbox.faults,
    get world() {
      return sandbox.world;
    },
    get scenario() {
      return sandbox.scenario;
    },
    reset: (to) => sandbox.reset(to),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function pageSource(ui: string | undefined): Promise<PageSource> {
  if (ui) return { dir: resolve(ui), handlesTaskclusterAuth: true };
  const { buildPage, defaultOutDir } = await import('./page/build.ts');
  await buildPage(defaultOutDir);
  return { dir: join(defaultOutDir), handlesTaskclusterAuth: false };
}

async function makeCertificate(): Promise<{ private: string; cert: string }> {
  const start = new Date(Date.now() - 86_400_000);
  return generate([{ name: 'commonName', value: 'Deputy sandbox' }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: start,
    notAfterDate: new Date(start.getTime() + CERTIFICATE_DAYS * 86_400_000),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          ...[TREEHERDER_HOST, TASKCLUSTER_HOST, ARTIFACT_HOST, 'localhost'].map(
            (value) => ({ type: 2, value }) as const,
          ),
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => done());
  });
}

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { STAND_IN_HOSTS } from '../../e2e/driver/hosts.ts';
import { watchDocument } from './inPage.ts';
import { TRACE_CATEGORIES, type TraceEvent } from './trace.ts';

const ROOT = join(import.meta.dirname, '../../..');
export const EXTENSION = join(ROOT, '.output', 'chrome-mv3');

/** A page of a browser, with Deputy or without, and the browser's own instruments. */
export interface Measured {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly context: BrowserContext;
  /** Slows the page's thread down; 1 is as it is. */
  slowDown(times: number): Promise<void>;
  /** Seconds that the page's thread has spent so far, by kind, and its heap in bytes. */
  metrics(): Promise<Record<string, number>>;
  /** The events of what `work` does. */
  traced(work: () => Promise<void>, categories?: readonly string[]): Promise<TraceEvent[]>;
  /** Evaluates in the page's own world and in those of the extensions. */
  inAllWorlds(expression: string): Promise<unknown[]>;
  /** Another page in its place, in a process that has compiled nothing yet. */
  fresh(): Promise<Measured>;
  close(): Promise<void>;
}

export async function openMeasured(options: {
  readonly executable: string;
  readonly port: number;
  /** Folders of extensions to load. */
  readonly extensions: readonly string[];
}): Promise<Measured> {
  const { executable, port, extensions } = options;
  const mapping = STAND_IN_HOSTS.map((host) => `MAP ${host}:443 127.0.0.1:${port}`);
  const context = await chromium.launchPersistentContext('', {
    executablePath: executable,
    headless: true,
    ignoreHTTPSErrors: true,
    viewport: { width: 1400, height: 1000 },
    args: [
      ...(extensions.length === 0
        ? []
        : [
            `--disable-extensions-except=${extensions.join(',')}`,
            `--load-extension=${extensions.join(',')}`,
          ]),
      `--host-resolver-rules=${[...mapping, 'MAP * ~NOTFOUND'].join(',')}`,
      '--ignore-certificate-errors',
      '--enable-precise-memory-info',
    ],
  });
  await context.addInitScript(watchDocument);
  return measured(context, context.pages()[0] ?? (await context.newPage()));
}

async function measured(context: BrowserContext, page: Page): Promise<Measured> {
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  return {
    page,
    cdp,
    context,
    async slowDown(rate) {
      await cdp.send('Emulation.setCPUThrottlingRate', { rate });
    },
    async metrics() {
      const { metrics } = await cdp.send('Performance.getMetrics');
      return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    },
    async traced(work, categories = TRACE_CATEGORIES) {
      const events: TraceEvent[] = [];
      const collect = ({ value }: { value: unknown[] }) => {
        for (const event of value) events.push(event as TraceEvent);
      };
      cdp.on('Tracing.dataCollected', collect);
      await cdp.send('Tracing.start', {
        transferMode: 'ReportEvents',
        traceConfig: { includedCategories: [...categories] },
      });
      await work();
      const complete = new Promise<void>((resolve) => cdp.once('Tracing.tracingComplete', () => resolve()));
      await cdp.send('Tracing.end');
      await complete;
      cdp.off('Tracing.dataCollected', collect);
      return events;
    },
    async inAllWorlds(expression) {
      const worlds = new Set<number>();
      const own = await context.newCDPSession(page);
      own.on('Runtime.executionContextCreated', ({ context: { id } }) => worlds.add(id));
      await own.send('Runtime.enable');
      const values: unknown[] = [];
      for (const contextId of worlds) {
        const { result } = await own.send('Runtime.evaluate', { expression, contextId });
        values.push(result.value);
      }
      await own.detach();
      return values;
    },
    async fresh() {
      const next = await context.newPage();
      await page.close();
      return measured(context, next);
    },
    close: () => context.close(),
  };
}

/** An extension whose content script is the library floor (floor.ts). @returns its folder and what removes it */
export async function floorExtension(): Promise<{ folder: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'deputy-floor-'));
  const source = join(ROOT, 'tests', 'bench', 'page', 'floor.ts');
  const output = await build({
    configFile: false,
    envDir: false,
    logLevel: 'error',
    build: {
      write: false,
      // as wxt.config.ts has it for Deputy's own
      minify: 'terser',
      terserOptions: { format: { wrap_iife: true } },
      lib: { entry: source, formats: ['iife'], name: 'floor' },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  const chunk = first && 'output' in first ? first.output[0] : undefined;
  if (chunk?.type !== 'chunk') throw new Error('the floor was not built');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'floor.js'), chunk.code);
  const { content_scripts: scripts } = JSON.parse(readFileSync(join(EXTENSION, 'manifest.json'), 'utf8')) as {
    content_scripts: { js?: string[]; matches: string[] }[];
  };
  const matches = scripts[0]?.matches ?? [];
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({
      manifest_version: 3,
      name: 'floor',
      version: '1',
      content_scripts: [{ matches, js: ['floor.js'], run_at: 'document_idle' }],
    }),
  );
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

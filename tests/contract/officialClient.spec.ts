import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { TASKCLUSTER_ROOT } from '../sandbox/hosts.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import type { SandboxTab } from '../sandbox/tab.ts';
import { gapPush, get, prepare, tc, WINDOWS_AMAZON } from './asking.ts';

type OfficialClient = typeof import('taskcluster-client-web');

/** The client that Treeherder itself uses, as an independent judge of the stand-in (taskcluster-actions 3.5). */
describe('the official Taskcluster client', () => {
  let folder: string;
  let client: OfficialClient;
  let sandbox: Sandbox;
  let tab: SandboxTab;

  beforeAll(async () => {
    // its sources are modules without saying so, which Node refuses: bundled it can be imported
    folder = await mkdtemp(join(tmpdir(), 'official-client-'));
    await build({
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: {
        ssr: createRequire(import.meta.url).resolve('taskcluster-client-web'),
        outDir: folder,
        minify: false,
        rolldownOptions: { output: { entryFileNames: 'client.mjs' } },
      },
    });
    client = (await import(
      /* @vite-ignore */ pathToFileURL(join(folder, 'client.mjs')).href
    )) as OfficialClient;
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  beforeEach(() => {
    sandbox = createSandbox();
    tab = sandbox.openTab();
    vi.stubGlobal('window', { btoa });
    vi.stubGlobal('fetch', (input: string, init?: RequestInit) => tab.fetch(input, init));
  });

  const options = () => {
    const credentials = tab.credentials();
    if (!credentials) throw new Error('The tab has no credentials.');
    return { rootUrl: TASKCLUSTER_ROOT, credentials };
  };

  it('reads the same as a plain fetch', async () => {
    const push = gapPush(sandbox, true);
    const id = push.decisionTask ?? '';
    const queue = new client.Queue({ rootUrl: TASKCLUSTER_ROOT });
    expect(await queue.task(id)).toEqual(await get(tab, tc(`queue/v1/task/${id}`)));
    expect(await queue.status(id)).toEqual(await get(tab, tc(`queue/v1/task/${id}/status`)));
    const path = `gecko.v2.autoland.pushlog-id.${push.pushlogId}.decision`;
    const index = new client.Index({ rootUrl: TASKCLUSTER_ROOT });
    expect((await index.findTask(path)).taskId).toBe(id);
    const scopes = ['assume:repo:hg.mozilla.org/integration/autoland:branch:default'];
    const expanded = await new client.Auth({ rootUrl: TASKCLUSTER_ROOT }).expandScopes({ scopes });
    expect(expanded.scopes).toEqual(expect.arrayContaining(scopes));
    expect(expanded.scopes.length).toBeGreaterThan(scopes.length);
  });

  it('is known by its signature', async () => {
    const mine = await new client.Auth(options()).currentScopes();
    expect(mine.scopes).toContain('hooks:trigger-hook:project-gecko/in-tree-action-3-generic/*');
    expect(sandbox.log.entries.at(-1)?.signed).toBe(true);
  });

  it('triggers a hook whose name has a slash, narrowed to that hook, and finds it among the last fires', async () => {
    const trigger = await prepare(tab, gapPush(sandbox, true), 'retrigger-multiple', {
      requests: [{ tasks: [WINDOWS_AMAZON], times: 1 }],
    });
    const hooks = new client.Hooks({ ...options(), authorizedScopes: [trigger.scope] });
    const { status } = await hooks.triggerHook('project-gecko', trigger.hookId, trigger.payload);
    const { lastFires } = await new client.Hooks({ rootUrl: TASKCLUSTER_ROOT }).listLastFires(
      'project-gecko',
      trigger.hookId,
    );
    expect(lastFires.map((f) => f.taskId)).toEqual([status.taskId]);
  });

  it('reports a refusal with the words before the dashes', async () => {
    const trigger = await prepare(tab, gapPush(sandbox, true), 'retrigger-multiple', { requests: [] });
    const anonymous = new client.Hooks({ rootUrl: TASKCLUSTER_ROOT });
    await expect(
      anonymous.triggerHook('project-gecko', trigger.hookId, trigger.payload),
    ).rejects.toMatchObject({
      message: expect.not.stringContaining('---'),
      body: { code: 'InsufficientScopes' },
      response: { status: 403 },
    });
  });

  it('repeats a trigger whose answer was lost, and so makes two action tasks: why Deputy does not use it', async () => {
    const trigger = await prepare(tab, gapPush(sandbox, true), 'retrigger-multiple', {
      requests: [{ tasks: [WINDOWS_AMAZON], times: 1 }],
    });
    sandbox.faults.add({ match: { path: '/trigger$', nth: 1 }, effect: { kind: 'lost' } });
    await new client.Hooks(options()).triggerHook('project-gecko', trigger.hookId, trigger.payload);
    expect([...sandbox.world.hooks.values()].flatMap((h) => h.fires)).toHaveLength(2);
  });
});

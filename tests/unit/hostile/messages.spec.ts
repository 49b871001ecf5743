import { beforeAll, describe, expect, it } from 'vitest';
import { answerMessage } from '@/lib/messages/answering';
import { CONTENT_TO_BACKGROUND, isMessageName, MESSAGES_VERSION } from '@/lib/messages/background';
import { BRIDGE_VERSION, isRefetchedFromPage, isRefetchToPage, REFETCH_TO_PAGE } from '@/lib/messages/bridge';
import { createCaller } from '@/lib/messages/caller';
import { createBackground } from '@/lib/rounds/backgroundHandlers';
import { TASKCLUSTER_ROOT, TREEHERDER_ORIGIN } from '../../sandbox/hosts.ts';
import { seeded } from '../../sandbox/random.ts';
import { FULL } from '../rounds/day';
import { memoryStorage } from '../rounds/memoryStorage';
import { mutateValue } from './mutate';
import { DESK, recordRound } from './recorded';

/** Mutated messages for each name; those of the bridge cost nothing. */
const CASES = FULL ? 5_000 : 40;
const BRIDGE_CASES = 5_000;
const TIMEOUT_MS = 300_000;

const NAMES = Object.keys(CONTENT_TO_BACKGROUND).filter(isMessageName);
const FORM = { template: '', comment: 'x', state: null, reason: '' };

/** Good requests of what a round in Node does not ask; `summary` is put in where a message has one. */
const MORE: Readonly<Record<string, (summary: unknown) => unknown>> = {
  'content-bg look for round': () => ({
    repository: 'autoland',
    root: TASKCLUSTER_ROOT,
    revisions: ['0'.repeat(40)],
    nonce: 'n',
    since: 0,
  }),
  'content-bg look for sent': () => ({ records: [] }),
  'content-bg prepare cancel': () => ({
    summaryId: 1,
    root: TASKCLUSTER_ROOT,
    nonce: 'n',
    at: 0,
    actionTasks: [{ taskId: 'x', revision: 'y' }],
  }),
  'content-bg check rounds now': () => ({}),
  'content-bg look for action tasks': () => ({
    root: TASKCLUSTER_ROOT,
    hooks: [{ hookGroupId: 'project-gecko', hookId: 'in-tree-action-3-generic/0000000000' }],
    since: 0,
    taskIds: [{ taskId: 'x', state: 'pending' }],
  }),
  'content-bg settings': () => ({}),
  'content-bg page texts': () => ({}),
  'content-bg merge notes': () => ({ base: 'a\nb', theirs: 'a\nc', ours: 'd\nb' }),
  'content-bg views': (summary) => ({ subjects: [subject(summary)], me: 'sheriff', now: 1 }),
  'content-bg begin note': (summary) => ({
    subject: subject(summary),
    me: 'sheriff',
    now: 1,
    start: { template: '', state: 'needs data' },
    waiting: null,
  }),
  'content-bg read note': (summary) => ({ form: FORM, subject: subject(summary), me: 'sheriff', now: 1 }),
  'content-bg open options': () => ({ health: true }),
  'content-bg undo list': () => ({}),
  'content-bg undo add': () => ({ record: { id: 'a', summary: 1, what: 'b', at: 1 } }),
  'content-bg undo drop': () => ({ id: 'a' }),
  'content-bg draft': () => ({ summary: 1 }),
  'content-bg keep draft': () => ({ summary: 1, draft: 'x' }),
  'content-bg read summaries': () => ({ search: '?page=1', me: '' }),
  'content-bg alert questions': (summary) => ({
    kind: 'plan',
    wish: { kind: 'star', summary: 1, alerts: [1], starred: true },
    fresh: [summary],
  }),
  'content-bg suggest': (summary) => ({ summaries: [summary], front: null, table: false }),
  'content-bg evidence': (summary) => ({ summary, target: 1, alert: 1 }),
  'content-bg graph point': () => ({
    choice: {
      series: ['autoland,1,1,13'],
      timeRange: '1209600',
      selected: '1,1',
      tooltip: null,
      revision: '',
    },
    fresh: true,
  }),
  'content-bg keep point notes': () => ({ id: -1, notes: 'a' }),
  'content-bg series history': () => ({ repository: 'autoland', signature: 1 }),
  'content-bg sitting there': (summary) => ({ summary, revision: '0'.repeat(40) }),
  'content-bg lease free': () => ({ summaries: [1], holder: 'a' }),
};
const subject = (summary: unknown) => ({
  summary,
  desk: { planState: { kind: 'none' }, ...DESK },
});

const good = new Map<string, unknown>();
beforeAll(async () => {
  for (const { name, request } of (await recordRound()).messages)
    if (!good.has(name)) good.set(name, request);
  const { summary } = good.get('content-bg plan') as { summary: unknown };
  for (const [name, request] of Object.entries(MORE)) good.set(name, request(summary));
});

function stand() {
  const [local, session] = [memoryStorage(), memoryStorage()];
  const background = createBackground({
    fetch: async () => new Response('', { status: 503 }),
    site: TREEHERDER_ORIGIN,
    local,
    session,
    wait: async () => {},
    monotonic: () => 0,
    wallClock: () => 0,
  });
  const failures: string[] = [];
  const ask = (message: unknown) =>
    answerMessage(background.handlers, message, { kind: 'content', tabId: 1 }, (_, error) =>
      failures.push(String(error)),
    );
  return { local, session, failures, ask };
}

describe('messages to the background', () => {
  it.each(NAMES)('a good one is answered: %s', async (name) => {
    const { ask, failures } = stand();
    if (!good.has(name)) return console.log(`No good request of "${name}" is known here: add one.`);
    const answer = await ask({ deputy: MESSAGES_VERSION, name, request: good.get(name) });
    expect(failures).toEqual([]);
    expect(() => CONTENT_TO_BACKGROUND[name].answer.parse(answer)).not.toThrow();
  });

  it.each(NAMES)(
    `${CASES} mutated ones are answered, failed or ignored, and a good one still works: %s`,
    {
      timeout: TIMEOUT_MS,
    },
    async (name) => {
      const { ask, local, session } = stand();
      const message = { deputy: MESSAGES_VERSION, name, request: good.get(name) ?? {} };
      const random = seeded(name);
      for (let n = 0; n < CASES; n++) {
        const { value, what } = mutateValue(message, random);
        let answer: unknown;
        try {
          answer = await ask(value);
        } catch (error) {
          throw new Error(`message ${n} (${what}) throws ${String(error)}`, { cause: error });
        }
        // the page tells an answer, a failure and silence apart, whatever it gets
        const told = await createCaller(async () => answer)('content-bg settings', {}).then(
          () => 'answer',
          (error: unknown) => (error instanceof Error ? error.message : 'no error'),
        );
        expect(told, what).toMatch(/./);
      }
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      // nothing piles up: a broken sender cannot fill the disk
      expect(JSON.stringify([...local.items, ...session.items]).length).toBeLessThan(20_000_000);
      expect(await ask({ deputy: MESSAGES_VERSION, name: 'content-bg settings', request: {} })).toMatchObject(
        {
          version: 1,
        },
      );
    },
  );
});

describe('messages of the bridge', () => {
  const question = { name: REFETCH_TO_PAGE, version: BRIDGE_VERSION, id: 'a', summaryId: 7 };
  it(`${BRIDGE_CASES} mutated ones are taken only with exactly their keys and kinds`, () => {
    const random = seeded('bridge');
    let taken = 0;
    for (let n = 0; n < BRIDGE_CASES; n++) {
      const { value, what } = mutateValue(question, random);
      expect(isRefetchedFromPage(value), what).toBe(false);
      if (!isRefetchToPage(value)) continue;
      taken += 1;
      expect(Object.keys(value).sort(), what).toEqual(['id', 'name', 'summaryId', 'version']);
      expect(Number.isSafeInteger(value.summaryId) && value.summaryId > 0, what).toBe(true);
    }
    expect(taken).toBeLessThan(BRIDGE_CASES / 2);
  });
});

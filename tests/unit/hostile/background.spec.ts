import { beforeAll, describe, expect, it } from 'vitest';
import { answerMessage } from '@/lib/messages/answering';
import { CONTENT_TO_BACKGROUND, MESSAGES_VERSION, type MessageName } from '@/lib/messages/background';
import { DEFAULT_CHOICES } from '@/lib/model/planReport';
import { createBackground } from '@/lib/rounds/backgroundHandlers';
import { TREEHERDER_ORIGIN } from '../../sandbox/hosts.ts';
import { type Random, seeded } from '../../sandbox/random.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { openBrowser } from '../rounds/browser';
import { createDay, FULL } from '../rounds/day';
import { memoryStorage } from '../rounds/memoryStorage';
import { mutate } from './mutate';
import { DESK } from './recorded';

/** Worlds with one kind of answer mutated in each, for each kind. */
const CASES = Number(process.env.CASES ?? (FULL ? 100 : 3));

/** Answers of one kind, by their address. */
const KINDS: readonly (readonly [name: string, url: RegExp])[] = [
  ['the summary', /\/alertsummary\/\d+\//],
  ['lists of summaries', /\/alertsummary\/\?/],
  ['repositories', /\/api\/repository\//],
  ['frameworks', /\/performance\/framework\//],
  ['data points', /\/performance\/data\//],
  ['series', /\/performance\/summary\//],
  ['pushes', /\/push\/\?/],
  ['jobs', /\/api\/jobs\//],
  ['decision tasks', /\/decisiontask\//],
  ['actions.json', /actions\.json/],
  ['task definitions', /\/v1\/tasks/],
  ['last fires', /last-fires/],
];

type Json = Record<string, unknown>;

/** A background on a world that stands still: each good answer is asked for once and given again. */
function stand(sandbox: Sandbox) {
  const outside = sandbox.openTab({ user: null });
  const good = new Map<string, string>();
  const known = async (url: string, init?: RequestInit) => {
    const key = `${init?.method ?? 'GET'} ${url} ${String(init?.body ?? '')}`;
    const text = good.get(key);
    if (text !== undefined) return new Response(text, { headers: { 'Content-Type': 'application/json' } });
    const answer = await outside.fetch(url, init);
    if (answer.ok) good.set(key, await answer.clone().text());
    return answer;
  };
  return (url: RegExp | null, random: Random) => {
    const failures: string[] = [];
    const changes: string[] = [];
    const now = () => sandbox.clock.now();
    const background = createBackground({
      fetch: async (asked, init) => {
        const answer = await known(asked, init);
        if (!url?.test(asked) || !answer.ok) return answer;
        const { response, what } = mutate(await answer.text(), random);
        changes.push(`${asked.slice(0, 90)}: ${what}`);
        return response();
      },
      site: TREEHERDER_ORIGIN,
      local: memoryStorage(),
      session: memoryStorage(),
      wait: async () => {},
      monotonic: now,
      wallClock: now,
    });
    return {
      failures,
      changes,
      ask: async (name: MessageName, request: unknown): Promise<Json> => {
        const message = JSON.parse(JSON.stringify({ deputy: MESSAGES_VERSION, name, request }));
        const answer = answerMessage(
          background.handlers,
          message,
          { kind: 'content', tabId: 1 },
          (at, error) => failures.push(`${at}: ${error instanceof Error ? error.stack : String(error)}`),
        );
        const json = JSON.parse(JSON.stringify(await answer)) as Json;
        if (failures.length === 0) CONTENT_TO_BACKGROUND[name].answer.parse(json);
        return json;
      },
    };
  };
}

/** What a tab asks in the life of one summary: read, plan, bars, suggestions, evidence, preparing a round. */
async function lifeOf(ask: ReturnType<ReturnType<typeof stand>>['ask'], id: number, now: number, good: Json) {
  const answers: Json[] = [];
  const put = async (name: MessageName, request: unknown) => {
    const answer = await ask(name, request);
    answers.push(answer);
    return answer;
  };
  const read = await put('content-bg read summary', { id });
  await put('content-bg read summaries', { search: '?framework=13', me: 'sheriff' });
  const outcome = read.outcome as Json | undefined;
  const summary = outcome?.kind === 'ok' ? (outcome.value as Json) : good;
  const choices = DEFAULT_CHOICES;
  const plans: Json[] = [];
  for (const depth of ['rest', 'live', 'spend'])
    plans.push(await put('content-bg plan', { summary, choices, depth, me: 'sheriff', now }));
  const planned = plans.find(({ kind }) => kind === 'ok');
  const planState = planned ? { kind: 'ready', report: planned.value } : { kind: 'none' };
  const desk = { planState, ...DESK };
  await put('content-bg views', { subjects: [{ summary, desk }], me: 'sheriff', now });
  await put('content-bg suggest', { summaries: [summary], front: id, table: true });
  const [alert] = (summary.alerts ?? []) as Json[];
  if (alert !== undefined) {
    await put('content-bg evidence', { summary, target: id - 1, alert: alert.id });
    const { id: signature } = alert.signature as Json;
    await put('content-bg series history', { repository: 'autoland', signature });
  }
  const report = planned?.value as { root?: string | null; requests?: unknown[] } | undefined;
  if (report?.root && report.requests) {
    await put('content-bg prepare round', {
      round: { summaryId: id, repository: 'autoland', root: report.root, number: 1, nonce: 'n' },
      requests: report.requests,
      doubtful: [],
      promised: [],
      left: [],
    });
  }
  return answers;
}

/** Every text in an answer that people read: markers of something that was never meant for them. */
const NONSENSE = /\bundefined\b|\bNaN\b|Invalid Date|\[object |Infinity/;
function nonsense(value: unknown, path = ''): string[] {
  // json-e's own words stand in parentheses
  if (typeof value === 'string' && value.includes('(TemplateError')) return [];
  if (typeof value === 'string') return NONSENSE.test(value) ? [`${path}: ${value.slice(0, 120)}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => nonsense(inner, `${path}.${key}`));
}

/** The life of a summary in a world, as good as it is and mutated. */
async function openWorld(sandbox: Sandbox, id: number) {
  const open = stand(sandbox);
  const now = sandbox.clock.now();
  const { ask, failures } = open(null, seeded('good'));
  const good = ((await ask('content-bg read summary', { id })).outcome as Json).value as Json;
  const answers = await lifeOf(ask, id, now, good);
  expect(failures).toEqual([]);
  return {
    answers,
    async live(url: RegExp, seed: string) {
      const world = open(url, seeded(seed));
      return { ...world, answers: await lifeOf(world.ask, id, now, good) };
    },
  };
}

/** A world in which a round is to be sent, and one in which its data has come in. */
async function worlds() {
  const day = createDay();
  const before = await openWorld(day.sandbox, day.id);
  // the good life is whole: a round could be prepared
  expect(before.answers.at(-1)).toMatchObject({ kind: 'ok', value: { triggers: expect.any(Array) } });
  const desk = await openBrowser(day.sandbox).openTab({ user: 'sheriff' }).look(day.id);
  await desk.send();
  day.sandbox.clock.advance(6 * 3600);
  return { before, after: await openWorld(day.sandbox, day.id) };
}

describe('the background, with one kind of answer mutated', () => {
  let both: Awaited<ReturnType<typeof worlds>> | undefined;
  beforeAll(async () => {
    both = await worlds();
  });

  it.each(KINDS)(`${CASES} times: %s`, async (kind, url) => {
    let mutated = 0;
    for (let n = 0; n < CASES; n++) {
      for (const [when, world] of Object.entries(both ?? {})) {
        const { failures, changes, answers } = await world.live(url, `${kind} ${when} ${n}`);
        mutated += changes.length;
        expect(failures, changes.join('\n')).toEqual([]);
        expect(
          answers.flatMap((answer) => nonsense(answer)),
          changes.join('\n'),
        ).toEqual([]);
      }
    }
    expect(mutated).toBeGreaterThan(0);
  });
});

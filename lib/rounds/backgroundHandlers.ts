import { createLeases, LEASES_KEY, type Leases } from '@/lib/actions/leases';
import { createSessionKept } from '@/lib/actions/sessionKept';
import type { BackgroundHandlers, CallBackground } from '@/lib/messages/background';
import type { AlertSummary } from '@/lib/model/alert';
import { alertId, instant, nonce, summaryId } from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { PushRequest } from '@/lib/model/round';
import {
  composeNotes,
  mergeNotes,
  type NotesWish,
  notesFacts,
  wishHolds,
  withNoted,
} from '@/lib/notes/notes';
import { readSettings, SETTINGS_KEY } from '@/lib/settings/settings';
import { checkLabels, lookForActionTasks, renderTriggers } from '@/lib/taskcluster/backgroundWork';
import { createTaskclusterReads } from '@/lib/taskcluster/publicReads';
import { createTreeherderRecords } from '@/lib/treeherder/client';
import { createTreeherderReads } from '@/lib/treeherder/publicReads';
import { createServerClock } from '@/lib/treeherder/serverClock';
import type { KeyValueStorage } from './journal';
import { dropOldJournal, readJournal } from './journalReads';
import { createPlanner } from './planner';
import { type Foreknown, prepareTriggers } from './prepare';
import { createActionTaskReader } from './runs';

/** The team's spend is read from summaries whose push is at most this old; rounds come within days of the push. */
const RECENT_SECONDS = 10 * 24 * 60 * 60;

export interface BackgroundDeps {
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>;
  /** Origin of Treeherder. */
  readonly site: string;
  readonly local: KeyValueStorage;
  readonly session: KeyValueStorage;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly monotonic: () => number;
  readonly wallClock: () => number;
}

export interface Background {
  readonly handlers: BackgroundHandlers;
  readonly leases: Leases;
  /** Housekeeping when the background starts. */
  start(): Promise<void>;
}

/**
 * What the background answers: leases, settings, the journal, public reads of Treeherder and Taskcluster, plans and
 * rendered triggers. It has no session, no token and no credentials, and could not write or trigger if it wanted.
 */
export function createBackground(deps: BackgroundDeps): Background {
  const clock = createServerClock(deps.monotonic, deps.wallClock);
  const readDeps = { fetch: deps.fetch, origin: deps.site, clock, wait: deps.wait };
  const leases = createLeases(
    {
      read: async () => (await deps.session.get([LEASES_KEY]))[LEASES_KEY],
      write: (table) => deps.session.set({ [LEASES_KEY]: table }),
    },
    deps.wallClock,
  );
  const kept = createSessionKept(deps.session);
  const taskcluster = createTaskclusterReads(deps.fetch);
  const treeherder = createTreeherderRecords(readDeps);
  const settings = async () => readSettings((await deps.local.get([SETTINGS_KEY]))[SETTINGS_KEY]);
  const plan = createPlanner({
    reads: createTreeherderReads(readDeps),
    actionTasks: createActionTaskReader((root, tasks) => lookForActionTasks(taskcluster, root, [], 0, tasks)),
    journal: () => readJournal(deps.local),
    rules: async () => (await settings()).rules,
    async recentSummaries() {
      const query = `show_sheriffed_frameworks=true&timerange=${RECENT_SECONDS}&limit=100`;
      const answer = await treeherder.summaries(query);
      return isOk(answer) ? ok(answer.value.summaries) : answer;
    },
  });

  const handlers: BackgroundHandlers = {
    'content-bg lease take': async ({ summaries, holder }, { tabId }) => ({
      granted: await leases.take(summaries.map(summaryId), holder, tabId),
    }),
    'content-bg lease renew': async ({ summaries, holder }) => ({
      held: await leases.renew(summaries.map(summaryId), holder),
    }),
    'content-bg lease free': async ({ summaries, holder }) => {
      await leases.free(summaries.map(summaryId), holder);
      return {};
    },
    'content-bg undo list': async () => ({ records: await kept.undoList() }),
    'content-bg undo add': async ({ record }) => {
      await kept.addUndo(record);
      return {};
    },
    'content-bg undo drop': async ({ id }) => {
      await kept.dropUndo(id);
      return {};
    },
    'content-bg draft': async ({ summary }) => ({ draft: await kept.draft(summary) }),
    'content-bg keep draft': async ({ summary, draft }) => {
      await kept.keepDraft(summary, draft);
      return {};
    },
    'content-bg settings': async () => ({ ...(await settings()) }),
    'content-bg journal': async ({ summary }) => ({
      records: (await readJournal(deps.local, summaryId(summary))).map((r) => ({ ...r })),
    }),
    'content-bg merge notes': async ({ base, theirs, ours }) => {
      const merged = mergeNotes(base, theirs, ours);
      return merged.kind === 'merged' ? merged : { ...merged, conflicts: [...merged.conflicts] };
    },
    'content-bg compose notes': async ({ base, fresh, wish }) => {
      // printed and escaped by the grammar, whatever stands in it
      const composed = composeNotes(base, fresh, wish as unknown as NotesWish);
      return {
        composed:
          composed.kind === 'conflict' ? { ...composed, conflicts: [...composed.conflicts] } : composed,
        noted: plain(notesFacts('text' in composed ? composed.text : fresh)),
      };
    },
    'content-bg notes hold': async ({ text, wish }) => ({
      holds: wishHolds(text, wish as unknown as NotesWish),
    }),
    'content-bg read summaries': async ({ query }) => {
      const answer = await treeherder.summaries(query);
      const outcome = asRead(
        isOk(answer)
          ? ok({
              summaries: answer.value.summaries.map(asMessage),
              unreadable: [...answer.value.unreadable].map(([id, p]): [number, typeof p] => [id, p]),
              more: answer.value.more,
            })
          : answer,
      );
      return { now: clock.now(), outcome };
    },
    'content-bg read summary': async ({ id }) => {
      const answer = await treeherder.summary(summaryId(id));
      return { now: clock.now(), outcome: asRead(isOk(answer) ? ok(asMessage(answer.value)) : answer) };
    },
    'content-bg plan': async ({ summary, choices, depth, me, now }) => {
      const answer = await plan({
        // our own content script got it from here: the message's schema looks at its outline only
        summary: summary as unknown as AlertSummary,
        choices: { form: choices.form, dropped: choices.dropped.map(alertId) },
        depth,
        me,
        now: instant(now),
      });
      return asRead(isOk(answer) ? ok({ ...answer.value, plan: { ...answer.value.plan } }) : answer);
    },
    'content-bg prepare round': async ({ round, requests, ...known }) => {
      const answer = await prepareTriggers(
        { call: callOwn, treeherder, now: clock.now },
        // ids get their brands back: they were numbers and text only on the way here
        { ...round, summaryId: summaryId(round.summaryId), nonce: nonce(round.nonce) },
        requests as unknown as readonly PushRequest[],
        known as unknown as Foreknown,
      );
      if (!isOk(answer)) return asRead(answer);
      return {
        kind: 'ok' as const,
        value: {
          triggers: answer.value.triggers.map((t) => ({
            record: { ...t.record },
            trigger: { ...t.trigger },
          })),
          receipts: answer.value.receipts.map((r) => ({ ...r })),
        },
      };
    },
    'content-bg render triggers': async ({ root, pushes }) => ({
      triggers: (await renderTriggers(taskcluster, root, pushes)).map((t) => ({
        ...t,
        outcome: asRead(t.outcome),
      })),
    }),
    'content-bg look for action tasks': async ({ root, hooks, since, taskIds }) =>
      asRead(await lookForActionTasks(taskcluster, root, hooks, since, taskIds)),
    'content-bg check labels': async ({ root, decisionTask, labels }) =>
      asRead(await checkLabels(taskcluster, root, decisionTask, labels)),
  };
  // what one handler asks of another; leases, which need a tab, are not among it
  const callOwn: CallBackground = (name, request) => handlers[name](request, { tabId: -1 });
  return { handlers, leases, start: () => dropOldJournal(deps.local, deps.wallClock()) };
}

/** A summary with what its notes say: these are read here, where the grammar is. */
const asMessage = (s: AlertSummary) => plain(withNoted(s));

/** Records are readonly all through, messages are not: the same data, for `sendMessage` copies it anyway. */
const plain = <T>(record: T) => record as Mutable<T>;
type Mutable<T> = T extends readonly (infer E)[]
  ? Mutable<E>[]
  : T extends string | number | boolean | null | undefined
    ? T
    : { -readonly [K in keyof T]: Mutable<T[K]> };

/** Reads are never refused or unclear: they came or they did not. */
function asRead<T>(outcome: Outcome<T>) {
  return outcome.kind === 'ok'
    ? { kind: 'ok' as const, value: outcome.value }
    : { kind: 'failed' as const, problem: { ...outcome.problem } };
}

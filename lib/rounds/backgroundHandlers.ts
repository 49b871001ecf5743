import { answerAlertQuestion } from '@/lib/actions/judgeAlertWrites';
import { createLeases, LEASES_KEY, type Leases, leaseHandlers } from '@/lib/actions/leases';
import { createSessionKept } from '@/lib/actions/sessionKept';
import { createAnswerBook } from '@/lib/health/answerBook';
import { type BackgroundHandlers, isMessageName } from '@/lib/messages/background';
import type { PageHandlers } from '@/lib/messages/pages';
import { fromMessage, toMessage } from '@/lib/messages/records';
import { isRecent } from '@/lib/model/age';
import type { AlertSummary } from '@/lib/model/alert';
import { isPoint } from '@/lib/model/graphPoint';
import { type Instant, instant, type SummaryId, summaryId } from '@/lib/model/ids';
import { keyTable } from '@/lib/model/keys';
import { NEXT_STEPS } from '@/lib/model/nextSteps';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { JournalRecord } from '@/lib/model/round';
import { knowSentences } from '@/lib/model/say';
import { SENTENCES } from '@/lib/model/sentences';
import { composeNotes, mergeNotes, notesFacts, wishHolds, withNoted } from '@/lib/notes/notes';
import { readSettings, SETTINGS_KEY } from '@/lib/settings/settings';
import { createQueueStrips } from '@/lib/shift/queueStrip';
import { createSuggestionWork } from '@/lib/suggestions/background';
import { pointUrl, summaryUrl } from '@/lib/suggestions/links';
import { lookForActionTasks } from '@/lib/taskcluster/backgroundWork';
import { createTaskclusterReads } from '@/lib/taskcluster/publicReads';
import { alertListQuery } from '@/lib/treeherder/alertListQuery';
import { createTreeherderRecords } from '@/lib/treeherder/client';
import { readNamedSeries } from '@/lib/treeherder/oneSeries';
import { createTreeherderReads } from '@/lib/treeherder/publicReads';
import { createSeriesReads } from '@/lib/treeherder/seriesReads';
import { createServerClock } from '@/lib/treeherder/serverClock';
import type { BackgroundDeps } from './backgroundDeps';
import { withDrawings } from './drawings';
import { createGraphPoints } from './graphPoint';
import { createJobBook } from './jobBook';
import { dropOldJournal, readCancelRecords, readJournal } from './journalReads';
import { look, ownActionTask } from './look';
import { createMachines } from './machines';
import { createNoteHandlers } from './noteHandlers';
import { createOutlooks } from './outlook';
import { createPageHandlers } from './pageHandlers';
import { createPlanner } from './planner';
import { createPointRecords } from './pointRecords';
import { prepareTriggers } from './prepare';
import { prepareCancel } from './prepareCancel';
import { createGraphReader } from './pushGraphReads';
import { traceRound } from './roundTrace';
import { createActionTaskReader } from './runs';
import { createStripHandler } from './stripHandler';
import { summaryViews } from './summaryView';
import type { ViewSubject } from './viewSubject';
import { createRoundWatch, type RoundWatch, type WatchOutlet } from './watchRounds';

/** The team's spend is read from summaries whose push is at most this old; rounds come within days of the push. */
const RECENT_SECONDS = 10 * 24 * 60 * 60;

export interface Background {
  readonly handlers: BackgroundHandlers;
  readonly pageHandlers: PageHandlers;
  readonly leases: Leases;
  readonly watch: RoundWatch;
  /** The site's page about a summary, or the graph of a point; its path. */
  pageOf(id: SummaryId): Promise<string>;
  /** Told of each message that was answered, and what was answered; for the health page. */
  saw(message: unknown, answer: unknown): void;
  /** Housekeeping when the background starts. */
  start(): Promise<void>;
}

/**
 * What the background answers: leases, settings, the journal, public reads of Treeherder and Taskcluster, plans and
 * rendered triggers. It has no session, no token and no credentials, and could not write or trigger if it wanted.
 */
export function createBackground(deps: BackgroundDeps): Background {
  knowSentences(SENTENCES);
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
  const answers = createAnswerBook(deps.session, clock.now);
  const taskcluster = createTaskclusterReads({ fetch: deps.fetch, wait: deps.wait });
  const points = createPointRecords(deps.local, deps.session, deps.wallClock);
  const records = createTreeherderRecords(readDeps);
  const treeherder: typeof records = {
    ...records,
    summary: (id, signal) => (isPoint(id) ? points.read(id) : records.summary(id, signal)),
  };
  const settings = async () =>
    readSettings((await deps.local.get([SETTINGS_KEY]))[SETTINGS_KEY], await deps.managed?.());
  const reads = createTreeherderReads(readDeps);
  const repositories = keptRead(() => reads.repositories(), clock.now);
  const frameworks = keptRead(() => reads.frameworks(), clock.now);
  const rules = async () => (await settings()).rules;
  const actionTasks = createActionTaskReader((root, tasks) =>
    lookForActionTasks(taskcluster, root, [], 0, tasks),
  );
  const suggestions = createSuggestionWork({
    read: readDeps,
    treeherder,
    repositories,
    pairs: async () => (await settings()).pairs,
    ...(deps.drawings && { draw: deps.drawings }),
    session: deps.session,
  });
  const jobs = createJobBook(reads);
  const plan = createPlanner({
    reads: { ...jobs.reads, repositories, frameworks },
    jobs,
    machines: createMachines(taskcluster, jobs.taskOf),
    graphs: createGraphReader(treeherder, taskcluster),
    suggestions: suggestions.suggester,
    outlook: createOutlooks(createSeriesReads(readDeps)),
    actionTasks,
    journal: (summary) => readJournal(deps.local, summary),
    rules,
    async recentSummaries() {
      const query = `show_sheriffed_frameworks=true&timerange=${RECENT_SECONDS}&limit=100`;
      const answer = await treeherder.summaries(query);
      return isOk(answer) ? ok(answer.value.summaries) : answer;
    },
  });

  const graphPoint = createGraphPoints({
    reads,
    repositories,
    frameworks,
    series: (repository, signature, times) => readNamedSeries(readDeps, repository, signature, times),
    summaries: (query) => treeherder.summaries(query),
    actionTasks,
    points,
    rules,
    now: clock.now,
    site: deps.site,
  });

  const watch = createRoundWatch({
    treeherder,
    reads,
    journal: () => readJournal(deps.local),
    local: deps.local,
    session: deps.session,
    now: clock.now,
    wallClock: deps.wallClock,
    outlet: deps.outlet ?? NOBODY,
  });

  const notes = createNoteHandlers({
    settings,
    draft: kept.draft,
    ...(deps.drawings && { draw: deps.drawings.note }),
  });

  const strips = createQueueStrips({ treeherder, reads: { ...reads, frameworks } }, rules, clock.now);
  const saw = (summaries: readonly AlertSummary[]) => {
    strips.saw(summaries);
    return watch.saw(summaries);
  };
  const stripHandler = createStripHandler({
    strips,
    settings,
    local: deps.local,
    now: clock.now,
    draw: deps.drawings?.queues ?? (() => []),
    openGuide: async () => deps.openPage?.('guide'),
  });

  const handlers: BackgroundHandlers = {
    ...leaseHandlers(leases),
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
    'content-bg page texts': async () => {
      const now = await settings();
      const keys = now.off.includes('keys') ? [] : keyTable(now.keys);
      return {
        settings: toMessage(now),
        css: deps.styles ?? '',
        nextSteps: toMessage(NEXT_STEPS),
        sentences: { ...SENTENCES },
        keys: keys.slice(),
        help: [...(deps.drawings?.keys(keys) ?? [])],
        tour: (deps.drawings?.tour(keys) ?? []).map((step) => ({ ...step })),
      };
    },
    'content-bg queue strip': async ({ press, me }) => stripHandler(press, me),
    'content-bg journal': async ({ summary }) => ({
      records: toMessage(await readJournal(deps.local, summaryId(summary))),
    }),
    'content-bg merge notes': async ({ base, theirs, ours }) => {
      const merged = mergeNotes(base, theirs, ours);
      return merged.kind === 'merged' ? merged : { ...merged, conflicts: [...merged.conflicts] };
    },
    'content-bg compose notes': async ({ base, fresh, wish }) => {
      // printed and escaped by the grammar, whatever stands in it
      const composed = composeNotes(base, fresh, fromMessage(wish));
      return {
        composed:
          composed.kind === 'conflict' ? { ...composed, conflicts: [...composed.conflicts] } : composed,
        noted: toMessage(notesFacts('text' in composed ? composed.text : fresh)),
      };
    },
    'content-bg notes hold': async ({ text, wish }) => ({
      holds: wishHolds(text, fromMessage(wish)),
    }),
    'content-bg alert questions': async (question) => toMessage(answerAlertQuestion(fromMessage(question))),
    'content-bg read summaries': async ({ search, me }) => {
      const answer = await treeherder.summaries(alertListQuery(search, me));
      if (isOk(answer)) await saw(answer.value.summaries);
      const outcome = asRead(
        isOk(answer)
          ? ok({
              summaries: answer.value.summaries.map(asMessage),
              unreadable: [...answer.value.unreadable].map(([id, p]): [number, typeof p] => [id, p]),
              more: answer.value.more,
            })
          : answer,
      );
      return toMessage({ now: clock.now(), outcome });
    },
    'content-bg read summary': async ({ id }) => {
      const answer = await treeherder.summary(summaryId(id));
      if (isOk(answer)) await saw([answer.value]);
      return { now: clock.now(), outcome: asRead(isOk(answer) ? ok(asMessage(answer.value)) : answer) };
    },
    'content-bg graph point': async ({ choice, fresh }) => {
      const answer = await graphPoint(choice, fresh);
      if (!isOk(answer)) return asRead(answer);
      const drawing: object = deps.drawings?.point(answer.value) ?? {};
      return asRead(asAnswer(ok({ ...answer.value, ...drawing })));
    },
    'content-bg keep point notes': async ({ id, notes }) =>
      asRead(await points.keepNotes(summaryId(id), notes)),
    'content-bg plan': async (question) => {
      await watch.tabLooks(summaryId(question.summary.id));
      const answer = await plan(fromMessage(question));
      if (!isOk(answer)) return asRead(answer);
      const { sheet } = answer.value;
      const drawn = sheet && deps.drawings && { ...sheet, drawn: deps.drawings.sheet(sheet) };
      return asRead(asAnswer(ok({ ...answer.value, sheet: drawn || sheet })));
    },
    'content-bg prepare round': async ({ round, requests, ...known }) => {
      await watch.begin();
      const answer = await prepareTriggers(
        { taskcluster, treeherder, now: clock.now },
        fromMessage(round),
        fromMessage(requests),
        fromMessage(known),
      );
      return asRead(asAnswer(answer));
    },
    'content-bg look for round': async (round) => {
      const answer = await traceRound({ taskcluster, treeherder, reads }, fromMessage(round));
      return asRead(isOk(answer) ? ok({ traces: toMessage(answer.value) }) : answer);
    },
    'content-bg prepare cancel': async (question) => {
      const answer = await prepareCancel(
        {
          taskcluster,
          journal: () => readJournal(deps.local),
          cancelRecords: () => readCancelRecords(deps.local),
          now: clock.now,
        },
        fromMessage(question),
      );
      return asRead(asAnswer(answer));
    },
    'content-bg may notify': async ({ ask }) => ({
      answer: await (deps.outlet ?? NOBODY).mayNotify(ask),
    }),
    'content-bg views': async ({ subjects, me, now }) => {
      const { rules, handOver, starMarked, role } = await settings();
      return toMessage({
        views: fromMessage<ViewSubject[]>(subjects).map((subject) =>
          withDrawings(
            summaryViews({ ...subject, rules, handOver, starMarked, role, me, now: instant(now) }),
            deps.drawings,
          ),
        ),
      });
    },
    'content-bg open options': async ({ health }) => {
      await deps.openPage?.(health ? 'health' : 'options');
      return {};
    },
    'content-bg check rounds now': () => watch.checkNow(),
    ...suggestions.handlers,
    'content-bg suggest': async (asked, sender) =>
      (await settings()).off.includes('suggestions')
        ? { reports: [] }
        : suggestions.handlers['content-bg suggest'](asked, sender),
    ...notes,
    'content-bg look for sent': async ({ records }) => {
      const sent = fromMessage<JournalRecord[]>(records);
      const answer = await look((...asked) => lookForActionTasks(taskcluster, ...asked), sent);
      if (!isOk(answer)) return asRead(answer);
      return asRead(ok({ actionTasks: sent.map((r) => ownActionTask(r, answer.value.tasks)) }));
    },
    'content-bg look for action tasks': async ({ root, hooks, since, taskIds }) =>
      asRead(await lookForActionTasks(taskcluster, root, hooks, since, taskIds)),
  };
  return {
    handlers,
    pageHandlers: createPageHandlers({
      watch,
      journal: () => readJournal(deps.local),
      settings,
      answers: answers.read,
      now: clock.now,
    }),
    saw(message, answer) {
      const { name } = message as { readonly name?: unknown };
      if (typeof name === 'string' && isMessageName(name)) void answers.saw(name, answer).catch(() => {});
    },
    leases,
    watch,
    async pageOf(id) {
      const point = isPoint(id) ? await points.point(id) : null;
      if (!point) return summaryUrl(id);
      const { repository, signature, push } = point;
      return pointUrl(
        { repository, signatureId: signature.id, framework: signature.framework },
        push,
        clock.now(),
      );
    },
    async start() {
      await dropOldJournal(deps.local, deps.wallClock());
      await points.dropOld();
      await watch.start();
    },
  };
}

const NOBODY: WatchOutlet = {
  setAlarm: async () => {},
  setBadge: async () => {},
  notify: async () => false,
  mayNotify: async () => 'not allowed',
};

/** A summary with what its notes say: these are read here, where the grammar is. */
const asMessage = (s: AlertSummary) => toMessage(withNoted(s));

/** Names of repositories and frameworks hardly ever change; a background may live for days. */
const NAMES_KEPT_MS = 10 * 60 * 1000;

/** Reads once for all who ask within some minutes; what failed is read again. */
function keptRead<T>(read: () => Promise<Outcome<T>>, now: () => Instant): () => Promise<Outcome<T>> {
  let kept: { readonly reading: Promise<Outcome<T>>; readonly at: Instant } | null = null;
  return async () => {
    if (!kept || !isRecent(kept.at, now(), NAMES_KEPT_MS)) kept = { reading: read(), at: now() };
    const mine = kept;
    const answer = await mine.reading;
    if (!isOk(answer) && kept === mine) kept = null;
    return answer;
  };
}

/** A record of ours as the answer of a read. */
const asAnswer = <T extends object>(outcome: Outcome<T>) =>
  isOk(outcome) ? ok(toMessage(outcome.value)) : outcome;

/** Reads are never refused or unclear: they came or they did not. */
function asRead<T>(outcome: Outcome<T>) {
  return outcome.kind === 'ok'
    ? { kind: 'ok' as const, value: outcome.value }
    : { kind: 'failed' as const, problem: { ...outcome.problem } };
}

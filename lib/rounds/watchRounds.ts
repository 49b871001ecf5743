import * as z from 'zod/mini';
import { fromMessage } from '@/lib/messages/records';
import type { AlertSummary } from '@/lib/model/alert';
import { isPoint, subjectOf } from '@/lib/model/graphPoint';
import { type Instant, type Nonce, type SummaryId, shortRevision } from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { JournalRecord } from '@/lib/model/round';
import type { NoticeAnswer } from '@/lib/model/roundWork';
import { parseNotes, roundsOf, type TailRound } from '@/lib/notes/notes';
import type { TreeherderReads } from '@/lib/treeherder/publicReads';
import { BACKFILL_ETA } from '@/lib/triage/platformBuilds';
import type { RoundEnd } from '@/lib/triage/roundEnd';
import type { KeyValueStorage } from './journal';
import {
  endByJobs,
  endByPoints,
  hasLeft,
  lastSentAt,
  readRoundPoints,
  roundEndInWords,
  type SentRound,
} from './roundData';

const MINUTE_MS = 60 * 1000;
/** The alarm's period, and the least time between two batches of requests (the round engine's own limit). */
export const LOOK_EVERY_MS = 10 * MINUTE_MS;
/** The alarm may come a little early. */
const EARLY_MS = MINUTE_MS / 2;
/** While nothing changes the pauses grow up to this. */
const LONGEST_PAUSE_MS = 60 * MINUTE_MS;
/** Nothing is there sooner. */
const FIRST_LOOK_MS = BACKFILL_ETA.shortest * 1000;
/** Rounds of one batch. With 5 labels each it is at most 6 summaries + 1 for points + 6 × (1 + 5 + 1) for jobs. */
const MOST_ROUNDS = 6;
/** Long after the last task has missed its deadline (a day) nobody waits for the round any more. */
const FORGOTTEN_AFTER_MS = 3 * 24 * 60 * MINUTE_MS;

const WATCH_KEY = 'watch';
const TABS_KEY = 'watched by tabs';

const WatchedRound = z.object({
  summaryId: z.int(),
  round: z.int(),
  /** closed: nobody waits for it any more. */
  state: z.enum(['waiting', 'complete', 'impossible', 'closed']),
  /** The notification was asked for, or there was nobody to ask. */
  told: z.boolean(),
  have: z.int(),
  /** Missing before the first look. */
  want: z.optional(z.int()),
  /** On this machine's clock. */
  nextLookAt: z.number(),
  pauseMs: z.number(),
});
const WatchTable = z.object({
  version: z.literal(1),
  /** When the last batch of requests began, on this machine's clock. */
  lookedAt: z.number(),
  rounds: z.record(z.string(), WatchedRound),
});
type WatchedRound = z.infer<typeof WatchedRound>;
type WatchTable = z.infer<typeof WatchTable>;

/** What the watch does to the browser around it. */
export interface WatchOutlet {
  /** Wakes the background every LOOK_EVERY_MS, or not any more. */
  setAlarm(on: boolean): Promise<void>;
  /** The number on Deputy's button; none for 0. */
  setBadge(rounds: number): Promise<void>;
  /** False when notifications are not allowed (yet). */
  notify(notice: RoundNotice): Promise<boolean>;
  /** @param ask asks the person, which works only while a click of theirs is being handled */
  mayNotify(ask: boolean): Promise<NoticeAnswer>;
}

export interface RoundNotice {
  /** One per round: the browser replaces one of the same id. */
  readonly id: string;
  readonly summaryId: SummaryId;
  readonly title: string;
  readonly message: string;
}

export interface WatchDeps {
  readonly treeherder: { summary(id: SummaryId): Promise<Outcome<AlertSummary>> };
  readonly reads: Pick<TreeherderReads, 'dataPoints' | 'jobsOnPushes'>;
  readonly journal: () => Promise<readonly JournalRecord[]>;
  readonly local: KeyValueStorage;
  readonly session: KeyValueStorage;
  /** On Treeherder's clock. */
  readonly now: () => Instant;
  /** On this machine's clock: only differences count. */
  readonly wallClock: () => number;
  readonly outlet: WatchOutlet;
}

/** Counts of rounds of this browser. */
export interface WatchReport {
  readonly waiting: number;
  /** Their data is in, or cannot come any more, and nobody has closed them. */
  readonly dataIn: number;
  /** Could not be looked at. */
  readonly failed: number;
}

/** A round of this browser that nobody has closed, as it was last seen. */
export interface WatchedState {
  readonly nonce: string;
  readonly summary: number;
  readonly round: number;
  readonly state: 'waiting' | 'complete' | 'impossible';
  /** Data points; `want` is null before the first look. */
  readonly have: number;
  readonly want: number | null;
  readonly jobs: number;
  readonly sentAt: number;
}

export interface RoundWatch {
  /** What is known of the open rounds; asks nobody. Those whose data is in come first, then the oldest. */
  rounds(): Promise<readonly WatchedState[]>;
  /** What the alarm does: looks after the rounds that are due. */
  onAlarm(): Promise<WatchReport>;
  /** "Check now": the same for all rounds, due or not. */
  checkNow(): Promise<WatchReport>;
  /** A round is being sent. */
  begin(): Promise<void>;
  /** A summary was read for somebody else: a round that is closed there needs no look any more. */
  saw(summaries: readonly AlertSummary[]): Promise<void>;
  /** A tab in sight asks for this summary's data itself. */
  tabLooks(id: SummaryId): Promise<void>;
  /** The background has started: alarm and badge as they should be. */
  start(): Promise<void>;
}

/**
 * Watches the rounds that this browser has sent, while no page is open: public reads only, at most one batch of them in ten
 * minutes for all rounds together, fewer while nothing changes, none for a summary that a tab in sight asks about. A batch takes
 * one request for each summary and one for the points; only rounds whose data is due and not there cost more, one for each
 * label, the action tasks, and the builds. All that it remembers is in the storage, so a stopped background goes on.
 */
export function createRoundWatch(deps: WatchDeps): RoundWatch {
  let last: Promise<unknown> = Promise.resolve();
  /** One after another: two looks at once would both find a round untold. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };

  async function readTable(): Promise<WatchTable> {
    const parsed = z.safeParse(WatchTable, (await deps.local.get([WATCH_KEY]))[WATCH_KEY]);
    return parsed.success ? parsed.data : { version: 1, lookedAt: 0, rounds: {} };
  }
  const writeTable = (table: WatchTable) => deps.local.set({ [WATCH_KEY]: table });

  /** The table with every round that the journal knows to have left, and no other. */
  async function knownRounds() {
    const table = await readTable();
    const sent = Map.groupBy((await deps.journal()).filter(hasLeft), (r) => r.nonce);
    const rounds: Record<string, WatchedRound> = {};
    for (const [nonce, records] of sent) {
      const [first] = records;
      if (!first) continue;
      rounds[nonce] = table.rounds[nonce] ?? {
        summaryId: first.summaryId,
        round: first.round,
        state: 'waiting',
        told: false,
        have: 0,
        nextLookAt: deps.wallClock() + Math.max(0, FIRST_LOOK_MS - (deps.now() - lastSentAt(records))),
        pauseMs: LOOK_EVERY_MS,
      };
    }
    return { table: { ...table, rounds }, sent };
  }

  async function settle(table: WatchTable, failures = 0): Promise<WatchReport> {
    await writeTable(table);
    const rounds = Object.values(table.rounds);
    const waiting = rounds.filter((r) => r.state === 'waiting').length;
    const dataIn = rounds.filter((r) => r.state === 'complete' || r.state === 'impossible').length;
    await deps.outlet.setBadge(dataIn);
    await deps.outlet.setAlarm(waiting + dataIn > 0);
    return { waiting, dataIn, failed: failures };
  }

  async function look(all: boolean): Promise<WatchReport> {
    const { table, sent } = await knownRounds();
    const wall = deps.wallClock();
    if (!all && wall - table.lookedAt < LOOK_EVERY_MS - EARLY_MS) return settle(table);
    const inTabs = await tabTimes();
    const due = Object.entries(table.rounds)
      .filter(([, r]) => r.state !== 'closed')
      .filter(([, r]) => all || (r.nextLookAt <= wall + EARLY_MS && !isRecent(inTabs[r.summaryId], wall)))
      .sort(([, a], [, b]) => a.nextLookAt - b.nextLookAt)
      .slice(0, MOST_ROUNDS);
    if (due.length === 0) return settle(table);

    // stored before the requests: a background that is stopped in the middle does not begin again at once
    const rounds = { ...table.rounds };
    const put = () => writeTable({ ...table, lookedAt: wall, rounds });
    await put();
    const open: { nonce: string; round: SentRound; tail: TailRound | undefined }[] = [];
    const failed = new Set<string>();
    for (const [nonce, watched] of due) {
      const records = sent.get(fromMessage<Nonce>(nonce)) ?? [];
      const answer = await deps.treeherder.summary(fromMessage<SummaryId>(watched.summaryId));
      if (!isOk(answer)) {
        failed.add(nonce);
        // gone is gone; all else may come back, and offline there is no use in asking for the others
        if (answer.problem.kind === 'not found') rounds[nonce] = { ...watched, state: 'closed' };
        if (answer.problem.kind !== 'network') continue;
        for (const [other] of due) if (!open.some((o) => o.nonce === other)) failed.add(other);
        break;
      }
      const tail = tailOf(answer.value, nonce);
      if (isClosed(answer.value, tail) || deps.now() - lastSentAt(records) > FORGOTTEN_AFTER_MS) {
        rounds[nonce] = { ...watched, state: 'closed' };
      } else open.push({ nonce, round: { summary: answer.value, records }, tail });
    }

    const points = await readRoundPoints(
      deps.reads,
      open.map((o) => o.round),
      deps.now(),
    );
    for (const { nonce, round, tail } of open) {
      const watched = rounds[nonce];
      if (!watched) continue;
      const end = isOk(points) ? await endOf(round, tail, points.value) : points;
      if (!isOk(end)) {
        failed.add(nonce);
        continue;
      }
      const { have, want, kind } = end.value;
      const isNews = have !== watched.have || kind !== watched.state;
      const pauseMs = isNews ? LOOK_EVERY_MS : Math.min(watched.pauseMs * 2, LONGEST_PAUSE_MS);
      // what is in only waits for somebody to close it
      const nextLookAt = wall + (kind === 'waiting' ? pauseMs : LONGEST_PAUSE_MS);
      const isToTell = kind !== 'waiting' && !watched.told;
      rounds[nonce] = {
        ...watched,
        state: kind,
        have,
        want,
        pauseMs,
        nextLookAt,
        told: watched.told || isToTell,
      };
      if (!isToTell) continue;
      // stored before it is told: rather never than twice; the badge tells it anyway
      await put();
      await deps.outlet.notify(noticeOf(nonce, round, watched, end.value)).catch(() => false);
    }
    for (const nonce of failed) {
      const watched = rounds[nonce];
      if (!watched || watched.state === 'closed') continue;
      const pauseMs = Math.min(watched.pauseMs * 2, LONGEST_PAUSE_MS);
      rounds[nonce] = { ...watched, pauseMs, nextLookAt: wall + pauseMs };
    }
    return settle({ ...table, lookedAt: wall, rounds }, failed.size);
  }

  /** Jobs are looked at only when the points should be there and are not. */
  async function endOf(
    round: SentRound,
    tail: TailRound | undefined,
    points: Parameters<typeof endByPoints>[1],
  ): Promise<Outcome<RoundEnd>> {
    const now = deps.now();
    const byPoints = endByPoints(round, points, now);
    const eta = tail?.eta ?? lastSentAt(round.records) + BACKFILL_ETA.longest * 1000;
    if (byPoints.kind !== 'waiting' || now < eta) return ok(byPoints);
    return endByJobs(deps.reads, round, points, now);
  }

  async function tabTimes(): Promise<Readonly<Record<string, number>>> {
    const parsed = z.safeParse(
      z.record(z.string(), z.number()),
      (await deps.session.get([TABS_KEY]))[TABS_KEY] ?? {},
    );
    return parsed.success ? parsed.data : {};
  }

  return {
    rounds: () =>
      inTurn(async () => {
        const { table, sent } = await knownRounds();
        const open = Object.entries(table.rounds).flatMap(([nonce, watched]): WatchedState[] => {
          const records = sent.get(fromMessage<Nonce>(nonce)) ?? [];
          const { state, summaryId, round, have, want = null } = watched;
          if (state === 'closed') return [];
          const labels = records.flatMap((r) => r.request.labels);
          const jobs = labels.reduce((sum, l) => sum + l.times, 0);
          return [{ nonce, summary: summaryId, round, state, have, want, jobs, sentAt: lastSentAt(records) }];
        });
        const isWaiting = (r: WatchedState) => Number(r.state === 'waiting');
        return open.sort((a, b) => isWaiting(a) - isWaiting(b) || a.sentAt - b.sentAt);
      }),
    onAlarm: () => inTurn(() => look(false)),
    checkNow: () => inTurn(() => look(true)),
    begin: () => deps.outlet.setAlarm(true),
    saw: (summaries) =>
      inTurn(async () => {
        const table = await readTable();
        const ended = Object.entries(table.rounds).filter(([nonce, watched]) => {
          const summary = summaries.find((s) => s.id === watched.summaryId);
          return summary && watched.state !== 'closed' && isClosed(summary, tailOf(summary, nonce));
        });
        if (ended.length === 0) return;
        const closed = ended.map(([nonce, r]) => [nonce, { ...r, state: 'closed' as const }] as const);
        await settle({ ...table, rounds: { ...table.rounds, ...Object.fromEntries(closed) } });
      }),
    tabLooks: (id) =>
      inTurn(async () => {
        const { rounds } = await readTable();
        if (!Object.values(rounds).some((r) => r.summaryId === id && r.state !== 'closed')) return;
        const wall = deps.wallClock();
        const recent = Object.entries(await tabTimes()).filter(([, at]) => isRecent(at, wall));
        await deps.session.set({ [TABS_KEY]: { ...Object.fromEntries(recent), [id]: wall } });
      }),
    start: () =>
      inTurn(async () => {
        await settle((await knownRounds()).table);
      }),
  };
}

/** A tab in sight asks again within ten minutes. */
const isRecent = (at: number | undefined, wall: number) => at !== undefined && wall - at < LOOK_EVERY_MS;

const tailOf = (summary: AlertSummary, nonce: string) =>
  roundsOf(parseNotes(summary.notes)).find((r) => r.nonce === nonce);

/** The round has come to its end in the notes, or the summary has been decided on. */
const isClosed = (summary: AlertSummary, tail: TailRound | undefined) =>
  tail?.status === 'complete' ||
  tail?.status === 'blocked' ||
  summary.bugNumber !== null ||
  (summary.status !== 'untriaged' && summary.status !== 'investigating');

function noticeOf(
  nonce: string,
  round: SentRound,
  { round: number }: WatchedRound,
  end: RoundEnd,
): RoundNotice {
  const { id, revision } = round.summary;
  const about = isPoint(id) ? `the point at ${shortRevision(revision)}` : subjectOf(id);
  return {
    id: `deputy round ${id} ${nonce}`,
    summaryId: id,
    title: `Round ${number} of ${about}: ${end.kind === 'complete' ? 'the data is in' : 'the rest of the data will not come'}`,
    message: roundEndInWords(round, end),
  };
}

/** The summary that a notice is about, by its id. */
export function summaryOfNotice(id: string): SummaryId | null {
  const found = /^deputy round (-?\d+) /.exec(id)?.[1];
  return found === undefined ? null : fromMessage<SummaryId>(Number(found));
}

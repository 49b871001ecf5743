import { type AlertId, instant, nonce, type SummaryId, summaryId } from '@/lib/model/ids';
import { parseNotes, printNotes, withRound } from '@/lib/notes/notes';
import type { PushRecord, SeriesRecord, SummaryRecord } from '../../sandbox/records.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { addSummary } from '../../sandbox/scenarios/alerts.ts';
import { addHistory } from '../../sandbox/scenarios/history.ts';
import { addPushLog } from '../../sandbox/scenarios/pushLog.ts';
import { addStep, addTests, BROWSERTIME, LINUX, WINDOWS } from '../../sandbox/scenarios/tests.ts';
import { openPage, type SuggestingPage } from './page';

const BROWSERTIME_ID = 13;
const HOUR_S = 3600;

/** One branch of the small world: a push about every hour, data on each. */
export interface Branch {
  readonly log: readonly PushRecord[];
  readonly series: readonly SeriesRecord[];
  /** An alert summary at a push, with a step of every named suite on Windows and Linux. */
  raise(
    at: PushRecord,
    suites: readonly string[],
    factor?: number,
    fields?: Partial<SummaryRecord>,
  ): SummaryId;
  /** The last push that is at least so many hours old. */
  pushBefore(hours: number): PushRecord;
}

export interface BranchesWorld extends SuggestingPage {
  readonly autoland: Branch;
  readonly inbound: Branch;
  /** Lands a commit of the other branch with a push. */
  land(push: PushRecord, commit: string): void;
  /** Writes a round for one of its alerts into a summary's notes. */
  askRound(id: SummaryId, alert: AlertId): void;
  /** An alert summary on inbound, and one on autoland whose push has its revision. */
  raiseContained(
    upstreamSuites: readonly string[],
    suites?: readonly string[],
  ): { readonly upstreamPush: PushRecord; readonly upstream: SummaryId; readonly mine: SummaryId };
}

/** Two integration branches with nothing wrong on either. @param data which branch has any */
export function twoBranches({ inboundData = true } = {}): BranchesWorld {
  const sandbox = createSandbox({ scenario: 'anonymous' });
  const { world } = sandbox;
  world.summaries.clear();
  world.alerts.clear();
  world.series.clear();
  world.seriesOfLabel.clear();
  world.dataOfSeries.clear();
  world.pushLog.clear();
  world.repositories.set('mozilla-inbound', { ...world.repository('mozilla-inbound'), active: true });

  const branch = (name: string, firstId: number, hasData: boolean): Branch => {
    const repository = world.repository(name);
    const log = addPushLog(world, {
      repository,
      pushes: 24 * 12,
      gapMinutes: [55, 65],
      firstId,
      commits: [1, 2],
    });
    const series = addTests(world, repository, BROWSERTIME_ID, [WINDOWS, LINUX], BROWSERTIME);
    const raised: Branch = {
      log,
      series,
      pushBefore(hours) {
        const found = log.findLast((p) => p.time <= sandbox.clock.seconds() - hours * HOUR_S);
        if (!found) throw new Error(`No push ${hours} hours ago.`);
        return found;
      },
      raise(at, suites, factor = 1.06, fields = {}) {
        const changed = series.filter((s) => suites.includes(s.suite) && s.parentId === null);
        for (const one of changed) addStep(one, at.index, factor);
        const prevPush = log[at.index - 1];
        if (!prevPush) throw new Error('There is no push before.');
        const summary = addSummary(world, {
          push: at,
          prevPush,
          frameworkId: BROWSERTIME_ID,
          created: (at.time + HOUR_S) * 1000,
          alerts: changed.map((s) => ({ series: s })),
          fields,
        });
        return summaryId(summary.id);
      },
    };
    if (hasData) {
      addHistory(world, {
        repository,
        log: log.slice(-60),
        data: log.slice(-60),
        runs: () => 1,
        buildRate: 0,
      });
    }
    return raised;
  };
  const autoland = branch('autoland', 1_800_000, true);
  const inbound = branch('mozilla-inbound', 1_600_000, inboundData);

  const page = openPage(sandbox);
  sandbox.log.clear();
  const land = (push: PushRecord, commit: string) => {
    const now = world.push(push.id);
    const [head] = now.commits;
    if (!head) throw new Error('The push has no commit.');
    const commits = [...now.commits, { ...head, revision: commit }];
    world.replacePush({ ...now, commits, commitCount: commits.length });
  };
  return {
    ...page,
    autoland,
    inbound,
    land,
    askRound(id, alert) {
      world.summary(id).notes = printNotes(
        withRound(parseNotes(''), {
          number: 1,
          status: 'pending',
          by: 'ana',
          at: instant(sandbox.clock.now()),
          nonce: nonce('abc'),
          alerts: [alert],
          revisions: [],
          jobs: 10,
          builds: 0,
          receipts: [],
        }),
      );
    },
    raiseContained(upstreamSuites, suites = upstreamSuites) {
      const upstreamPush = inbound.pushBefore(20);
      const upstream = inbound.raise(upstreamPush, upstreamSuites);
      const push = autoland.pushBefore(8);
      const mine = autoland.raise(push, suites);
      land(push, upstreamPush.revision);
      return { upstreamPush, upstream, mine };
    },
  };
}

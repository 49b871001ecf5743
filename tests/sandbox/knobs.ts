/** How the stand-in behaves where the real thing varies, or where a test wants it worse. */
export interface Knobs {
  /**
   * The in-tree code of the actions (taskcluster-actions 2.3). 'old': one graph creation per repetition, counts add up,
   * one build each; 'new': one graph creation, the last count of a label wins, one build.
   */
  generation: 'new' | 'old';
  /** Seconds from a hook's fire until its action task runs, and how long it runs. */
  actionQueueSeconds: number;
  actionRunSeconds: number;
  /** Seconds from a test's end until Treeherder shows its data. */
  ingestSeconds: number;
  /** Multiplies queue and run times of the jobs that actions create. */
  slowness: number;
  /** Probability that a test created by an action fails and gives no data. */
  testFailureRate: number;
  /** A session's life; null: the open page renews it silently, as the site does every 15 minutes. */
  sessionSeconds: number | null;
  /** Tasks of other people that wait, by worker type. */
  waiting: Readonly<Record<string, number>>;
  /** Largest page of Taskcluster's lists. */
  pageSize: number;
  /** Lists of more than one entry begin with a short page that still carries a token. */
  shortPages: boolean;
  /** The queue's experimental batch endpoints; off = 404. */
  batchEndpoints: boolean;
  /** Taskcluster asks the user before it lets Treeherder's login have credentials; unknown for the real one (4.3). */
  asksForConsent: boolean;
  /** Stricter than the real thing, to catch sloppy clients. */
  refuseSignedReads: boolean;
  refuseDuplicateTriggers: boolean;
  /** Runs between the read and the save of a write, so that tests can let two writes overlap. */
  beforeSave: (what: 'summary' | 'alert', id: number) => Promise<void>;
}

/** As on an ordinary day. */
export const defaultKnobs = (): Knobs => ({
  generation: 'new',
  actionQueueSeconds: 60,
  actionRunSeconds: 240,
  ingestSeconds: 60,
  slowness: 1,
  testFailureRate: 0,
  sessionSeconds: null,
  waiting: {
    'win11-64-24h2-hw': 38,
    't-linux-talos-2404': 12,
    't-osx-1500-m4': 61,
    't-bitbar-gw-perf-a55': 74,
  },
  pageSize: 1000,
  shortPages: false,
  batchEndpoints: true,
  asksForConsent: false,
  refuseSignedReads: false,
  refuseDuplicateTriggers: false,
  // two writes sent together overlap, as on the real server (treeherder-api 6.3)
  beforeSave: letOthersRun,
});

/** Turns of the microtask queue, not a timer: specs may have faked those. */
const TURNS = 50;

async function letOthersRun(): Promise<void> {
  for (let i = 0; i < TURNS; i++) await null;
}

/**
 * The numbers of the sheriffing rules. They are settings: what stands here are the defaults, each with its source.
 * "Protocol" is the round that performance sheriffs agreed on for the first pass; "budget" is what a shared pool of
 * machines can bear, chosen by Deputy and meant to be argued about.
 */
export interface RoundRules {
  /** Frameworks with rounds, by name. */
  readonly frameworks: readonly string[];
  /** Deterministic frameworks: one point a push, only the gap, never a retrigger. */
  readonly deterministicFrameworks: readonly string[];
  /** Alerts a round, one per suite (protocol). */
  readonly alertsPerRound: number;
  /** Platforms, by the beginning of their names, that a round takes first among those that cover equally many suites. */
  readonly preferredPlatforms: readonly string[];
  /** Alerts a round for a summary that has only improvements. */
  readonly improvementsPerRound: number;
  /** An improvement above this many percent is treated as a regression (sheriff guide). */
  readonly suspiciousImprovementPct: number;
  /** Data-bearing revisions on each side of the alert's own (protocol: 2, so 5 in all). */
  readonly revisionsEachSide: number;
  /** Data points wanted on each data-bearing revision, and in the full form on each push (protocol). */
  readonly pointsPerRevision: number;
  /** Thrifty form: data points wanted on a push inside the opened gap. */
  readonly pointsPerGapPush: number;
  /** Thrifty form: a gap of at most this many pushes is filled. */
  readonly fillGapUpTo: number;
  /** Thrifty form: evenly spaced pushes asked for in a longer gap. */
  readonly cutPoints: number;
  /** How many pushes a cut point may move to reach one that has the build. */
  readonly cutPointMoves: number;
  readonly jobsPerRound: number;
  readonly buildsPerRound: number;
  /** Device pools are scarce: macOS and Android. */
  readonly deviceJobsPerRound: number;
  readonly deviceJobsPerDay: number;
  /** Over all rounds of one summary. */
  readonly jobsPerSummary: number;
  /** Rolling 24 h. */
  readonly jobsPerPersonPerDay: number;
  readonly jobsPerTeamPerDay: number;
  readonly roundsPerSummary: number;
  /** On beta and release: with more commits than this in the push, look upstream instead. */
  readonly manyCommits: number;
  /** Repositories for which `manyCommits` holds. */
  readonly mergeRepositories: readonly string[];
  /** Hours from an alert's creation to its bug, weekends included: the ideal, and the one that counts as missed (the sheriffs' targets). */
  readonly bugIdealHours: number;
  readonly bugRealisticHours: number;
  /** From so many hours on a deadline is said to be near. */
  readonly dueSoonHours: number;
  /** A round is stuck when its data is so many hours later than was expected. */
  readonly dataLateHours: number;
}

/** By hand the dialog lets a round have this many alerts, whatever `alertsPerRound` says; the budgets still bind. */
export const MOST_ALERTS_BY_HAND = 12;
/** More points of one series on one push than this tell nothing more (Speedometer 3 runs twelve times by itself). */
export const MOST_POINTS_BY_HAND = 12;

export const DEFAULT_RULES: RoundRules = {
  frameworks: ['talos', 'awsy', 'browsertime'],
  deterministicFrameworks: ['build_metrics'],
  alertsPerRound: 5,
  preferredPlatforms: [],
  improvementsPerRound: 2,
  suspiciousImprovementPct: 80,
  revisionsEachSide: 2,
  pointsPerRevision: 4,
  pointsPerGapPush: 2,
  fillGapUpTo: 6,
  cutPoints: 3,
  cutPointMoves: 2,
  jobsPerRound: 60,
  buildsPerRound: 6,
  deviceJobsPerRound: 24,
  deviceJobsPerDay: 60,
  jobsPerSummary: 150,
  jobsPerPersonPerDay: 180,
  jobsPerTeamPerDay: 360,
  roundsPerSummary: 3,
  manyCommits: 100,
  mergeRepositories: ['mozilla-beta', 'mozilla-release'],
  bugIdealHours: 24,
  bugRealisticHours: 36,
  dueSoonHours: 4, // half a shift is left to act
  dataLateHours: 6, // data takes up to 6 hours (design 1.1)
};

import * as z from 'zod/mini';
import { type FeatureName, isFeatureName } from '@/lib/model/features';
import { DEFAULT_KEYS, type Keys, readKeys } from '@/lib/model/keys';
import { type BadTemplate, type NoteTemplate, readTemplates } from '@/lib/model/noteTemplate';
import { DEFAULT_PAIRS, type DownstreamPair } from '@/lib/model/pairs';
import { DEFAULT_RULES, type RoundRules } from '@/lib/model/rules';
import type { SheriffRole } from '@/lib/model/workflow';

/**
 * The one settings object. It is stored with a version; what a later version wrote is read as far as it is known, and a
 * value that does not fit falls back to its default alone, so that one bad entry never takes the others with it.
 */
export const SETTINGS_KEY = 'settings';
export const SETTINGS_VERSION = 1;

export interface Settings {
  readonly version: typeof SETTINGS_VERSION;
  readonly rules: RoundRules;
  /** What is offered first: the first pass, or what comes after it. Reassigning is the performance sheriffs'. */
  readonly role: SheriffRole;
  /** Which branch receives what lands on which other one, and within how many hours (design 1.4). */
  readonly pairs: readonly DownstreamPair[];
  /** Seconds in which a send or a note can still be taken back. */
  readonly graceSeconds: number;
  /** Seconds between a claim's answer and the look whether it still stands: two sheriffs press within a second or two. */
  readonly claimSeconds: number;
  /**
   * When a round's own note hands the summary over: with all jobs asked for and the cover rule met, or by a click once the
   * data is complete.
   */
  readonly handOver: 'when sent' | 'when complete';
  /** An alert that is marked by hand gets its star as well, which makes the sheriff its classifier. */
  readonly starMarked: boolean;
  /** The sheriffs' own comments, beside the shipped ones or in their place. */
  readonly templates: readonly NoteTemplate[];
  /** Stored templates that cannot be used. */
  readonly badTemplates: readonly BadTemplate[];
  /** The keys of the alerts page. */
  readonly keys: Keys;
  /** Features that are switched off; the page's script does not begin them. */
  readonly off: readonly FeatureName[];
}

export const DEFAULT_SETTINGS: Settings = {
  version: SETTINGS_VERSION,
  rules: DEFAULT_RULES,
  role: 'code sheriff',
  pairs: DEFAULT_PAIRS,
  graceSeconds: 5,
  claimSeconds: 3,
  handOver: 'when sent',
  starMarked: false,
  templates: [],
  badTemplates: [],
  keys: DEFAULT_KEYS,
  off: [],
};

/**
 * Least and most of each number. Upper limits keep a slip of the hand (an extra zero) from becoming a thousand jobs; the waits
 * are there to take a click back, and to see another sheriff's claim.
 */
export const NUMBER_LIMITS = {
  graceSeconds: [2, 60],
  claimSeconds: [3, 60],
  'rules.alertsPerRound': [0, 12],
  'rules.improvementsPerRound': [0, 12],
  'rules.suspiciousImprovementPct': [0, 1000],
  'rules.revisionsEachSide': [0, 5],
  'rules.pointsPerRevision': [0, 12],
  'rules.pointsPerGapPush': [0, 12],
  'rules.fillGapUpTo': [0, 30],
  'rules.cutPoints': [0, 10],
  'rules.cutPointMoves': [0, 10],
  'rules.jobsPerRound': [0, 300],
  'rules.buildsPerRound': [0, 30],
  'rules.deviceJobsPerRound': [0, 120],
  'rules.deviceJobsPerDay': [0, 300],
  'rules.jobsPerSummary': [0, 750],
  'rules.jobsPerPersonPerDay': [0, 900],
  'rules.jobsPerTeamPerDay': [0, 1800],
  'rules.roundsPerSummary': [0, 10],
  'rules.manyCommits': [0, 10_000],
  'rules.bugIdealHours': [1, 240],
  'rules.bugRealisticHours': [1, 240],
  'rules.dueSoonHours': [0, 48],
  'rules.dataLateHours': [0, 72],
} as const;
export type NumberPath = keyof typeof NUMBER_LIMITS;

const number = (path: NumberPath, fallback: number) => {
  const [least, most] = NUMBER_LIMITS[path];
  return z.catch(z.int().check(z.minimum(least), z.maximum(most)), fallback);
};
const LONGEST_NAME = 100;
const names = (fallback: readonly string[]) =>
  z.catch(z.array(z.string().check(z.minLength(1), z.maxLength(LONGEST_NAME))), [...fallback]);

const d = DEFAULT_RULES;
const rule = <K extends keyof typeof d & string>(name: `rules.${K}` extends NumberPath ? K : never) =>
  number(`rules.${name}` as NumberPath, d[name] as number);
const RulesSchema = z.object({
  frameworks: names(d.frameworks),
  deterministicFrameworks: names(d.deterministicFrameworks),
  alertsPerRound: rule('alertsPerRound'),
  improvementsPerRound: rule('improvementsPerRound'),
  preferredPlatforms: names(d.preferredPlatforms),
  suspiciousImprovementPct: rule('suspiciousImprovementPct'),
  revisionsEachSide: rule('revisionsEachSide'),
  pointsPerRevision: rule('pointsPerRevision'),
  pointsPerGapPush: rule('pointsPerGapPush'),
  fillGapUpTo: rule('fillGapUpTo'),
  cutPoints: rule('cutPoints'),
  cutPointMoves: rule('cutPointMoves'),
  jobsPerRound: rule('jobsPerRound'),
  buildsPerRound: rule('buildsPerRound'),
  deviceJobsPerRound: rule('deviceJobsPerRound'),
  deviceJobsPerDay: rule('deviceJobsPerDay'),
  jobsPerSummary: rule('jobsPerSummary'),
  jobsPerPersonPerDay: rule('jobsPerPersonPerDay'),
  jobsPerTeamPerDay: rule('jobsPerTeamPerDay'),
  roundsPerSummary: rule('roundsPerSummary'),
  manyCommits: rule('manyCommits'),
  mergeRepositories: names(d.mergeRepositories),
  bugIdealHours: rule('bugIdealHours'),
  bugRealisticHours: rule('bugRealisticHours'),
  dueSoonHours: rule('dueSoonHours'),
  dataLateHours: rule('dataLateHours'),
});

export const ROLES = ['code sheriff', 'perf sheriff'] as const satisfies readonly SheriffRole[];
export const HAND_OVERS = ['when sent', 'when complete'] as const;

const SettingsSchema = z.object({
  rules: RulesSchema,
  role: z.catch(z.enum(ROLES), DEFAULT_SETTINGS.role),
  graceSeconds: number('graceSeconds', DEFAULT_SETTINGS.graceSeconds),
  claimSeconds: number('claimSeconds', DEFAULT_SETTINGS.claimSeconds),
  handOver: z.catch(z.enum(HAND_OVERS), DEFAULT_SETTINGS.handOver),
  starMarked: z.catch(z.boolean(), DEFAULT_SETTINGS.starMarked),
});

/** Treeherder's own form of a repository's name (treeherder-api 6.1). */
const repositoryName = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,50}$/));
/** Two release cycles; a longer window would make every old alert a candidate. */
const LONGEST_WINDOW_HOURS = 60 * 24;
const MOST_PAIRS = 20;
const PairSchema = z.object({
  downstream: repositoryName,
  upstream: repositoryName,
  windowHours: z.number().check(z.gt(0), z.maximum(LONGEST_WINDOW_HOURS)),
});

/**
 * The pairs that are valid. One with a bad window gets that of the shipped pair of the same branches; without such a pair,
 * or with a bad name, it is left out. An empty list is a choice: no suggestions from other branches.
 */
function readPairs(stored: unknown): readonly DownstreamPair[] {
  if (!Array.isArray(stored)) return DEFAULT_PAIRS;
  return stored.slice(0, MOST_PAIRS).flatMap((entry: unknown) => {
    const pair = z.safeParse(PairSchema, entry);
    if (pair.success) return pair.data.downstream === pair.data.upstream ? [] : [pair.data];
    const { downstream, upstream } = asRecord(entry);
    return DEFAULT_PAIRS.filter((p) => p.downstream === downstream && p.upstream === upstream);
  });
}

/**
 * Reads stored settings of any age and condition; never throws.
 * @param managed what the team has set for all its browsers (`storage.managed`): defaults in place of the shipped ones
 */
export function readSettings(stored: unknown, managed?: unknown): Settings {
  const team = asRecord(managed);
  const own = Object.keys(team).length > 0 ? withoutFaults(asRecord(stored)) : asRecord(stored);
  const whole: Record<string, unknown> = { ...team, ...own };
  const rules = { ...asRecord(team.rules), ...asRecord(own.rules) };
  const { templates, bad } = readTemplates(whole.templates);
  return {
    version: SETTINGS_VERSION,
    ...z.parse(SettingsSchema, { ...whole, rules }),
    pairs: readPairs(whole.pairs),
    templates,
    badTemplates: bad,
    keys: readKeys({ ...asRecord(team.keys), ...asRecord(own.keys) }),
    off: Array.isArray(whole.off) ? whole.off.filter(isFeatureName) : [],
  };
}

/** Where a value stands in stored settings: 'role', 'rules.jobsPerRound'. */
export type SettingsPath = Exclude<keyof Settings, 'version' | 'rules' | 'badTemplates'> | RulePath;
export type RulePath = `rules.${keyof RoundRules}`;

const isRulePath = (path: SettingsPath): path is RulePath => path.startsWith('rules.');
const ruleOf = (path: RulePath) => path.slice('rules.'.length) as keyof RoundRules;

/** The value at a place of settings that were read. */
export const valueAt = (settings: Settings, path: SettingsPath): unknown =>
  isRulePath(path) ? settings.rules[ruleOf(path)] : settings[path];

/** The value that is stored at a place; undefined where nothing is. */
export function storedAt(stored: unknown, path: SettingsPath): unknown {
  const whole = asRecord(stored);
  return isRulePath(path) ? asRecord(whole.rules)[ruleOf(path)] : whole[path];
}

/** Stored settings with another value at a place, or without one (undefined); all else stays, also what is not known here. */
export function withStored(stored: unknown, path: SettingsPath, value: unknown): Record<string, unknown> {
  const whole = { version: SETTINGS_VERSION, ...asRecord(stored) };
  const put = (record: Record<string, unknown>, key: string) => {
    const { [key]: _, ...others } = record;
    return value === undefined ? others : { ...others, [key]: value };
  };
  return isRulePath(path)
    ? { ...whole, rules: put(asRecord((whole as Record<string, unknown>).rules), ruleOf(path)) }
    : put(whole, path);
}

/** The places that settings have, in one order. */
export const SETTINGS_PATHS: readonly SettingsPath[] = [
  'role',
  'handOver',
  'graceSeconds',
  'claimSeconds',
  'starMarked',
  'off',
  ...Object.keys(DEFAULT_RULES).map((name): RulePath => `rules.${name as keyof RoundRules}`),
  'pairs',
  'templates',
  'keys',
];

/** The places of stored settings whose values would not be taken as they are. */
export function faultyPaths(stored: unknown): readonly SettingsPath[] {
  const read = readSettings(stored);
  return SETTINGS_PATHS.filter((path) => {
    const given = storedAt(stored, path);
    if (given === undefined) return false;
    // keys may be given in part
    const taken =
      path === 'keys'
        ? Object.fromEntries(Object.entries(read.keys).filter(([k]) => k in asRecord(given)))
        : valueAt(read, path);
    return !isSame(given, taken);
  });
}

const withoutFaults = (stored: Record<string, unknown>): Record<string, unknown> =>
  faultyPaths(stored).reduce((left, path) => withStored(left, path, undefined), stored);

/** Whatever the order of their keys. */
const isSame = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)))
  );
};

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

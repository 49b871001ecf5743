import * as z from 'zod/mini';
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
};

const count = (fallback: number, most: number) =>
  z.catch(z.int().check(z.minimum(0), z.maximum(most)), fallback);
const names = (fallback: readonly string[]) =>
  z.catch(z.array(z.string().check(z.minLength(1), z.maxLength(100))), [...fallback]);

const d = DEFAULT_RULES;
/** Upper limits keep a slip of the hand (an extra zero) from becoming a thousand jobs. */
const RulesSchema = z.object({
  frameworks: names(d.frameworks),
  deterministicFrameworks: names(d.deterministicFrameworks),
  alertsPerRound: count(d.alertsPerRound, 12),
  improvementsPerRound: count(d.improvementsPerRound, 12),
  suspiciousImprovementPct: count(d.suspiciousImprovementPct, 1000),
  revisionsEachSide: count(d.revisionsEachSide, 5),
  pointsPerRevision: count(d.pointsPerRevision, 12),
  pointsPerGapPush: count(d.pointsPerGapPush, 12),
  fillGapUpTo: count(d.fillGapUpTo, 30),
  cutPoints: count(d.cutPoints, 10),
  cutPointMoves: count(d.cutPointMoves, 10),
  jobsPerRound: count(d.jobsPerRound, 300),
  buildsPerRound: count(d.buildsPerRound, 30),
  deviceJobsPerRound: count(d.deviceJobsPerRound, 120),
  deviceJobsPerDay: count(d.deviceJobsPerDay, 300),
  jobsPerSummary: count(d.jobsPerSummary, 750),
  jobsPerPersonPerDay: count(d.jobsPerPersonPerDay, 900),
  jobsPerTeamPerDay: count(d.jobsPerTeamPerDay, 1800),
  roundsPerSummary: count(d.roundsPerSummary, 10),
  manyCommits: count(d.manyCommits, 10_000),
  mergeRepositories: names(d.mergeRepositories),
});

const SettingsSchema = z.object({
  rules: RulesSchema,
  role: z.catch(z.enum(['code sheriff', 'perf sheriff']), DEFAULT_SETTINGS.role),
  graceSeconds: z.catch(z.int().check(z.minimum(2), z.maximum(60)), DEFAULT_SETTINGS.graceSeconds),
  claimSeconds: z.catch(z.int().check(z.minimum(3), z.maximum(60)), DEFAULT_SETTINGS.claimSeconds),
  handOver: z.catch(z.enum(['when sent', 'when complete']), DEFAULT_SETTINGS.handOver),
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

/** Reads stored settings of any age and condition; never throws. */
export function readSettings(stored: unknown): Settings {
  const whole = asRecord(stored);
  const rules = asRecord(whole.rules);
  const { templates, bad } = readTemplates(whole.templates);
  return {
    version: SETTINGS_VERSION,
    ...z.parse(SettingsSchema, { ...whole, rules }),
    pairs: readPairs(whole.pairs),
    templates,
    badTemplates: bad,
    keys: readKeys(whole.keys),
  };
}

/** Stored settings with other templates in them; all else stays as it is stored, also what is not known here. */
export const withTemplates = (
  stored: unknown,
  templates: readonly NoteTemplate[],
): Record<string, unknown> => ({ version: SETTINGS_VERSION, ...asRecord(stored), templates });

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

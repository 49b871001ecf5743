import * as z from 'zod/mini';
import { DEFAULT_RULES, type RoundRules } from '@/lib/model/rules';

/**
 * The one settings object. It is stored with a version; what a later version wrote is read as far as it is known, and a
 * value that does not fit falls back to its default alone, so that one bad entry never takes the others with it.
 */
export const SETTINGS_KEY = 'settings';
export const SETTINGS_VERSION = 1;

export interface Settings {
  readonly version: typeof SETTINGS_VERSION;
  readonly rules: RoundRules;
  /** Seconds in which a send or a note can still be taken back. */
  readonly graceSeconds: number;
  /** Seconds between a claim's answer and the look whether it still stands: two sheriffs press within a second or two. */
  readonly claimSeconds: number;
}

export const DEFAULT_SETTINGS: Settings = {
  version: SETTINGS_VERSION,
  rules: DEFAULT_RULES,
  graceSeconds: 5,
  claimSeconds: 3,
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
  graceSeconds: z.catch(z.int().check(z.minimum(2), z.maximum(60)), DEFAULT_SETTINGS.graceSeconds),
  claimSeconds: z.catch(z.int().check(z.minimum(3), z.maximum(60)), DEFAULT_SETTINGS.claimSeconds),
});

/** Reads stored settings of any age and condition; never throws. */
export function readSettings(stored: unknown): Settings {
  const whole = asRecord(stored);
  const rules = asRecord(whole.rules);
  return { version: SETTINGS_VERSION, ...z.parse(SettingsSchema, { ...whole, rules }) };
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

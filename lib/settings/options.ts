import { FEATURE_NAMES, isFeatureName } from '@/lib/model/features';
import { HAND_OVERS, NUMBER_LIMITS, type NumberPath, ROLES, type SettingsPath } from './settings';

/*
 * What the options page offers, in its order: each setting with its name, its unit and the reason for its default. Pairs,
 * templates and keys are lists of their own kind and have forms of their own.
 */
interface OptionBase {
  readonly path: SettingsPath;
  readonly label: string;
  /** Why the default is what it is, or what another value would change. */
  readonly why: string;
}
export interface NumberOption extends OptionBase {
  readonly kind: 'number';
  readonly path: NumberPath;
  readonly unit: string;
}
export interface NamesOption extends OptionBase {
  readonly kind: 'names';
}
export interface ChoiceOption extends OptionBase {
  readonly kind: 'choice';
  readonly choices: readonly string[];
}
export interface SwitchOption extends OptionBase {
  readonly kind: 'switch';
}
export type Option = NumberOption | NamesOption | ChoiceOption | SwitchOption;

export interface OptionGroup {
  readonly title: string;
  readonly options: readonly Option[];
}

const number = (path: NumberPath, unit: string, label: string, why: string): NumberOption => ({
  kind: 'number',
  path,
  unit,
  label,
  why,
});
const names = (path: SettingsPath, label: string, why: string): NamesOption => ({
  kind: 'names',
  path,
  label,
  why,
});
const choice = (
  path: SettingsPath,
  choices: readonly string[],
  label: string,
  why: string,
): ChoiceOption => ({ kind: 'choice', path, choices, label, why });

export const OPTION_GROUPS: readonly OptionGroup[] = [
  {
    title: 'You',
    options: [
      choice(
        'role',
        ROLES,
        'Role',
        'The first pass, or what comes after it: which queue and which actions are offered first.',
      ),
    ],
  },
  {
    title: 'What is sheriffed',
    options: [
      names(
        'rules.frameworks',
        'Frameworks with rounds',
        'The three whose jobs gain from more runs. devtools has sheriffs of its own.',
      ),
      names(
        'rules.deterministicFrameworks',
        'Deterministic frameworks',
        'One point says all: only the gap is filled, and nothing is run again.',
      ),
      names(
        'rules.mergeRepositories',
        'Repositories that receive merges',
        'A push of hundreds of commits there: look at the branch that it came from.',
      ),
      number(
        'rules.manyCommits',
        'commits',
        'A merge is a push of more than',
        'Ordinary pushes hold a few commits.',
      ),
    ],
  },
  {
    title: 'A round',
    options: [
      number('rules.alertsPerRound', 'alerts', 'Alerts a round', 'The protocol: five, one of each suite.'),
      number(
        'rules.improvementsPerRound',
        'alerts',
        'When there are improvements only',
        'They get no bug: two tell enough.',
      ),
      number(
        'rules.suspiciousImprovementPct',
        '%',
        'An improvement is suspicious above',
        'The sheriff guide: a test that does nothing is fast.',
      ),
      names(
        'rules.preferredPlatforms',
        'Platforms to take first',
        'Beginnings of names, such as windows11 or linux. Only among platforms that cover equally many suites; machines that are scarce come last by themselves.',
      ),
      number(
        'rules.revisionsEachSide',
        'revisions',
        'Revisions on each side',
        'The protocol: two before and two after the alert’s own.',
      ),
      number(
        'rules.pointsPerRevision',
        'points',
        'Points on each revision',
        'The protocol: four, so that both sides can be told apart.',
      ),
      number(
        'rules.pointsPerGapPush',
        'points',
        'Points on a push of the gap',
        'Two show on which side of the step it lies.',
      ),
      number(
        'rules.fillGapUpTo',
        'pushes',
        'A gap is filled up to',
        'A longer one is halved again and again instead.',
      ),
      number('rules.cutPoints', 'pushes', 'Cut points in a longer gap', 'Three leave a quarter of it.'),
      number(
        'rules.cutPointMoves',
        'pushes',
        'A cut point moves to a build within',
        'A build that is there saves hours.',
      ),
      number(
        'rules.roundsPerSummary',
        'rounds',
        'Rounds a summary',
        'After three, more runs rarely tell more: ask, widen or bisect.',
      ),
    ],
  },
  {
    title: 'Budgets',
    options: [
      number('rules.jobsPerRound', 'jobs', 'Jobs a round', 'A pool of machines serves everybody.'),
      number('rules.buildsPerRound', 'builds', 'Builds a round', 'A build takes hours of a large machine.'),
      number(
        'rules.deviceJobsPerRound',
        'jobs',
        'On devices, a round',
        'macOS and Android machines are few.',
      ),
      number(
        'rules.deviceJobsPerDay',
        'jobs',
        'On devices, in 24 hours',
        'The same, for all rounds of a person.',
      ),
      number(
        'rules.jobsPerSummary',
        'jobs',
        'Jobs a summary',
        'All its rounds together; the worst case known took 250 and found nothing.',
      ),
      number('rules.jobsPerPersonPerDay', 'jobs', 'Jobs a person in 24 hours', 'Three full rounds.'),
      number(
        'rules.jobsPerTeamPerDay',
        'jobs',
        'Jobs of the team in 24 hours',
        'Two sheriffs with all of theirs; read from the notes.',
      ),
    ],
  },
  {
    title: 'Hand-over',
    options: [
      choice(
        'handOver',
        HAND_OVERS,
        'A round hands over',
        'Data takes hours and must not hold the code sheriff: with the note of the round, when everything was asked for.',
      ),
    ],
  },
  {
    title: 'Marks',
    options: [
      {
        kind: 'switch',
        path: 'starMarked',
        label: 'A mark sets the star too',
        why: 'Off, for the star makes you the classifier of the alert. A mark that is taken off leaves it.',
      },
    ],
  },
  {
    title: 'Clocks',
    options: [
      number('rules.bugIdealHours', 'hours', 'A bug is due after', 'The sheriffs’ ideal; weekends count.'),
      number(
        'rules.bugRealisticHours',
        'hours',
        'It is overdue after',
        'What can be done where data takes a night. Triage runs to the due date of Treeherder.',
      ),
      number('rules.dueSoonHours', 'hours', 'A deadline is near from', 'Half a shift is left to act.'),
      number(
        'rules.dataLateHours',
        'hours',
        'A round is stuck when its data is late by',
        'Data takes up to six hours.',
      ),
    ],
  },
  {
    title: 'Waits',
    options: [
      number(
        'graceSeconds',
        'seconds',
        'A press can be taken back for',
        'Long enough to see what one has pressed.',
      ),
      number(
        'claimSeconds',
        'seconds',
        'A claim is looked at again after',
        'Two sheriffs press within a second or two; less would miss the other.',
      ),
    ],
  },
  {
    title: 'Trouble',
    options: [
      names(
        'off',
        'Features switched off',
        `None. The health page has switches, and finds out which feature makes trouble. Names: ${FEATURE_NAMES.join(', ')}.`,
      ),
    ],
  },
];

export const OPTIONS: readonly Option[] = OPTION_GROUPS.flatMap((group) => group.options);

/** What is wrong with a value, a sentence for people; null when it can be stored. */
export function faultOf(option: Option, value: unknown): string | null {
  switch (option.kind) {
    case 'number': {
      const [least, most] = NUMBER_LIMITS[option.path];
      const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
      return fits ? null : `A whole number from ${least} to ${most}.`;
    }
    case 'choice':
      return option.choices.includes(value as string) ? null : `One of: ${option.choices.join(', ')}.`;
    case 'switch':
      return typeof value === 'boolean' ? null : `One of: ${SWITCH.join(', ')}.`;
    case 'names':
      if (option.path === 'off' && Array.isArray(value) && !value.every(isFeatureName))
        return `Names of features: ${FEATURE_NAMES.join(', ')}.`;
      return Array.isArray(value) &&
        value.every((name) => typeof name === 'string' && name !== '' && name.length <= 100)
        ? null
        : 'Names of at most 100 characters, with commas between them.';
  }
}

/** What a switch can be, as it is shown. */
export const SWITCH = ['off', 'on'] as const;

/** A value as it is typed. */
export function printOption(value: unknown): string {
  if (typeof value === 'boolean') return SWITCH[Number(value)] ?? '';
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

/** What was typed, as it would be stored; not yet looked at for faults. */
export function readOption(option: Option, typed: string): unknown {
  if (option.kind === 'names')
    return [
      ...new Set(
        typed
          .split(',')
          .map((name) => name.trim())
          .filter(Boolean),
      ),
    ];
  if (option.kind === 'choice') return typed;
  if (option.kind === 'switch') return typed === 'on' || (typed === 'off' ? false : typed);
  return typed.trim() === '' ? Number.NaN : Number(typed);
}

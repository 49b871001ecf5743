import { type Instant, type Revision, shortRevision } from '@/lib/model/ids';
import {
  isTemplateVariable,
  type NoteTemplate,
  type TemplateVariable,
  unknownVariables,
  VARIABLE,
} from '@/lib/model/noteTemplate';
import { counted, timeInWords } from '@/lib/model/words';

export { TEMPLATE_VARIABLES, type TemplateVariable, unknownVariables } from '@/lib/model/noteTemplate';
export { counted, timeInWords } from '@/lib/model/words';

export type TemplateValues = Partial<Record<TemplateVariable, string>>;

export const TEMPLATE_NAMES = [
  'round requested',
  'backfill failed',
  'needs data',
  'downstream of',
  'not downstream because',
  'waiting until',
  'handed over',
  'noise note',
  'taken by',
] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

/**
 * The comments as shipped; settings may hold others. The sheriff's name in brackets is put in front by withHumanLine and
 * stands in none of them.
 */
export const DEFAULT_TEMPLATES: Readonly<Record<TemplateName, string>> = {
  'round requested': 'round {round}: {jobs} on {revisions} for {alerts}; data about {eta}',
  'backfill failed': 'backfill failed: {revisions}, {reason}',
  'needs data': 'needs data: {reason}',
  'downstream of': 'downstream of #{upstream}: {alerts}',
  'not downstream because': 'not downstream of #{upstream}: {reason}',
  'waiting until': 'waiting until {eta}: {reason}',
  'handed over': 'data ready: handed over after round {round} ({jobs}, data about {eta})',
  'noise note': 'noise in {alerts}: {reason}',
  'taken by': 'taken by {me}, {date}',
};

/** The reasons for which a round ends without a conclusion (design 1.1), offered with the template "needs data". */
export const NEEDS_DATA_REASONS = [
  'broken build',
  'merge of many commits',
  'CI errors',
  'broken tests',
  'too much noise',
  'infra suspected',
] as const;

/** A template by its name: the sheriffs' own where there is one, else as shipped; empty when nobody has it. */
export const templateText = (name: string, own: readonly NoteTemplate[]): string =>
  own.find((t) => t.name === name)?.text ?? (isTemplateName(name) ? DEFAULT_TEMPLATES[name] : '');

const isTemplateName = (name: string): name is TemplateName =>
  TEMPLATE_NAMES.some((shipped) => shipped === name);

/** All that can be chosen: the shipped ones in their order, then the others in theirs. */
export const allTemplates = (own: readonly NoteTemplate[]): readonly NoteTemplate[] => [
  ...TEMPLATE_NAMES.map((name) => ({ name, text: templateText(name, own) })),
  ...own.filter((t) => !isTemplateName(t.name)),
];

export interface RenderedTemplate {
  readonly text: string;
  /** Names that are no variables; they are left in the text as they were typed. */
  readonly unknown: readonly string[];
  /** Variables without a value here; they are left in the text, so that the preview shows what is missing. */
  readonly missing: readonly TemplateVariable[];
}

/** Fills a template in. A value is text and is not looked into: braces inside one stay braces. */
export function renderTemplate(template: string, values: TemplateValues): RenderedTemplate {
  const missing = new Set<TemplateVariable>();
  const text = template.replace(VARIABLE, (typed, name: string) => {
    if (!isTemplateVariable(name)) return typed;
    const value = values[name];
    if (value === undefined) missing.add(name);
    return value ?? typed;
  });
  return { text, unknown: unknownVariables(template), missing: [...missing] };
}

/**
 * The sheriff's short name: 'mozilla-ldap/jdoe@mozilla.com' gives 'jdoe'. Treeherder's usernames are the login provider, a
 * slash and the account there. Brackets and white space are left out, as the name stands in brackets itself.
 */
export function sheriffName(username: string): string {
  const account = username.split(/[/|]/).findLast((part) => part !== '') ?? '';
  return (account.split('@')[0] ?? '').replace(/[[\]\s]+/g, '') || 'someone';
}

/** 'windows11-64-24h2-shippable' as 'windows11', 'android-hw-a55-14-0-aarch64-shippable' as 'android-a55'. */
export function shortPlatform(platform: string): string {
  const [system = '', ...rest] = platform.split('-').filter((part) => part !== 'hw');
  return system === 'android' && rest[0] !== undefined ? `android-${rest[0]}` : system;
}

export interface NamedAlert {
  readonly suite: string;
  readonly platform: string;
}

/** 'amazon, ares6 (windows11)'; from `atMost` suites on the rest as a number: 'amazon +2 more (windows11)'. */
export function alertsInWords(alerts: readonly NamedAlert[], atMost = Number.POSITIVE_INFINITY): string {
  const suites = [...new Set(alerts.map((a) => a.suite))];
  const platforms = [...new Set(alerts.map((a) => shortPlatform(a.platform)))];
  const left = suites.length - atMost;
  const named = left > 0 ? `${suites.slice(0, atMost).join(', ')} +${left} more` : suites.join(', ');
  return platforms.length > 0 ? `${named.trim()} (${platforms.join(', ')})` : named;
}

/** Perfherder clips notes at 167 characters; a round's line should leave room for the one below it. */
export const ROUND_LINE_LENGTH = 120;

/**
 * The comment of a round, with as many suites named as fit: the line `[name] comment` stays below ROUND_LINE_LENGTH
 * characters unless the template itself is longer.
 * @param round its number, test jobs, data-bearing revisions and when the data is due.
 * @param name as sheriffName gives it.
 */
export function roundComment(
  template: string,
  round: {
    readonly number: number;
    readonly jobs: number;
    readonly revisions: number;
    readonly eta: Instant;
    readonly alerts: readonly NamedAlert[];
  },
  name: string,
  now: Instant,
): string {
  const comment = (atMost: number) =>
    renderTemplate(template, {
      round: String(round.number),
      jobs: counted(round.jobs, 'job'),
      revisions: counted(round.revisions, 'revision'),
      eta: timeInWords(round.eta, now),
      me: name,
      date: new Date(now).toISOString().slice(0, 10),
      alerts: alertsInWords(round.alerts, atMost),
    }).text;
  for (let atMost = round.alerts.length; atMost > 1; atMost--)
    if (`[${name}] ${comment(atMost)}`.length < ROUND_LINE_LENGTH) return comment(atMost);
  return comment(1);
}

/** Revisions in words, for {revisions} where pushes are named: '0123456789ab, ba9876543210'. */
export const revisionsInWords = (revisions: readonly Revision[]): string =>
  revisions.map(shortRevision).join(', ');

import { describe, expect, it } from 'vitest';
import { withHumanLine } from '@/lib/notes/edits';
import { parseNotes, printNotes } from '@/lib/notes/tail';
import {
  alertsInWords,
  DEFAULT_TEMPLATES,
  NEEDS_DATA_REASONS,
  ROUND_LINE_LENGTH,
  renderTemplate,
  revisionsInWords,
  roundComment,
  sheriffName,
  shortPlatform,
  TEMPLATE_NAMES,
  TEMPLATE_VARIABLES,
  timeInWords,
  unknownVariables,
} from '@/lib/notes/templates';
import { at, REV } from './fixtures';

const NOW = at('2026-11-24T14:05Z');
const WINDOWS = 'windows11-64-24h2-shippable';
const suites = (...names: string[]) => names.map((suite) => ({ suite, platform: WINDOWS }));

describe('the comment of a round', () => {
  const template = DEFAULT_TEMPLATES['round requested'];
  const round = {
    number: 1,
    jobs: 14,
    revisions: 5,
    eta: at('2026-11-24T16:40Z'),
    alerts: suites('amazon', 'ares6'),
  };

  it('reads as sheriffs write it', () => {
    const text = roundComment(template, round, 'jdoe', NOW);
    expect(printNotes(withHumanLine(parseNotes(''), 'jdoe', text))).toBe(
      '[jdoe] round 1: 14 jobs on 5 revisions for amazon, ares6 (windows11); data about 16:40 UTC',
    );
  });

  it('does not say "1 jobs"', () => {
    expect(roundComment(template, { ...round, jobs: 1, revisions: 1 }, 'jdoe', NOW)).toMatch(
      /1 job on 1 revision for/,
    );
  });

  it('stays short by naming fewer suites', () => {
    const alerts = suites('speedometer3', 'jetstream3', 'motionmark-1-3', 'google-docs', 'wikipedia');
    const text = roundComment(template, { ...round, alerts }, 'a-long-name', NOW);
    expect(`[a-long-name] ${text}`.length).toBeLessThan(ROUND_LINE_LENGTH);
    expect(text).toMatch(/for speedometer3, .*\+\d more \(windows11\)/);
  });

  it('names another day when the data comes then', () => {
    expect(timeInWords(at('2026-11-25T04:10Z'), NOW)).toBe('25 Nov 04:10 UTC');
  });
});

describe('templates', () => {
  it('as shipped name only variables that exist', () => {
    for (const name of TEMPLATE_NAMES) expect(unknownVariables(DEFAULT_TEMPLATES[name])).toEqual([]);
  });

  it.each(TEMPLATE_NAMES)('"%s" leaves no brace when all variables have a value', (name) => {
    const values = Object.fromEntries(TEMPLATE_VARIABLES.map((v) => [v, `<${v}>`]));
    expect(renderTemplate(DEFAULT_TEMPLATES[name], values).text).not.toMatch(/[{}]/);
  });

  it('tell what they do not know and what has no value, and leave it as typed', () => {
    expect(renderTemplate('{alerts} {suite} {eta} {suite} { me }', { alerts: 'amazon' })).toEqual({
      text: 'amazon {suite} {eta} {suite} { me }',
      unknown: ['suite'],
      missing: ['eta'],
    });
    expect(unknownVariables('{constructor} {Alerts}')).toEqual(['constructor', 'Alerts']);
  });

  it('take a value as text, whatever stands in it', () => {
    expect(renderTemplate('{reason}', { reason: '{me} $& $1' }).text).toBe('{me} $& $1');
  });

  it('offer every reason for which data is still needed', () => {
    expect(
      NEEDS_DATA_REASONS.map((reason) => renderTemplate(DEFAULT_TEMPLATES['needs data'], { reason }).text),
    ).toContain('needs data: infra suspected');
  });
});

describe('names in comments', () => {
  it.each([
    ['mozilla-ldap/jdoe@mozilla.com', 'jdoe'],
    ['email/ann.lee@example.com', 'ann.lee'],
    ['github/octo', 'octo'],
    ['mozilla-auth0/ad|Mozilla-LDAP|jdoe', 'jdoe'],
    ['jdoe', 'jdoe'],
    ['email/[a] b@x', 'ab'],
    ['', 'someone'],
  ])('%s is %s', (username, name) => expect(sheriffName(username)).toBe(name));

  it.each([
    [WINDOWS, 'windows11'],
    ['android-hw-a55-14-0-aarch64-shippable', 'android-a55'],
    ['linux2404-64-shippable', 'linux2404'],
    ['', ''],
  ])('platform %s is %s', (platform, short) => expect(shortPlatform(platform)).toBe(short));

  it('say each suite and platform once', () => {
    expect(alertsInWords([...suites('amazon', 'amazon'), { suite: 'ares6', platform: 'linux2404-64' }])).toBe(
      'amazon, ares6 (windows11, linux2404)',
    );
    expect(revisionsInWords([REV(1), REV(2)])).toBe('000000000001, 000000000002');
  });
});

import { expect } from 'vitest';
import type { SendProgress } from '@/lib/model/sendProgress';
import { canResume, openRound } from '@/lib/rounds/openRound';
import type { DeputyBrowser, DeputyTab } from './browser';
import { type Day, tooMany } from './day';

/** How often a sheriff comes back before giving up. */
const VISITS = 5;

/**
 * The sheriff comes back in a new tab, at first soon and then after hours, and presses what the bar offers, until it
 * offers nothing more.
 * @param firstPause seconds until the first visit
 */
export async function pressUntilDone(
  day: Day,
  browser: DeputyBrowser,
  firstPause: number,
  user = 'sheriff',
): Promise<void> {
  for (let visit = 0; visit < VISITS; visit++) {
    day.sandbox.clock.advance(visit === 0 ? firstPause : 3600);
    const tab = browser.openTab({ user });
    const desk = await tab.look(day.id);
    const summary = tab.deps.store.get(day.id)?.summary;
    const open = summary ? openRound(summary, tab.deps.now(), user) : null;
    const { planState, journal } = desk.state();
    if (open && canResume(open, journal, user)) await desk.resume();
    else if (!open && planState.kind === 'ready' && planState.report.plan.jobs > 0) await desk.send();
    else return;
    expectHonest(tab, day);
    await tab.close();
  }
}

/** The last word is an end, has words for people, and says that nothing was sent only when nothing was. */
export function expectHonest(tab: DeputyTab, day: Day): void {
  const end: SendProgress | undefined = tab.progress.at(-1);
  if (end?.kind === 'stopped') {
    expectSentence(end.problem.message);
    const isFirst = tab.progress.some((p) => p.kind === 'claiming');
    if (isFirst && /Nothing was sent/.test(end.problem.message)) expect(day.fired()).toBe(0);
    return;
  }
  if (end?.kind !== 'sent') throw new Error(`The round ended as ${JSON.stringify(end)}.`);
  expect(day.fired()).toBeGreaterThanOrEqual(end.receipts.filter((r) => r.kind === 'sent').length);
  for (const r of end.receipts) if (r.kind !== 'sent') expect(r.reason).toMatch(/^[A-Z]/);
  if (end.problem) expectSentence(end.problem.message);
}

function expectSentence(words: string): void {
  expect(words).toMatch(/^[A-Z].*[.!]$/s);
  expect(words).not.toMatch(/undefined|NaN|\[object/);
}

/**
 * No job more than was wanted, none less but where the notes name the push with the reason, one round in the notes, and
 * the colleague's words kept.
 */
export function expectWhole(day: Day, wanted: ReadonlyMap<string, number>, colleague: string): void {
  const made = day.jobsMade();
  expect(tooMany(made, wanted)).toEqual([]);
  const { rounds } = day.told();
  const failures = rounds.flatMap((r) => r.receipts.filter((receipt) => receipt.failure !== undefined));
  const missing = [...wanted].filter(([key, n]) => (made.get(key) ?? 0) < n).map(([key]) => key);
  for (const key of missing) {
    const { revision } = day.push(Number(key.split(' ')[0]));
    expect(failures.map((f) => f.revision)).toContain(revision);
  }
  expect(rounds.filter((r) => r.status === 'pending')).toHaveLength(1);
  expect(rounds.filter((r) => r.status === 'claimed')).toEqual([]);
  expect(day.notes()).toContain(colleague);
}

import { type FeatureName, titleOf } from '@/lib/model/features';
import type { FeatureAnswers, PageHealth } from '@/lib/model/health';
import type { Instant } from '@/lib/model/ids';
import { ageInWords } from '@/lib/model/words';

export interface ReportInput {
  readonly version: string;
  /** The browser's own name for itself. */
  readonly browser: string;
  readonly now: Instant;
  readonly off: readonly FeatureName[];
  readonly pages: readonly PageHealth[];
  readonly answers: readonly FeatureAnswers[];
}

/**
 * The health of Deputy as text to paste into a bug: what was looked for and found, ages and errors. No address, no name, no
 * notes, no alert and nothing of a session: of errors only the words, with everything that could be one of these taken out.
 */
export function printReport({ version, browser, now, off, pages, answers }: ReportInput): string {
  const lines = [`Deputy ${version} in ${browser}, ${new Date(now).toISOString().slice(0, 16)} UTC`];
  lines.push(`Switched off: ${off.length === 0 ? 'nothing' : off.join(', ')}`);
  for (const { feature, answeredAt, lastError } of answers) {
    const age = answeredAt === null ? 'none yet' : ageInWords(now - answeredAt);
    const error = lastError
      ? `; last error ${ageInWords(now - lastError.at)}: ${redacted(lastError.words)}`
      : '';
    lines.push(`${titleOf(feature)}: last answer ${age}${error}`);
  }
  if (pages.length === 0) lines.push('No page of Perfherder is open.');
  for (const [n, { kind, features }] of pages.entries()) {
    lines.push('', `Page ${n + 1}: ${kind}`);
    if (!features) lines.push('  no answer from Deputy there');
    for (const { feature, state, anchors } of features ?? []) {
      lines.push(`  ${titleOf(feature)}: ${state}`);
      for (const { name, found, expected, healthy } of anchors)
        lines.push(`    ${healthy ? 'found  ' : 'MISSING'} ${name}: ${found} (${expected})`);
    }
  }
  return lines.join('\n');
}

/** Longer ones tell nothing more. */
const MOST_WORDS = 200;

/** Without addresses, e-mail, numbers of alerts, revisions, anything in quotes, and long runs of letters and digits. */
export const redacted = (words: string): string =>
  words
    .replace(/\bhttps?:\/\/\S+/gi, '<address>')
    .replace(/\S+@\S+/g, '<e-mail>')
    .replace(/mozilla-ldap\S*/gi, '<user>')
    .replace(/(["“”'‘`])[^"“”'‘’`]*(["“”'’`])/g, '<quoted>')
    .replace(/\[[^\]]*\]/g, '<quoted>')
    .replace(/#?\b\d{4,}\b/g, '<number>')
    .replace(/\b(?=\w*\d)\w{10,}\b/g, '<id>')
    .replace(/\b\w{22,}\b/g, '<id>')
    .replace(/\s+/g, ' ')
    .slice(0, MOST_WORDS);

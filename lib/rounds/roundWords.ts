import type { Instant } from '@/lib/model/ids';
import type { NoteTemplate } from '@/lib/model/noteTemplate';
import type { OwnState } from '@/lib/model/workflow';
import { renderTemplate, revisionsInWords, roundComment, templateText } from '@/lib/notes/notes';
import type { Settings } from '@/lib/settings/settings';
import type { RoundReport } from './roundNote';

/** What a round's note says to people, and the state that it gives. Plain JSON. */
export interface RoundWords {
  /** Null when nothing was sent. */
  readonly state: OwnState | null;
  /** The comment, without the name in front. */
  readonly text: string;
}

/** Worked out in the background, where templates and settings are: another tab may have changed them a moment ago. */
export function roundWords(
  report: RoundReport,
  { handOver, templates }: Pick<Settings, 'handOver' | 'templates'>,
  now: Instant,
): RoundWords {
  const { receipts, covers } = report;
  const sent = receipts.filter((r) => r.kind === 'sent');
  const ready = sent.length === receipts.length && covers && handOver === 'when sent';
  return {
    state: sent.length === 0 ? null : ready ? 'data ready' : 'collecting data',
    text: roundText(report, templates, now),
  };
}

function roundText(report: RoundReport, templates: readonly NoteTemplate[], now: Instant): string {
  const { alerts, claim, receipts, eta } = report;
  const sent = receipts.filter((r) => r.kind === 'sent');
  const bad = receipts.flatMap((r) => {
    const reason = r.kind === 'sent' ? r.leftOut : r.reason;
    return reason === undefined ? [] : [{ revision: r.revision, reason }];
  });
  const requested = roundComment(
    templateText('round requested', templates),
    {
      number: claim.number,
      jobs: sent.reduce((sum, r) => sum + r.jobs, 0),
      revisions: sent.length,
      eta,
      alerts,
    },
    claim.by,
    now,
  );
  const [first] = bad;
  if (!first) return requested + whyOf(claim);
  const trouble = renderTemplate(templateText('backfill failed', templates), {
    revisions: revisionsInWords(bad.map((r) => r.revision)),
    reason: first.reason,
  }).text;
  return `${sent.length > 0 ? `${requested}; ${trouble}` : `round ${claim.number}: ${trouble}`}${whyOf(claim)}`;
}

/** On a line of its own, so that the first one stays short; the tests behind the words stand in the tail. */
const whyOf = ({ reason }: RoundReport['claim']) =>
  reason === undefined ? '' : `\nbecause: ${reason.split(' | ')[0]}`;

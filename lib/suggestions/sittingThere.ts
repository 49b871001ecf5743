import { type AlertSummary, testName } from '@/lib/model/alert';
import { type Revision, shortRevision } from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { Suggestion } from '@/lib/model/suggestions';
import { openAlerts } from '@/lib/triage/openAlerts';
import { targetOf } from '@/lib/triage/ownBranch';
import type { HistoryDeps } from './seriesHistory';

/** One page: more than one summary of a framework on a push is rare. */
const MOST = 20;

/**
 * Is there another summary of the framework on this push already? Two cannot stand there (treeherder-api 1.5): the alerts are
 * reassigned to it instead. One request.
 * @returns null when nobody sits there
 */
export async function sittingThere(
  { summaries }: HistoryDeps,
  repositoryId: number,
  summary: AlertSummary,
  revision: Revision,
): Promise<Outcome<Suggestion | null>> {
  const query = new URLSearchParams({
    repository: String(repositoryId),
    framework: String(summary.framework),
    filter_text: revision,
    limit: String(MOST),
  });
  const answer = await summaries(String(query));
  if (!isOk(answer)) return answer;
  const other = answer.value.summaries.find((s) => s.id !== summary.id && s.revision === revision);
  if (!other) return ok(null);
  const open = openAlerts(summary).filter((a) => a.summaryId === summary.id);
  const sentence = `Alert #${other.id} stands on ${shortRevision(revision)} already: reassign to it instead of moving.`;
  return ok({
    kind: 'same cause',
    tier: 'likely',
    target: targetOf(other),
    relation: 'reassigned',
    refusal: null,
    declineAs: null,
    sentence,
    reasons: { votes: open.length, voters: open.length },
    inShort: '',
    why: [sentence],
    alerts: open.map((a) => ({
      alertId: a.id,
      targetAlertId: null,
      tier: 'likely',
      first: true,
      name: `${testName(a.signature)} ${a.signature.platform}`,
    })),
  });
}

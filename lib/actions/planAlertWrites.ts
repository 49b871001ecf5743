import type { AlertSummary } from '@/lib/model/alert';
import type { AlertId, SummaryId } from '@/lib/model/ids';
import { type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import { canRelate } from '@/lib/triage/relation';
import type { AlertPlan, AlertWish, AlertWrite } from './alertQuestions';
import { sameRelation, stateOf } from './alertSnapshots';
import { planUndo } from './undoPlan';

/**
 * What has to be written for a wish, from summaries that were read afresh under their leases. Runs in the background.
 * Refused is what Treeherder would refuse and what somebody changed since: then nothing may be written at all.
 */
export function planAlertWrites(wish: AlertWish, fresh: readonly AlertSummary[]): Outcome<AlertPlan> {
  switch (wish.kind) {
    case 'relate':
      return planRelation(wish, fresh);
    case 'star':
      return planStars(wish, fresh);
    case 'undo':
      return planUndo(wish.snapshot, fresh);
  }
}

function planRelation(
  { seen, target, alerts, relation }: Extract<AlertWish, { kind: 'relate' }>,
  fresh: readonly AlertSummary[],
): Outcome<AlertPlan> {
  const [own, other] = fresh;
  if (!own || !other) throw new Error('two summaries were read');
  const there: AlertId[] = [];
  const writes: AlertWrite[] = [];
  const against: Problem[] = [];
  for (const id of new Set(alerts)) {
    const alert = own.alerts.find((a) => a.id === id);
    const before = seen.alerts.find((a) => a.id === id);
    if (!alert || !before) {
      against.push(changed(`Alert ${id} is not in summary #${own.id} any more.`));
      continue;
    }
    const refusal = canRelate(own, other, alert, relation);
    if (refusal?.code === 'already so') there.push(id);
    else if (!sameRelation(stateOf(alert), stateOf(before))) {
      against.push(changed(`Somebody changed alert ${id} meanwhile: it is ${inWords(alert)} now.`));
    } else if (refusal) against.push({ kind: 'relation refused', message: refusal.text });
    else writes.push({ alert: stateOf(alert), fields: { status: relation, relatedSummaryId: target } });
  }
  return against[0] ? refused(withOthers(against[0], against)) : ok({ there, writes });
}

function planStars(
  { summary, alerts, starred }: Extract<AlertWish, { kind: 'star' }>,
  fresh: readonly AlertSummary[],
): Outcome<AlertPlan> {
  const own = fresh.flatMap((s) => s.alerts);
  const there: AlertId[] = [];
  const writes: AlertWrite[] = [];
  for (const id of new Set(alerts)) {
    const alert = own.find((a) => a.id === id);
    if (!alert) {
      return refused(changed(`Alert ${id} is not in summary #${summary} any more. Nothing was written.`));
    }
    if (alert.starred === starred) there.push(id);
    else writes.push({ alert: stateOf(alert), fields: { starred } });
  }
  return ok({ there, writes });
}

const changed = (message: string): Problem => ({ kind: 'alerts changed', message });

const inWords = ({ status, relatedSummaryId }: { status: string; relatedSummaryId: SummaryId | null }) =>
  relatedSummaryId === null ? status : `${status}, related to #${relatedSummaryId}`;

/** Nothing was sent; what was found first is said first, and the rest is there to read. */
function withOthers(first: Problem, all: readonly Problem[]): Problem {
  const message = `${first.message} Nothing was written.`;
  const others = all.slice(1).map((p) => p.message);
  return others.length > 0 ? { ...first, message, detail: others.join(' ') } : { ...first, message };
}

import { type Alert, type AlertSummary, alertStatus } from '@/lib/model/alert';
import { alertId, instant, type PushId, type Revision, signatureId, summaryId } from '@/lib/model/ids';

/** An open regression of a series of its own, both with number `n`. */
export function sampleAlert(n: number, suite: string, platform: string): Alert {
  return {
    id: alertId(n),
    summaryId: summaryId(1),
    relatedSummaryId: null,
    status: alertStatus(0),
    isRegression: true,
    starred: false,
    amountPct: 5,
    amountAbs: null,
    prevValue: null,
    newValue: null,
    tValue: 10,
    noiseProfile: 'OK',
    manuallyCreated: false,
    classifier: null,
    signature: {
      id: signatureId(n),
      hash: n.toString(16).padStart(40, '0'),
      framework: 13,
      suite,
      test: '',
      platform,
      optionCollectionHash: '',
      extraOptions: [],
      lowerIsBetter: true,
      hasSubtests: false,
      unit: null,
    },
    taskId: null,
    backfillRecord: null,
  };
}

/** An untriaged summary of a push on autoland. */
export function sampleSummary(
  alerts: readonly Alert[],
  push: { readonly id: PushId; readonly revision: Revision; readonly time: number },
): AlertSummary {
  return {
    id: summaryId(1),
    repository: 'autoland',
    framework: 13,
    pushId: push.id,
    prevPushId: push.id,
    revision: push.revision,
    prevRevision: push.revision,
    pushTime: push.time,
    created: instant(0),
    firstTriaged: null,
    triageDue: null,
    bugDue: null,
    status: 'untriaged',
    bugNumber: null,
    assignee: null,
    notes: '',
    alerts,
    relatedAlerts: [],
  };
}

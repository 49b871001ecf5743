import type { AlertSummary, Signature } from '@/lib/model/alert';
import {
  alertId,
  instant,
  type PushId,
  type Revision,
  type SignatureId,
  type SummaryId,
} from '@/lib/model/ids';

/** A point of a series as what rounds are planned for. */
export interface PointStep {
  readonly id: SummaryId;
  readonly repository: string;
  readonly signature: Signature;
  readonly push: { readonly id: PushId; readonly revision: Revision; readonly time: number };
  /** The data-bearing push before it; the point's own where it is the first. */
  readonly before: { readonly id: PushId; readonly revision: Revision };
  /** Medians of the two sides. */
  readonly levels: readonly [before: number | null, after: number | null];
}

/**
 * A point without an alert, in the form that rounds are planned for: one open regression of the series on the point's push.
 * @param notes what this browser keeps in place of notes: nobody else sees it
 */
export function pointSummary(point: PointStep, notes: string): AlertSummary {
  const { id, repository, signature, push, before, levels } = point;
  const [prevValue, newValue] = levels;
  return {
    id,
    repository,
    framework: signature.framework,
    pushId: push.id,
    prevPushId: before.id,
    revision: push.revision,
    prevRevision: before.revision,
    pushTime: push.time,
    created: instant(push.time * 1000),
    notes,
    // no clock runs for it, and nobody has it
    status: 'untriaged',
    triageDue: null,
    firstTriaged: null,
    assignee: null,
    bugDue: null,
    bugNumber: null,
    alerts: [
      {
        id: pointAlertId(signature.id),
        summaryId: id,
        relatedSummaryId: null,
        status: 'untriaged',
        // a sheriff who asks wants to know, whichever way it goes
        isRegression: true,
        starred: false,
        signature,
        prevValue,
        newValue,
        // what Treeherder works out for its alerts, and nobody has for a point
        noiseProfile: 'N/A',
        amountPct: null,
        amountAbs: null,
        tValue: null,
        taskId: null,
        classifier: null,
        backfillRecord: null,
        manuallyCreated: false,
      },
    ],
    relatedAlerts: [],
  };
}

/** The one alert of a point stands for its series; it is told from real ones by its summary. */
const pointAlertId = (signature: SignatureId) => alertId(signature);

import type { CallBackground } from '@/lib/messages/background';
import { fromMessage } from '@/lib/messages/records';
import type { AlertSummary, SummaryStatus, SummaryStatusName } from '@/lib/model/alert';
import type { AlertSnapshot, AlertState } from '@/lib/model/alertSnapshot';
import type { AlertId, SummaryId } from '@/lib/model/ids';
import { failed, type Outcome, type Problem } from '@/lib/model/outcome';
import type { AlertFields } from '@/lib/treeherder/session';
import type { RelationKind } from '@/lib/triage/relation';
import { orphaned } from './leaseHolder';

/**
 * The page's side of writes to alerts. The page reads, writes and holds the lease; what to write, and what became of it, is
 * worked out in the background from the records that it is given (`answerAlertQuestion`).
 */

/** What a click wants to be so. */
export type AlertWish =
  | {
      readonly kind: 'relate';
      /** The alerts' own summary as the sheriff saw it when deciding. */
      readonly seen: AlertSummary;
      readonly target: SummaryId;
      readonly alerts: readonly AlertId[];
      readonly relation: RelationKind;
    }
  | {
      readonly kind: 'star';
      readonly summary: SummaryId;
      readonly alerts: readonly AlertId[];
      readonly starred: boolean;
    }
  | { readonly kind: 'undo'; readonly snapshot: AlertSnapshot };

/** One request to the server. */
export interface AlertWrite {
  /** As it stands before. */
  readonly alert: AlertState;
  readonly fields: AlertFields;
}

export interface AlertPlan {
  /** Alerts that are as wanted already. */
  readonly there: readonly AlertId[];
  /** In the order in which they are to be sent. */
  readonly writes: readonly AlertWrite[];
}

export interface AlertFailure {
  readonly alert: AlertId;
  readonly problem: Problem;
}

/** What became of a run of writes. Anything may have been written, and be here to be taken back. */
export interface AlertsJudged {
  /** As wanted now, those included that were so before. */
  readonly done: readonly AlertId[];
  readonly notDone: readonly AlertFailure[];
  /** Takes back what was written; null when nothing was. */
  readonly undo: AlertSnapshot | null;
  /** What was and was not done, for people. */
  readonly sentence: string;
  /** Of relations: the line for the notes, and what an undo of them would take back; null when nothing was done. */
  readonly note: { readonly line: string; readonly what: string } | null;
  /** After an undo: writes of summaries that bring their statuses back; else empty. */
  readonly settle: readonly { readonly id: SummaryId; readonly fields: { status?: SummaryStatusName } }[];
}

/** One row of a table of several upstreams. */
export interface RelationRow {
  readonly target: SummaryId;
  readonly alerts: readonly AlertId[];
}

/** Each question with its answer. A `plan` may be refused; so may a `judge`ment, when nothing at all was written. */
interface Questions {
  plan: [{ readonly wish: AlertWish; readonly fresh: readonly AlertSummary[] }, AlertPlan];
  judge: [
    {
      readonly wish: AlertWish;
      readonly plan: AlertPlan;
      /** The summaries as they were read before, and after; one that could not be read back is missing. */
      readonly before: readonly AlertSummary[];
      readonly after: readonly AlertSummary[];
      /** Alerts whose write was not seen to work or not tried, and why. */
      readonly failures: readonly AlertFailure[];
    },
    AlertsJudged,
  ];
  'judge table': [
    {
      readonly rows: readonly RelationRow[];
      readonly told: readonly { readonly target: SummaryId; readonly outcome: Outcome<AlertsJudged> }[];
    },
    AlertsJudged,
  ];
  'judge undo': [
    {
      readonly snapshot: AlertSnapshot;
      readonly statuses: readonly { readonly id: SummaryId; readonly status: SummaryStatus }[];
      /** Summaries whose status may be out of date. */
      readonly stale: readonly { readonly id: SummaryId; readonly problem: Problem }[];
    },
    { readonly notRestored: readonly string[]; readonly sentence: string | null },
  ];
}

export type AlertQuestionKind = keyof Questions;
export type AlertQuestion<K extends AlertQuestionKind = AlertQuestionKind> = {
  [Q in K]: { readonly kind: Q } & Questions[Q][0];
}[K];
export type AlertAnswer<K extends AlertQuestionKind = AlertQuestionKind> = Questions[K][1];

/** Asks the background. A question has no effect, so one that was lost on the way is asked once more. */
export async function askAboutAlerts<K extends AlertQuestionKind>(
  call: CallBackground,
  question: AlertQuestion<K>,
): Promise<Outcome<AlertAnswer<K>>> {
  const ask = () => call('content-bg alert questions', fromMessage(question));
  try {
    return fromMessage<Outcome<AlertAnswer<K>>>(await ask().catch(ask));
  } catch (error) {
    return failed(orphaned(error));
  }
}

import type { AlertId, Instant, PushId, Revision, SignatureId, SummaryId, TaskId } from './ids';

/**
 * Treeherder's alert statuses by number (`PerformanceAlert.STATUSES`). The summary statuses differ from 4 on:
 * the two tables are never shared.
 */
export const ALERT_STATUSES = [
  'untriaged',
  'downstream',
  'reassigned',
  'invalid',
  'acknowledged',
  'infra',
] as const;
/** Treeherder's summary statuses by number (`PerformanceAlertSummary.STATUSES`). */
export const SUMMARY_STATUSES = [
  'untriaged',
  'downstream',
  'reassigned',
  'invalid',
  'improvement',
  'investigating',
  'wontfix',
  'fixed',
  'backedout',
  'infra',
] as const;

export type AlertStatusName = (typeof ALERT_STATUSES)[number];
export type SummaryStatusName = (typeof SUMMARY_STATUSES)[number];
/** A status that this version does not know is kept with its number, never guessed at. */
export type AlertStatus = AlertStatusName | `unknown ${number}`;
export type SummaryStatus = SummaryStatusName | `unknown ${number}`;

/** By Treeherder's number; one that is not known yet is kept as 'unknown 7' and matches no rule. */
export const alertStatus = (n: number): AlertStatus => ALERT_STATUSES[n] ?? `unknown ${n}`;
export const summaryStatus = (n: number): SummaryStatus => SUMMARY_STATUSES[n] ?? `unknown ${n}`;

/** How noisy Treeherder found the series; text it may add later is kept as it is. */
export type NoiseProfile = 'OK' | 'SKEWED' | 'OUTLIERS' | 'MODAL' | 'N/A' | (string & {});

/** The identity of a performance series inside one repository. */
export interface Signature {
  readonly id: SignatureId;
  /** Equal hashes in two repositories mean the same test. */
  readonly hash: string;
  readonly framework: number;
  readonly suite: string;
  /** Empty for the suite's own summary value. */
  readonly test: string;
  readonly platform: string;
  readonly optionCollectionHash: string;
  readonly extraOptions: readonly string[];
  readonly lowerIsBetter: boolean;
  readonly hasSubtests: boolean;
  readonly unit: string | null;
}

/** What the backfill bot (Sherlock) has recorded about an alert. */
export interface BackfillRecord {
  /** 0 preliminary, 1 ready, 2 backfilled and in progress, 3 successful, 4 failed, 5 verification failed. */
  readonly status: number;
  readonly inProgress: number;
}

export interface Alert {
  readonly id: AlertId;
  readonly summaryId: SummaryId;
  readonly relatedSummaryId: SummaryId | null;
  readonly status: AlertStatus;
  readonly isRegression: boolean;
  readonly starred: boolean;
  /** Always positive, percent. */
  readonly amountPct: number | null;
  /** Signed, in the unit of the series. */
  readonly amountAbs: number | null;
  readonly prevValue: number | null;
  readonly newValue: number | null;
  /** Treeherder's confidence; an infinite one is stored as 1000. */
  readonly tValue: number | null;
  readonly noiseProfile: NoiseProfile;
  readonly manuallyCreated: boolean;
  readonly classifier: string | null;
  readonly signature: Signature;
  /** A task that gave a value on the summary's push, while its job is kept (about 4 months). */
  readonly taskId: TaskId | null;
  readonly backfillRecord: BackfillRecord | null;
}

export interface AlertSummary {
  readonly id: SummaryId;
  readonly repository: string;
  /** Framework id; names come from the API at run time. */
  readonly framework: number;
  readonly pushId: PushId;
  readonly prevPushId: PushId;
  readonly revision: Revision;
  readonly prevRevision: Revision;
  /** Time of the push, Unix seconds. */
  readonly pushTime: number;
  /** When the alert was raised; later than the push. */
  readonly created: Instant;
  readonly firstTriaged: Instant | null;
  readonly triageDue: Instant | null;
  readonly bugDue: Instant | null;
  readonly status: SummaryStatus;
  readonly bugNumber: number | null;
  /** When the bug was last linked; it stays when the link is taken away. */
  readonly bugUpdated?: Instant | null;
  readonly assignee: string | null;
  /** The shared notes, exactly as the server gave them; '' when there are none. */
  readonly notes: string;
  /** Own alerts, sorted by id: the server's order drifts with each write. */
  readonly alerts: readonly Alert[];
  /** Alerts of other summaries that point here, sorted by id. */
  readonly relatedAlerts: readonly Alert[];
}

/** 'amazon' or 'amazon FirstVisualChange': suite and test without a doubled or empty test. */
export const testName = (s: Pick<Signature, 'suite' | 'test'>) =>
  s.test && s.test !== s.suite ? `${s.suite} ${s.test}` : s.suite;

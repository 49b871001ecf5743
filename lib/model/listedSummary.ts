import type { Alert, SummaryStatus } from './alert';
import type { AlertId, Instant, PushId, Revision, SignatureId, SummaryId } from './ids';

/** What is kept of an alert in a list: what the rules compare, nothing for people. */
export interface ListedAlert {
  readonly id: AlertId;
  readonly status: Alert['status'];
  readonly isRegression: boolean;
  readonly amountPct: number | null;
  readonly prevValue: number | null;
  readonly newValue: number | null;
  readonly signatureId: SignatureId;
  readonly hash: string;
  readonly suite: string;
  readonly test: string;
  readonly platform: string;
}

/** What is kept of a summary in a list. A few hundred bytes, so that many lists fit beside each other. */
export interface ListedSummary {
  readonly id: SummaryId;
  readonly repository: string;
  readonly framework: number;
  readonly pushId: PushId;
  readonly prevPushId: PushId;
  readonly revision: Revision;
  /** Unix seconds. */
  readonly pushTime: number;
  readonly created: Instant;
  readonly status: SummaryStatus;
  readonly bugNumber: number | null;
  /** Suites that its rounds and marks have asked for. */
  readonly asked: readonly string[];
  readonly alerts: readonly ListedAlert[];
}

import type { Alert, AlertSummary } from './alert';
import type { AlertId, SignatureId } from './ids';

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
export interface ListedSummary
  extends Pick<
    AlertSummary,
    | 'id'
    | 'repository'
    | 'framework'
    | 'pushId'
    | 'prevPushId'
    | 'revision'
    | 'pushTime'
    | 'created'
    | 'status'
    | 'bugNumber'
  > {
  /** Suites that its rounds and marks have asked for. */
  readonly asked: readonly string[];
  readonly alerts: readonly ListedAlert[];
}

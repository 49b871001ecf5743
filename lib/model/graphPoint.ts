import type { Drawn } from './drawn';
import type { AlertId, PushId, Revision, SignatureId, SummaryId } from './ids';
import type { EvidenceSeries } from './suggestions';

/** What the graphs page says of the point that a person has chosen there, in its own words. Plain JSON. */
export interface GraphChoice {
  /** Parameters of the address; '' for one that is not there. */
  readonly series: readonly string[];
  readonly timeRange: string;
  readonly selected: string;
  readonly revision: string;
  /** All that the locked tooltip says; null without one. */
  readonly tooltip: string | null;
}

/** What these words mean. */
export interface ChosenPoint {
  /** The series of the address, in its order; the signature is an id or a hash of 40 digits. */
  readonly series: readonly { readonly repository: string; readonly signature: string }[];
  /** Seconds back from now that the page shows. */
  readonly timeRange: number;
  /** By the address: the series and the id of the data point. */
  readonly selected: { readonly signature: string; readonly point: number } | null;
  /**
   * By the page's locked tooltip: all that it says of its point. The repository in brackets, the platform and the first 12 digits
   * of the revision are in it.
   */
  readonly tooltip: string | null;
  /** By the address of an alert's graph: the alert's revision. */
  readonly revision: string | null;
}

/**
 * The id under which a round from a point without an alert is planned, sent and journaled. It is negative, as no alert
 * summary's is, and made of series and push, so that the same point has the same round in every tab and on every day.
 * Null when the ids are larger than the number can hold.
 */
export function pointId(signature: SignatureId, push: PushId): SummaryId | null {
  if (push >= PUSH_IDS) return null;
  const id = -(signature * PUSH_IDS + push);
  return Number.isSafeInteger(id) ? (id as SummaryId) : null;
}

/** Treeherder is at 2 million pushes after 12 years: there is room for 16 million, and for 500 million series. */
const PUSH_IDS = 2 ** 24;

/** A point's round: there is no alert summary behind the id, so nothing is written to Treeherder. */
export const isPoint = (id: SummaryId) => id < 0;

export const ROW_FRAGMENT = '#deputy-row-';
/** Behind the address of an alerts page: leads to one of its rows. */
export const rowFragment = (id: AlertId) => `${ROW_FRAGMENT}${id}`;

/** What a round is about, as bars and dialogs are called. */
export const subjectOf = (id: SummaryId) => (isPoint(id) ? 'this point' : `alert #${id}`);

/** One push around the point, in words. */
export interface PointPush {
  readonly revision: Revision;
  /** The push in the job view. */
  readonly url: string;
  /** '−2', 'this point', '+1'; '' inside a gap. */
  readonly place: string;
  /** '3 of 4', or '2' where none are wanted. */
  readonly points: string;
  /** '1 to come, 2 failed'; '' when there is nothing to say. */
  readonly runs: string;
  /** '812.4 ms'; '' without data. */
  readonly level: string;
  /** First lines of the commits; text from outside. */
  readonly titles: readonly string[];
  /** Commits that are not among the titles. */
  readonly more: number;
  readonly backedOut: boolean;
}

/** A data-bearing revision, or the pushes without data between two of them. */
export type PointRow =
  | { readonly kind: 'revision'; readonly push: PointPush }
  | {
      readonly kind: 'gap';
      /** '6 pushes without data, 2 runs to come' */
      readonly text: string;
      readonly pushes: readonly PointPush[];
    };

/** What is known about a point, ready to be shown. */
export interface PointView {
  /** 'amazon loadtime windows11-64-24h2-shippable, autoland' */
  readonly name: string;
  readonly revision: Revision;
  /** Oldest first. */
  readonly rows: readonly PointRow[];
  /** What the data of this window say. */
  readonly sentence: string;
  /** The series around the point, with its picture. */
  readonly series: EvidenceSeries;
  /** Alerts of the series whose push lies in this window, the nearest first. */
  readonly alerts: readonly { readonly summaryId: SummaryId; readonly url: string; readonly text: string }[];
  /** Whose bar stands below: that of the nearest alert's summary, or the point's own; null when no round can be asked for. */
  readonly bar: SummaryId | null;
  /** What a person should know beforehand, each a sentence. */
  readonly notices: readonly string[];
  /** All of it as plain text, for a bug. */
  readonly report: string;
  /** Data is on its way: look again soon. */
  readonly waits: boolean;
}

/** The panel about a point as the background draws it. */
export interface PointDrawing {
  /** Its first line. */
  readonly head: readonly Drawn[];
  /** What stands below. */
  readonly around: readonly Drawn[];
}

/** What the page gets. */
export type DrawnPoint = PointView & PointDrawing;

import type { AlertStatus, AlertSummary, NoiseProfile, SummaryStatus } from './alert';
import type { DrawnRecord } from './drawn';
import type { AlertId, Instant, Revision, SignatureId, SummaryId } from './ids';
import type { Problem } from './outcome';
import type { DownstreamPair } from './pairs';
import type { ComparedTest } from './planInput';

/** What another summary may be to this one. `backed out` names a push and no summary. */
export type SuggestionKind =
  | 'downstream'
  | 'same cause'
  | 'backout'
  | 'reland'
  | 'asked elsewhere'
  | 'backed out';

/** `obvious` and `likely` may be acted on with one click, `possible` is a hint to look at. */
export type SuggestionTier = 'obvious' | 'likely' | 'possible';

/** The summary that a suggestion names. */
export type SuggestedTarget = Pick<
  AlertSummary,
  'id' | 'repository' | 'framework' | 'revision' | 'pushId' | 'pushTime' | 'status' | 'bugNumber'
>;

/** One of this summary's open alerts that a suggestion is about. */
export interface MatchedAlert {
  readonly alertId: AlertId;
  /** The alert of the target that was compared; null when only its neighbours point there. */
  readonly targetAlertId: AlertId | null;
  readonly tier: SuggestionTier;
  /** The target is this alert's first choice: it is ticked when the sheriff marks. */
  readonly first: boolean;
  /** 'amazon loadtime windows11-64-24h2-shippable' */
  readonly name: string;
}

/** Why a suggestion was made, as data; what does not apply to its kind is left out. */
export interface SuggestionReasons {
  readonly pair?: DownstreamPair;
  /** From the target's push to this one; negative when the target's is younger. */
  readonly hoursBetweenPushes?: number;
  readonly direction?: 'regression' | 'improvement' | 'both';
  /** Target magnitude by this one's, the median over the alerts; null when it is not known. */
  readonly magnitudeRatio?: number | null;
  readonly contained?: 'contained' | 'not contained' | 'unknown';
  readonly levels?: 'agree' | 'differ' | 'unknown';
  readonly oppositeSince?: boolean;
  /** Open alerts here that point at the target, of how many open alerts. */
  readonly votes: number;
  readonly voters: number;
  /** Pushes between the two push ranges; 0 when they overlap or touch. */
  readonly pushesApart?: number;
  readonly suites?: readonly string[];
  /** Changesets that are backed out, 12 digits each. */
  readonly backsOut?: readonly string[];
  /** The push that backs this summary's push out. */
  readonly backedOutBy?: Revision;
}

export interface Suggestion {
  readonly kind: SuggestionKind;
  readonly tier: SuggestionTier;
  /** Null only for 'backed out'. */
  readonly target: SuggestedTarget | null;
  /** What a click does with the chosen alerts; null for what is only told. */
  readonly relation: 'downstream' | 'reassigned' | null;
  /** Why Treeherder (or sense) would refuse that, a sentence; null when nothing is known against it. */
  readonly refusal: string | null;
  /** The word under which "Not #N" is written into the notes; null when there is nothing to decline. */
  readonly declineAs: string | null;
  /** One line for the bar. */
  readonly sentence: string;
  readonly reasons: SuggestionReasons;
  /** The reasons in a table's cell; '' for what stands in no table. */
  readonly inShort: string;
  /** The reasons for people, each a sentence. */
  readonly why: readonly string[];
  /** Those for which the target is the first choice stand first. */
  readonly alerts: readonly MatchedAlert[];
  /**
   * The tests that both branches can be asked about where it is unsure whether it comes from there, as each branch runs them:
   * one per suite. Left out where there are none.
   */
  readonly compared?: readonly { readonly here: ComparedTest; readonly there: ComparedTest }[];
}

/** What is said of a paired branch, or of the summary, where nothing was found. */
export interface NothingSuggested {
  readonly answer: 'no match' | 'no data' | 'not known';
  readonly pair: DownstreamPair;
  /** Open alerts that this is said of, of how many. */
  readonly alerts: number;
  readonly of: number;
  readonly sentence: string;
}

/** A suggestion that a person turned down: no colleague is asked again. */
export interface DeclinedSuggestion {
  readonly suggestion: string;
  readonly target: SummaryId;
  readonly by: string;
  readonly at: Instant;
  readonly sentence: string;
}

/** What the rules find for one summary, ready to be shown. Plain JSON: it travels between the worlds. */
export interface SuggestionReport {
  readonly summaryId: SummaryId;
  /** In the order of their weight: the first is the bar's. At most three are downstream candidates. */
  readonly suggestions: readonly Suggestion[];
  /** All upstreams that are the first choice of an open alert, by more than a hint: the rows of the table. */
  readonly upstreams: readonly Suggestion[];
  readonly nothing: readonly NothingSuggested[];
  readonly declined: readonly DeclinedSuggestion[];
  /** Open alerts here. */
  readonly open: number;
  /** What could not be read; the rest is still told. */
  readonly problem: Problem | null;
  /** Age of the oldest list that was used; null when none was needed. */
  readonly readAt: Instant | null;
}

/** The alerts that are ticked before the sheriff chooses: those for which the target is the first choice. */
export const preselected = (suggestion: Pick<Suggestion, 'alerts'>): readonly AlertId[] =>
  suggestion.alerts.filter((a) => a.first && a.tier !== 'possible').map((a) => a.alertId);

/** Values of one series on one push. */
export interface EvidencePoint {
  readonly revision: Revision;
  /** Unix seconds of the push. */
  readonly time: number;
  /** Median of the push's values, in the unit of the series. */
  readonly value: number;
  /** Data points behind it. */
  readonly runs: number;
}

/** One series around the push that its summary is about. */
export interface EvidenceSeries {
  readonly repository: string;
  readonly summaryId: SummaryId;
  readonly revision: Revision;
  /** Unix seconds. */
  readonly pushTime: number;
  readonly signatureId: SignatureId | null;
  readonly unit: string | null;
  /** The alert's levels before and after; null when there is no alert of this series. */
  readonly prevValue: number | null;
  readonly newValue: number | null;
  /** In push order. */
  readonly points: readonly EvidencePoint[];
  /** What the picture shows, a sentence. */
  readonly text: string;
  /** Null without points. */
  readonly picture: EvidencePicture | null;
}

/** A series as it is drawn; all numbers are coordinates of the picture. */
export interface EvidencePicture {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly {
    readonly kind: 'own-push' | 'other-push' | 'level';
    readonly x1: number;
    readonly x2: number;
    readonly y1: number;
    readonly y2: number;
  }[];
  /** One for each push, before the step and from it on. */
  readonly dots: readonly {
    readonly kind: 'before' | 'after';
    readonly revision: Revision;
    readonly x: number;
    readonly y: number;
    readonly r: number;
  }[];
}

/** Both series around the two pushes, for a picture and its text. */
export interface Evidence extends DrawnRecord {
  readonly alertId: AlertId;
  /** 'amazon loadtime windows11-64-24h2-shippable' */
  readonly name: string;
  readonly framework: number;
  readonly here: EvidenceSeries;
  readonly there: EvidenceSeries;
  /** Addresses of the site's own pages. */
  readonly links: { readonly graphs: string; readonly pushHere: string; readonly pushThere: string };
}

/** One earlier alert of a series and how it ended. */
export interface PastAlert {
  /** '2026-08-17: regression 5.1 %, downstream, bug 1900001' */
  readonly text: string;
  readonly summaryId: SummaryId;
  readonly alertId: AlertId;
  /** Unix seconds. */
  readonly pushTime: number;
  readonly isRegression: boolean;
  readonly amountPct: number | null;
  readonly status: AlertStatus;
  readonly summaryStatus: SummaryStatus;
  readonly bugNumber: number | null;
  readonly noiseProfile: NoiseProfile;
  /** Lines of its summary's notes that speak of noise. */
  readonly noiseNotes: readonly string[];
}

export interface SeriesHistory extends DrawnRecord {
  /** '5 in 90 days, 3 invalid' */
  readonly text: string;
  readonly days: number;
  /** Latest push first. */
  readonly alerts: readonly PastAlert[];
  /** There are more than were read. */
  readonly more: boolean;
}

/** What a round should know of the other summaries (design 1.2, 1.5). */
export interface RoundHints {
  /** Reasons against sending a round at all, shown and overridable. */
  readonly against: readonly {
    readonly code: 'obvious downstream' | 'likely backout' | 'likely reland' | 'no further round';
    readonly text: string;
  }[];
  /** Suites that another summary has asked for, with what to say about it. */
  readonly askedElsewhere: ReadonlyMap<string, string>;
}

export const NO_HINTS: RoundHints = { against: [], askedElsewhere: new Map() };

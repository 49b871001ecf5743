import type { AlertId, Revision, SummaryId } from '@/lib/model/ids';
import type { DownstreamPair } from '@/lib/model/pairs';
import { type DownstreamAnswer, suggestDownstream } from '@/lib/triage/downstream';
import type { TriagedAlert } from './talosAlerts';

/** One suggested upstream push. */
export interface Pick {
  readonly upstream: SummaryId;
  /** Null when no alert was compared but only the summary is pointed at. */
  readonly upstreamAlert: AlertId | null;
  readonly revision: Revision;
}

export interface Score {
  /** Triaged regressions with a suggestion. */
  readonly suggested: number;
  /** Share of those that the sheriffs found to come from another branch. */
  readonly cross: number;
  /** Share of those that they found to be any Duplicate. */
  readonly duplicate: number;
  /** Share of the alerts from another branch that have a suggestion. */
  readonly recall: number;
}

/** Of the alerts from another branch, those with a right push first, among the first three, and at all. */
export interface Choice {
  readonly first: number;
  readonly amongThree: number;
  readonly any: number;
}

/** The labelled alerts with the ways to score suggestions on them. Only triaged regressions count (README). */
export class LabelledAlerts {
  /** The alerts that ask. */
  readonly scored: readonly TriagedAlert[];
  /** Those and the ones of earlier tables: what an alert may come from. */
  readonly all: readonly TriagedAlert[];
  readonly triaged: readonly TriagedAlert[];
  readonly downstream: readonly TriagedAlert[];
  /** The revisions that sheriffs named for an alert, and for any alert of a summary. */
  readonly #namedForAlert = new Map<AlertId, string>();
  readonly #namedForSummary = new Map<SummaryId, Set<string>>();

  constructor(scored: readonly TriagedAlert[], earlier: readonly TriagedAlert[] = []) {
    const all = [...earlier, ...scored];
    this.scored = scored;
    this.all = all;
    this.triaged = scored.filter((t) => t.label !== 'untriaged' && t.alert.isRegression);
    this.downstream = this.triaged.filter((t) => t.label === 'dup_cross');
    for (const { alert, duplicateOf } of all) {
      if (duplicateOf === '') continue;
      this.#namedForAlert.set(alert.alertId, duplicateOf);
      const known = this.#namedForSummary.get(alert.summaryId) ?? new Set<string>();
      this.#namedForSummary.set(alert.summaryId, known.add(duplicateOf));
    }
  }

  score(hasSuggestion: (t: TriagedAlert) => boolean): Score {
    const suggested = this.triaged.filter(hasSuggestion);
    const cross = suggested.filter((t) => t.label === 'dup_cross').length;
    const duplicate = suggested.filter((t) => t.label.startsWith('dup_')).length;
    return {
      suggested: suggested.length,
      cross: cross / suggested.length,
      duplicate: duplicate / suggested.length,
      recall: cross / this.downstream.length,
    };
  }

  /** Picks come best first. */
  choice(
    picks: (t: TriagedAlert) => readonly Pick[],
    right: (t: TriagedAlert, pick: Pick) => boolean,
  ): Choice {
    const places = this.downstream.map((t) => picks(t).findIndex((pick) => right(t, pick)));
    const share = (most: number) =>
      places.filter((place) => place >= 0 && place < most).length / this.downstream.length;
    return { first: share(1), amongThree: share(3), any: share(Number.POSITIVE_INFINITY) };
  }

  /** The very push that the sheriff named. */
  readonly isNamed = (t: TriagedAlert, pick: Pick) => pick.revision === t.duplicateOf;

  /** That push, or one whose alert the sheriff traced to the same push: a link of the same chain. This is the README's way. */
  readonly isSameOrigin = (t: TriagedAlert, pick: Pick) =>
    this.isNamed(t, pick) ||
    (pick.upstreamAlert === null
      ? (this.#namedForSummary.get(pick.upstream)?.has(t.duplicateOf) ?? false)
      : this.#namedForAlert.get(pick.upstreamAlert) === t.duplicateOf);
}

/**
 * The plain rule, written once more and on purpose without the code that it judges: another repository, same series, same
 * sign, up to so many hours older by push time. Nearest push first, each revision once.
 */
export function plainRule(all: readonly TriagedAlert[], hours: number) {
  const bySeries = Map.groupBy(all, ({ alert }) => `${alert.signatureHash} ${alert.isRegression}`);
  return ({ alert }: TriagedAlert): readonly Pick[] => {
    const series = bySeries.get(`${alert.signatureHash} ${alert.isRegression}`) ?? [];
    const older = series
      .map((t) => t.alert)
      .filter((u) => u.repository !== alert.repository)
      .filter((u) => alert.pushTime - u.pushTime >= 0 && alert.pushTime - u.pushTime <= hours * 3600)
      .sort((a, b) => b.pushTime - a.pushTime);
    const once = new Map<Revision, Pick>();
    for (const { summaryId, alertId, revision } of older) {
      if (!once.has(revision)) once.set(revision, { upstream: summaryId, upstreamAlert: alertId, revision });
    }
    return [...once.values()];
  };
}

/** What Deputy suggests, with every branch paired with every other: the table has six, and changes went all ways. */
export function deputyRule({ all, scored }: LabelledAlerts, windowHours: number) {
  const repositories = [...new Set(all.map((t) => t.alert.repository))];
  const pairs = repositories.flatMap((downstream) =>
    repositories.map((upstream): DownstreamPair => ({ downstream, upstream, windowHours })),
  );
  // A row has the push range of its own series, which may begin earlier than that of its neighbours; some have none.
  const ranges = new Map(all.map((t) => [t.alert.alertId, t.changesets]));
  const answers = suggestDownstream({
    alerts: scored.map((t) => t.alert),
    candidates: all.map((t) => t.alert),
    pairs,
    containment: ({ alertId }, upstream) => {
      const range = ranges.get(alertId);
      if (!range || range.size === 0) return 'unknown';
      return range.has(upstream) ? 'contained' : 'not contained';
    },
    dataOn: () => 'unknown',
  });
  const none: DownstreamAnswer = { suggestions: [], nothingFound: [] };
  return ({ alert }: TriagedAlert) => (answers.get(alert.alertId) ?? none).suggestions;
}

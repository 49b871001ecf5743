import type { AlertRecord, SeriesRecord, SummaryRecord } from '../records.ts';
import type { AlertAnswer, RightAnswer } from '../rightAnswers.ts';
import { ALERT, SUMMARY } from '../treeherder/statusDerivation.ts';
import type { World } from '../world.ts';
import { addSummary } from './alerts.ts';
import { HOUR_MS, type Place } from './branch.ts';

export interface CaseSpec extends Pick<RightAnswer, 'name' | 'about' | 'backedOut' | 'sameCause'> {
  readonly place: Place;
  readonly frameworkId: number;
  readonly series: readonly SeriesRecord[];
  /** Of each alert, or one for all. */
  readonly answer: AlertAnswer | ((series: SeriesRecord) => AlertAnswer);
  /** What sheriffs have made of it; untriaged when left out. */
  readonly triaged?: 'acknowledged' | 'invalid';
  readonly bug?: number;
}

const CLASSIFIER = 'mozilla-ldap/cbrown@mozilla.com';

/** Adds an alert summary together with the right answer to it. */
export function addCase(world: World, spec: CaseSpec): SummaryRecord {
  const { name, about, place, frameworkId, series, answer, triaged, bug } = spec;
  const firstTriaged = place.created + HOUR_MS;
  const alertFields: Partial<AlertRecord> =
    triaged === undefined ? {} : { status: ALERT[triaged], classifier: CLASSIFIER, firstTriaged };
  const summaryFields: Partial<SummaryRecord> =
    triaged === undefined
      ? {}
      : {
          status: triaged === 'invalid' ? SUMMARY.invalid : SUMMARY.investigating,
          firstTriaged,
          ...(bug === undefined ? {} : { bugNumber: bug, bugUpdated: firstTriaged }),
        };
  const summary = addSummary(world, {
    ...place,
    frameworkId,
    alerts: series.map((one) => ({ series: one, fields: alertFields })),
    fields: summaryFields,
  });
  const answerTo = (alert: AlertRecord) =>
    typeof answer === 'function' ? answer(world.seriesById(alert.seriesId)) : answer;
  world.answers.set(name, {
    name,
    about,
    summary: summary.id,
    alerts: new Map(world.alertsOf(summary.id).map((alert) => [alert.id, answerTo(alert)])),
    ...(spec.backedOut ? { backedOut: spec.backedOut } : {}),
    ...(spec.sameCause === undefined ? {} : { sameCause: spec.sameCause }),
  });
  return summary;
}

/** Gives all alerts of a summary another right answer, when the world has changed. */
export function changeAnswer(world: World, name: string, answer: AlertAnswer): void {
  const known = world.answer(name);
  const alerts = new Map([...known.alerts.keys()].map((id) => [id, answer]));
  world.answers.set(name, { ...known, alerts });
}

/** @param how what the evidence says of it */
export const downstreamOf = (
  summary: SummaryRecord,
  how: 'obvious' | 'likely' | 'contradicted',
): AlertAnswer => ({
  kind: 'downstream',
  tier: how === 'obvious' ? 'obvious' : 'likely',
  of: summary.id,
  contradicted: how === 'contradicted',
});

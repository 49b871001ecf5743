import type { AlertSummary } from '@/lib/model/alert';
import type { AlertId, Instant, Revision } from '@/lib/model/ids';
import type { ListedAlert, ListedSummary } from '@/lib/model/listedSummary';
import { failed, isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { Evidence, EvidencePoint, EvidenceSeries } from '@/lib/model/suggestions';
import type { SeriesReads, SeriesValue } from '@/lib/treeherder/seriesReads';
import { median } from '@/lib/triage/levels';
import { alertName } from '@/lib/triage/listedAlerts';
import { withPicture } from './evidencePicture';
import { graphsUrl, pushUrl } from './links';
import { listed } from './listedSummary';

export interface EvidenceDeps {
  readonly series: SeriesReads['series'];
  readonly now: () => Instant;
}

/** A series is shown this far to both sides of its push: the back and forward windows of an alert fit into it. */
const AROUND_S = 7 * 24 * 3600;
/** Pushes shown on each side; more than a small picture can tell apart. */
const PUSHES_A_SIDE = 20;

/**
 * Both series of an alert around the two pushes: the one that it is about and that of the suggested summary. Two requests.
 * `not found` when the alert is not one of the summary's own.
 */
export async function readEvidence(
  deps: EvidenceDeps,
  summary: AlertSummary,
  target: ListedSummary,
  alertId: AlertId,
): Promise<Outcome<Evidence>> {
  const mine = listed(summary);
  const alert = mine.alerts.find((a) => a.id === alertId);
  if (!alert) {
    return failed({ kind: 'not found', message: 'This alert is not one of the summary any more.' });
  }
  const twin = target.alerts.find((a) => a.hash === alert.hash);
  const [own, upstream] = await Promise.all([
    readSeries(deps, mine, alert, alert.signatureId),
    // the same test has the same hash on every branch; its id is only known where it alerted
    readSeries(deps, target, twin, twin?.signatureId ?? alert.hash),
  ]);
  if (!isOk(own)) return own;
  if (!isOk(upstream)) return upstream;
  const { framework } = summary;
  const here = withPicture(own.value, target.pushTime);
  const there = withPicture(upstream.value, mine.pushTime);
  const links = {
    graphs: graphsUrl({ here, there, framework }, deps.now()),
    pushHere: pushUrl(here.repository, here.revision),
    pushThere: pushUrl(there.repository, there.revision),
  };
  return ok({ alertId, name: alertName(alert), framework, here, there, links });
}

async function readSeries(
  { series, now }: EvidenceDeps,
  summary: ListedSummary,
  alert: ListedAlert | undefined,
  signature: ListedAlert['signatureId'] | string,
): Promise<Outcome<Omit<EvidenceSeries, 'text' | 'picture'>>> {
  const { repository, id, revision, pushTime } = summary;
  const until = Math.min(pushTime + AROUND_S, Math.floor(now() / 1000) + 60);
  const answer = await series(repository, signature, pushTime - AROUND_S, until);
  if (!isOk(answer)) return answer;
  return ok({
    repository,
    summaryId: id,
    revision,
    pushTime,
    signatureId: answer.value?.signatureId ?? alert?.signatureId ?? null,
    unit: answer.value?.unit ?? null,
    prevValue: alert?.prevValue ?? null,
    newValue: alert?.newValue ?? null,
    points: pointsAround(answer.value?.values ?? [], pushTime),
  });
}

/** One point for each push, those nearest to the alert's. @param pushTime Unix seconds */
export function pointsAround(values: readonly SeriesValue[], pushTime: number): readonly EvidencePoint[] {
  const byPush = new Map<Revision, { readonly time: number; readonly values: number[] }>();
  for (const { revision, pushTime: time, value } of values) {
    const push = byPush.get(revision);
    if (push) push.values.push(value);
    else byPush.set(revision, { time, values: [value] });
  }
  const points = [...byPush]
    .map(([revision, push]) => ({
      revision,
      time: push.time,
      value: median(push.values),
      runs: push.values.length,
    }))
    .sort((a, b) => a.time - b.time);
  const before = points.filter((p) => p.time < pushTime).slice(-PUSHES_A_SIDE);
  return [...before, ...points.filter((p) => p.time >= pushTime).slice(0, PUSHES_A_SIDE)];
}

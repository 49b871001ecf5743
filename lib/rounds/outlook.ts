import type { Alert } from '@/lib/model/alert';
import { testName } from '@/lib/model/alert';
import type { Instant, Label, PushId, Revision, SignatureId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import type { AlertOutlook, RoundOutlook } from '@/lib/model/outlook';
import type { RunCount } from '@/lib/model/planInput';
import type { RoundRules } from '@/lib/model/rules';
import type { TailRound } from '@/lib/notes/notes';
import type { SeriesValue, SuggestionReads } from '@/lib/treeherder/suggestionReads';
import { describeAlert, describeNext } from '@/lib/triage/describeOutlook';
import type { RunPoint } from '@/lib/triage/levels';
import { type AlertSoFar, nextRound, type StripPush } from '@/lib/triage/nextRound';
import { byPushOrder } from '@/lib/triage/pushOrder';
import { describeRoundEnd, type PlannedRuns, type RoundEnd, roundEnd } from '@/lib/triage/roundEnd';
import { suspects } from '@/lib/triage/suspects';
import { type VerdictInput, verdict } from '@/lib/triage/verdict';
import type { Gathered } from './gather';

type Runs = ReadonlyMap<Label, ReadonlyMap<PushId, RunCount>>;

export interface OutlookQuestion {
  readonly gathered: Gathered;
  /** Rounds that were sent, in any order. */
  readonly rounds: readonly TailRound[];
  /** What runs and waits; undefined while it was not read. */
  readonly runs: Runs | undefined;
  readonly rules: RoundRules;
  readonly isDeterministic: boolean;
  readonly now: Instant;
}

/** Series are read again when a point has come in, else not before this: run times and machines do not change. */
const READ_AGAIN_MS = 60 * 60 * 1000;
/** As far to both sides of the push as the plan's own data. */
const WINDOW_SECONDS = 7 * 24 * 60 * 60;
const KEPT = 60;

/** Judges what the rounds of a summary have brought. It reads one series a request, for there is no batch in full precision. */
export function createOutlooks(reads: Pick<SuggestionReads, 'series'>) {
  const known = new Map<
    string,
    { readonly points: number; readonly at: Instant; readonly values: readonly SeriesValue[] }
  >();

  async function valuesOf(alert: Alert, gathered: Gathered, now: Instant) {
    const { summary } = gathered;
    const key = `${summary.id} ${alert.signature.id}`;
    const points = gathered.points.get(alert.signature.id)?.length ?? 0;
    const kept = known.get(key);
    if (kept && kept.points === points && now - kept.at < READ_AGAIN_MS) return kept.values;
    const answer = await reads.series(
      summary.repository,
      alert.signature.id,
      summary.pushTime - WINDOW_SECONDS,
      Math.min(Math.floor(now / 1000) + 60, summary.pushTime + WINDOW_SECONDS),
    );
    // without new data the older judgement stands; without any there is none
    if (!isOk(answer) || !answer.value) return kept?.values ?? null;
    known.delete(key);
    known.set(key, { points, at: now, values: answer.value.values });
    for (const oldest of known.keys()) {
      if (known.size <= KEPT) break;
      known.delete(oldest);
    }
    return answer.value.values;
  }

  return async (question: OutlookQuestion): Promise<RoundOutlook | null> => {
    const { gathered, rounds, rules, now } = question;
    const last = rounds.reduce<TailRound | null>((a, b) => (a && a.number >= b.number ? a : b), null);
    if (!last) return null;
    const asked = new Set(rounds.flatMap((r) => r.alerts));
    const alerts = [...gathered.summary.alerts, ...gathered.summary.relatedAlerts].filter((a) =>
      asked.has(a.id),
    );
    const planned = alerts.map((alert) => ({ alert, want: wantedOf(alert, question) }));
    const end = endOf(planned, question);
    const lost = end.kind === 'complete' ? [] : end.lost;

    const judged: AlertSoFar[] = [];
    const views: AlertOutlook[] = [];
    for (const { alert, want } of planned) {
      const values = await valuesOf(alert, gathered, now);
      const label = labelOf(alert, gathered);
      if (!values || label === null) continue;
      const wanted = new Map(want);
      for (const l of lost) {
        if (l.label === label) wanted.set(l.pushId, Math.max(0, (wanted.get(l.pushId) ?? 0) - l.runs));
      }
      const soFar = judge(alert, values, wanted, question);
      judged.push(soFar);
      views.push(describeAlert(soFar, gathered.pushes, gathered.backedOut));
    }
    const names = new Map(alerts.map((a) => [labelOf(a, gathered), testName(a.signature)]));
    return {
      number: last.number,
      end: {
        kind: end.kind,
        have: end.have,
        want: end.want,
        text: describeRoundEnd(end, {
          ofLabel: (label) => names.get(label) ?? label,
          ofPush: (id) => gathered.pushes.find((p) => p.id === id)?.revision,
        }),
      },
      alerts: views,
      next: describeNext(nextRound(judged, last.number, rules), judged),
    };
  };
}

function labelOf(alert: Alert, { labels }: Gathered): Label | null {
  const fact = labels.get(alert.signature.id);
  return fact?.kind === 'known' ? fact.label : null;
}

/** Points that all rounds together wanted, by push. The notes tell jobs per push; those are shared by the round's alerts. */
function wantedOf(alert: Alert, { gathered, rounds, rules, isDeterministic }: OutlookQuestion) {
  const idOf = new Map<Revision, PushId>(gathered.pushes.map((p) => [p.revision, p.id]));
  const wanted = new Map<PushId, number>();
  const atLeast = (revision: Revision, points: number) => {
    const id = idOf.get(revision);
    if (id !== undefined) wanted.set(id, Math.max(wanted.get(id) ?? 0, points));
  };
  for (const round of rounds) {
    if (!round.alerts.includes(alert.id)) continue;
    const revisions = new Set(round.revisions);
    if (!isDeterministic && round.number === 1) {
      for (const revision of revisions) atLeast(revision, rules.pointsPerRevision);
    }
    for (const receipt of round.receipts) {
      if (receipt.failure !== undefined || revisions.has(receipt.revision)) continue;
      atLeast(receipt.revision, Math.max(1, Math.round(receipt.jobs / Math.max(1, round.alerts.length))));
    }
  }
  return wanted;
}

function endOf(
  planned: readonly { readonly alert: Alert; readonly want: ReadonlyMap<PushId, number> }[],
  { gathered, rounds, runs, now }: OutlookQuestion,
): RoundEnd {
  const signatureOf = new Map<Label, SignatureId>();
  const cells: PlannedRuns[] = planned.flatMap(({ alert, want }) => {
    const label = labelOf(alert, gathered);
    if (label === null) return [];
    signatureOf.set(label, alert.signature.id);
    return [...want].map(([pushId, points]) => ({ pushId, label, want: points }));
  });
  const seen = (pushId: PushId, label: Label) => {
    const signature = signatureOf.get(label);
    const points = (signature === undefined ? [] : (gathered.points.get(signature) ?? [])).filter(
      (p) => p.pushId === pushId,
    ).length;
    const run = runs?.get(label)?.get(pushId);
    // what was not read may all be on its way
    return run
      ? { points, coming: run.coming, promised: run.promised, failed: run.failed ?? 0 }
      : { points, coming: Number.POSITIVE_INFINITY, promised: 0, failed: 0 };
  };
  return roundEnd(cells, seen, now - Math.max(0, ...rounds.map((r) => r.at)));
}

/** What the values of one series say about one alert. @param wanted points that are planned, by push */
export function judge(
  alert: Alert,
  values: readonly SeriesValue[],
  wanted: ReadonlyMap<PushId, number>,
  { gathered, isDeterministic }: Pick<OutlookQuestion, 'gathered' | 'isDeterministic'>,
): AlertSoFar {
  const { summary, pushes } = gathered;
  const places = new Map<PushId, { id: PushId; time: number }>();
  for (const v of values) places.set(v.pushId, { id: v.pushId, time: v.pushTime });
  for (const p of pushes) places.set(p.id, { id: p.id, time: p.time });
  places.set(summary.pushId, { id: summary.pushId, time: summary.pushTime });
  const order = new Map([...places.values()].sort(byPushOrder).map((p, i) => [p.id, i]));
  const orderOf = (id: PushId) => order.get(id) ?? 0;
  const input: VerdictInput = {
    points: values.map(
      (v): RunPoint => ({
        pushId: v.pushId,
        pushOrder: orderOf(v.pushId),
        pushTime: v.pushTime,
        value: v.value,
        submitTime: v.submitTime,
        machine: v.machine,
      }),
    ),
    lowerIsBetter: alert.signature.lowerIsBetter,
    alertPush: { id: summary.pushId, order: orderOf(summary.pushId) },
    ends: { from: null, until: null },
    wanted,
    deterministic: isDeterministic,
  };
  const counts = new Map<PushId, number>();
  for (const v of values) counts.set(v.pushId, (counts.get(v.pushId) ?? 0) + 1);
  const builds = gathered.builds.get(alert.signature.platform);
  const strip = pushes.map(
    (p): StripPush => ({
      id: p.id,
      time: p.time,
      have: counts.get(p.id) ?? 0,
      build: builds?.get(p.id) ?? 'absent',
      backedOut: gathered.backedOut.has(p.id),
    }),
  );
  return {
    alertId: alert.id,
    name: testName(alert.signature),
    verdict: verdict(input),
    suspects: suspects(
      input,
      pushes.map((p) => ({ id: p.id, order: orderOf(p.id) })),
    ),
    strip,
    deterministic: isDeterministic,
  };
}

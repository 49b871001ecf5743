import { isRecent } from '@/lib/model/age';
import type { Alert } from '@/lib/model/alert';
import { testName } from '@/lib/model/alert';
import type { Instant, Label, PushId, Revision } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import type { AlertOutlook, Next, RoundOutlook } from '@/lib/model/outlook';
import type { RunCount } from '@/lib/model/planInput';
import type { JournalRecord } from '@/lib/model/round';
import type { RoundRules } from '@/lib/model/rules';
import type { TailRound } from '@/lib/notes/notes';
import type { SeriesReads, SeriesValue } from '@/lib/treeherder/seriesReads';
import { backoutsOf } from '@/lib/triage/backout';
import { byWeight, describeAlert, describeNext, describeOutlook } from '@/lib/triage/describeOutlook';
import type { RunPoint } from '@/lib/triage/levels';
import { type AlertSoFar, nextRound, type StripPush } from '@/lib/triage/nextRound';
import { byPushOrder, type PushPlace } from '@/lib/triage/pushOrder';
import { describeRoundEnd, type PlannedRuns, type RoundEnd, roundEnd } from '@/lib/triage/roundEnd';
import { seriesEnds } from '@/lib/triage/seriesEnds';
import { suspects } from '@/lib/triage/suspects';
import { type VerdictInput, verdict } from '@/lib/triage/verdict';
import type { Gathered } from './gather';
import { type RoundWants, roundWants } from './roundWants';

type Runs = ReadonlyMap<Label, ReadonlyMap<PushId, RunCount>>;

export interface OutlookQuestion {
  readonly gathered: Gathered;
  /** Rounds that were sent, in any order. */
  readonly rounds: readonly TailRound[];
  /** This browser's journal of the summary. */
  readonly records: readonly JournalRecord[];
  /** Pushes of other alerts of a series, as far as they are known. */
  readonly otherSteps: (hash: string) => readonly PushPlace[];
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
export function createOutlooks(reads: Pick<SeriesReads, 'series'>) {
  const known = new Map<
    string,
    { readonly points: number; readonly at: Instant; readonly values: readonly SeriesValue[] }
  >();

  async function valuesOf(alert: Alert, gathered: Gathered, now: Instant) {
    const { summary } = gathered;
    const key = `${summary.id} ${alert.signature.id}`;
    const points = gathered.points.get(alert.signature.id)?.length ?? 0;
    const kept = known.get(key);
    if (kept && kept.points === points && isRecent(kept.at, now, READ_AGAIN_MS)) return kept.values;
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
    const ids = new Set(rounds.flatMap((r) => r.alerts));
    const asked = [...gathered.summary.alerts, ...gathered.summary.relatedAlerts]
      .filter((a) => ids.has(a.id))
      .map((alert) => askedFor(alert, last, question));
    const end = endOf(asked, last, question);
    const lost = end.kind === 'complete' ? [] : end.lost;

    const judged: AlertSoFar[] = [];
    const views: AlertOutlook[] = [];
    const unread: string[] = [];
    for (const { alert, waitsFor } of asked) {
      const label = labelOf(alert, gathered);
      if (label === null) continue;
      const values = await valuesOf(alert, gathered, now);
      if (!values) {
        unread.push(testName(alert.signature));
        continue;
      }
      const wanted = new Map(waitsFor);
      for (const l of lost) {
        if (l.label === label) wanted.set(l.pushId, Math.max(0, (wanted.get(l.pushId) ?? 0) - l.runs));
      }
      const soFar = judge(alert, values, wanted, question);
      judged.push(soFar);
      views.push(describeAlert(soFar, gathered.pushes, gathered.backedOut));
    }
    const names = new Map(asked.map(({ alert }) => [labelOf(alert, gathered), testName(alert.signature)]));
    views.sort(byWeight);
    const next = nextOf(judged, { end, unread, number: last.number, rules });
    return {
      number: last.number,
      sentence: describeOutlook(views, next),
      end: {
        kind: end.kind,
        have: end.have,
        want: end.want,
        text: describeRoundEnd(end, {
          ofLabel: (label) => names.get(label) ?? label,
          ofPush: (id) => gathered.pushes.find((p) => p.id === id)?.revision,
        }),
      },
      wanted: asked.map(({ alert, wants }) => [alert.id, [...wants]] as const),
      alerts: views,
      next,
    };
  };
}

function nextOf(
  judged: readonly AlertSoFar[],
  so: {
    readonly end: RoundEnd;
    readonly unread: readonly string[];
    readonly number: number;
    readonly rules: RoundRules;
  },
): Next {
  if (so.unread.length > 0) {
    return { kind: 'waiting', sentence: `The data of ${so.unread.join(', ')} could not be read` };
  }
  const next = describeNext(nextRound(judged, so.number, so.rules), judged);
  // what is asked for already may decide it: another round is not thought of before
  return so.end.kind === 'waiting' && next.kind !== 'decided'
    ? { kind: 'waiting', sentence: 'Data is on its way' }
    : next;
}

function labelOf(alert: Alert, { labels }: Gathered): Label | null {
  const fact = labels.get(alert.signature.id);
  return fact?.kind === 'known' ? fact.label : null;
}

/** An alert that rounds asked for, with what they were to bring. */
interface Asked {
  readonly alert: Alert;
  /** By all rounds. */
  readonly wants: RoundWants;
  /** By the newest one. */
  readonly newest: RoundWants;
  /** By push, what may still be waited for: what a finished round has not brought does not come any more. */
  readonly waitsFor: ReadonlyMap<PushId, number>;
}

function askedFor(alert: Alert, last: TailRound, question: OutlookQuestion): Asked {
  const { gathered, rounds, rules, isDeterministic, records } = question;
  const idOf = new Map<Revision, PushId>(gathered.pushes.map((p) => [p.revision, p.id]));
  const have = countOf(alert, gathered);
  const wants = new Map<Revision, number>();
  const waitsFor = new Map<PushId, number>();
  let newest: RoundWants = new Map();
  for (const round of rounds) {
    const mine = roundWants(round, alert.id, records, rules, isDeterministic);
    if (round.nonce === last.nonce) newest = mine;
    for (const [revision, points] of mine) {
      wants.set(revision, Math.max(wants.get(revision) ?? 0, points));
      const id = idOf.get(revision);
      if (id === undefined) continue;
      const open = round.status === 'pending' ? points : Math.min(points, have(id));
      waitsFor.set(id, Math.max(waitsFor.get(id) ?? 0, open));
    }
  }
  return { alert, wants, newest, waitsFor };
}

function countOf({ signature }: Alert, { points }: Gathered): (push: PushId) => number {
  const counts = new Map<PushId, number>();
  for (const p of points.get(signature.id) ?? []) counts.set(p.pushId, (counts.get(p.pushId) ?? 0) + 1);
  return (push) => counts.get(push) ?? 0;
}

/** Where the newest round stands. What a finished one has not brought is not waited for. */
function endOf(asked: readonly Asked[], last: TailRound, { gathered, runs, now }: OutlookQuestion): RoundEnd {
  const idOf = new Map<Revision, PushId>(gathered.pushes.map((p) => [p.revision, p.id]));
  const alertOf = new Map<Label, Alert>();
  const cells: PlannedRuns[] = asked.flatMap(({ alert, newest }) => {
    const label = labelOf(alert, gathered);
    if (label === null) return [];
    alertOf.set(label, alert);
    return [...newest].flatMap(([revision, want]) => {
      const pushId = idOf.get(revision);
      return pushId === undefined ? [] : [{ pushId, label, want }];
    });
  });
  const seen = (pushId: PushId, label: Label) => {
    const alert = alertOf.get(label);
    const points = alert ? countOf(alert, gathered)(pushId) : 0;
    const run = runs?.get(label)?.get(pushId);
    // what was not read may all be on its way
    return run
      ? { points, coming: run.coming, promised: run.promised, failed: run.failed ?? 0 }
      : { points, coming: Number.POSITIVE_INFINITY, promised: 0, failed: 0 };
  };
  const end = roundEnd(cells, seen, now - last.at);
  return end.kind === 'waiting' && last.status !== 'pending' ? { ...end, kind: 'impossible' } : end;
}

/** What the values of one series say about one alert. @param wanted points that are planned, by push */
export function judge(
  alert: Alert,
  values: readonly SeriesValue[],
  wanted: ReadonlyMap<PushId, number>,
  {
    gathered,
    isDeterministic,
    otherSteps,
  }: Pick<OutlookQuestion, 'gathered' | 'isDeterministic' | 'otherSteps'>,
): AlertSoFar {
  const { summary, pushes } = gathered;
  const alertPush = { id: summary.pushId, time: summary.pushTime };
  const places = new Map<PushId, { id: PushId; time: number }>();
  for (const v of values) places.set(v.pushId, { id: v.pushId, time: v.pushTime });
  for (const p of pushes) places.set(p.id, { id: p.id, time: p.time });
  places.set(alertPush.id, alertPush);
  const backout = backoutsOf(pushes).get(summary.pushId);
  const log = [...places.values()].sort(byPushOrder);
  const order = new Map(log.map((p, i) => [p.id, i]));
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
    alertPush: { id: alertPush.id, order: orderOf(alertPush.id) },
    ends: seriesEnds(alertPush, [...otherSteps(alert.signature.hash), ...(backout ? [backout] : [])], log),
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

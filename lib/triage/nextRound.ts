import type { AlertId, PushId } from '@/lib/model/ids';
import type { BuildState, RoundAim } from '@/lib/model/planInput';
import type { RoundRules } from '@/lib/model/rules';
import { chooseCutPoints } from './cutPoints';
import type { PushPlace } from './pushOrder';
import { type Advice, adviceFor } from './stopRule';
import type { Suspects } from './suspects';
import type { NotYetReason, Verdict } from './verdict';

/** One push of an alert's strip: the push log from the oldest push that the verdict looked at to the newest. */
export interface StripPush extends PushPlace {
  /** Data points of the alert's series. */
  readonly have: number;
  readonly build: BuildState;
  readonly backedOut: boolean;
}

/** An alert that a round asked for, with what its data say now. */
export interface AlertSoFar {
  readonly alertId: AlertId;
  /** Suite and test, for sentences. */
  readonly name: string;
  readonly verdict: Verdict;
  /** From `suspects()` with the strip as the log; null unless the step is confirmed. */
  readonly suspects: Suspects | null;
  /** Oldest first, without holes. */
  readonly strip: readonly StripPush[];
  /** One run a push tells all (build sizes). */
  readonly deterministic?: boolean;
}

/** What an alert's data have shown. */
export interface Finding {
  readonly alertId: AlertId;
  readonly kind: 'push' | 'range' | 'no step' | 'machines' | 'undecided';
  /** The cause is after `from`, up to and with `to`; for 'push' and 'range'. */
  readonly range?: { readonly from: PushId; readonly to: PushId; readonly pushes: number };
}

export type WhyRound =
  | 'range too wide'
  | Extract<NotYetReason, 'step elsewhere' | 'code or machines' | 'too close to call'>;

export interface RoundReason {
  readonly alertId: AlertId;
  readonly code: WhyRound;
  /** A sentence for people; kept in the notes, so that one can learn why first passes were not enough. */
  readonly text: string;
}

export type NextRound =
  /** Nothing is left that a decision needs. */
  | { readonly kind: 'decided'; readonly findings: readonly Finding[] }
  /** Planned points are on their way: another round would ask for what may come anyway. */
  | { readonly kind: 'waiting'; readonly alerts: readonly AlertId[] }
  | {
      readonly kind: 'next round';
      readonly number: number;
      readonly aims: readonly RoundAim[];
      readonly reasons: readonly RoundReason[];
      readonly findings: readonly Finding[];
    }
  | {
      readonly kind: 'stop';
      readonly why: 'rounds used up' | 'more runs do not help';
      /** The best first; never empty. */
      readonly advice: readonly Advice[];
      readonly findings: readonly Finding[];
    };

type NextRoundRules = Pick<
  RoundRules,
  | 'roundsPerSummary'
  | 'pointsPerRevision'
  | 'pointsPerGapPush'
  | 'fillGapUpTo'
  | 'cutPoints'
  | 'cutPointMoves'
>;

/** A gap in which the step is less likely than this is not opened. */
const WORTH_OPENING = 0.05;
/** With this many points a push that is still undecided stays so: its own build is the odd one. */
const MOST_ON_A_PUSH = 8;

/**
 * What comes after a round: decided, another round on the undecided revisions only, or an end with advice (design 1.2).
 *
 * - One alert that names a push settles the summary for those whose range holds that push, and a noisy alert beside it is
 *   not worth machine time.
 * - A range that is too wide: the two revisions beside the break are topped up to 4, data-bearing revisions inside it too,
 *   and its gaps are opened as in round 1.
 * - "not yet": what the verdict asks for, there. Never more where more runs cannot help.
 *
 * @param roundsSoFar finished rounds of the summary; `number` of the next one is one more.
 */
export function nextRound(
  alerts: readonly AlertSoFar[],
  roundsSoFar: number,
  rules: NextRoundRules,
): NextRound {
  const waiting = alerts.filter((a) => a.verdict.kind === 'not yet' && a.verdict.reason === 'data to come');
  if (waiting.length > 0) return { kind: 'waiting', alerts: waiting.map((a) => a.alertId) };

  const findings = alerts.map(findingOf);
  const named = new Set(findings.flatMap((f) => (f.kind === 'push' && f.range ? [f.range.to] : [])));
  const wishes = alerts
    .filter((a, i) => !isSettled(a, findings[i], named))
    .flatMap((a) => {
      const wish = wishOf(a, rules);
      return wish ? [{ alert: a, ...wish }] : [];
    });
  if (wishes.length > 0 && roundsSoFar < rules.roundsPerSummary) {
    return {
      kind: 'next round',
      number: roundsSoFar + 1,
      aims: wishes.map((w) => w.aim),
      reasons: wishes.map(({ alert, code, text }) => ({ alertId: alert.alertId, code, text })),
      findings,
    };
  }
  const isOpen = findings.every((f) => f.kind === 'undecided') || wishes.length > 0;
  if (!isOpen || findings.length === 0) return { kind: 'decided', findings };
  const open = alerts.filter((a, i) => !isSettled(a, findings[i], named) && findings[i]?.kind !== 'push');
  return {
    kind: 'stop',
    why: wishes.length > 0 ? 'rounds used up' : 'more runs do not help',
    advice: adviceFor(open, findings, rules.fillGapUpTo),
    findings,
  };
}

/** What the data of one alert have shown. */
export function findingOf({ alertId, verdict, suspects, strip }: AlertSoFar): Finding {
  if (verdict.kind === 'no step') return { alertId, kind: 'no step' };
  if (verdict.kind === 'follows the run time') return { alertId, kind: 'machines' };
  if (verdict.kind === 'not yet') return { alertId, kind: 'undecided' };
  const place = (id: PushId) => strip.findIndex((p) => p.id === id);
  const first = suspects ? place(suspects.range.first) : -1;
  const last = suspects ? place(suspects.range.last) : -1;
  const before = strip[first - 1];
  const range =
    suspects && before && last >= first
      ? { from: before.id, to: suspects.range.last, pushes: last - first + 1 }
      : {
          from: verdict.from,
          to: verdict.to,
          pushes: Math.max(1, place(verdict.to) - place(verdict.from)),
        };
  return { alertId, kind: range.pushes === 1 ? 'push' : 'range', range };
}

function isSettled({ strip }: AlertSoFar, finding: Finding | undefined, named: ReadonlySet<PushId>): boolean {
  if (!finding || finding.kind === 'no step' || finding.kind === 'machines' || finding.kind === 'push') {
    return true;
  }
  if (finding.kind === 'undecided') return named.size > 0;
  const { range } = finding;
  const place = (id: PushId | undefined) => strip.findIndex((p) => p.id === id);
  return [...named].some((id) => place(id) > place(range?.from) && place(id) <= place(range?.to));
}

interface Wish {
  readonly aim: RoundAim;
  readonly code: WhyRound;
  readonly text: string;
}

/** What one alert would have of a next round; undefined when no run can help it. */
function wishOf(alert: AlertSoFar, rules: NextRoundRules): Wish | undefined {
  const { verdict, name, alertId, strip } = alert;
  if (verdict.kind === 'step confirmed') {
    const { range } = findingOf(alert);
    const { from, to } = dataAround(strip, range?.from ?? verdict.from, range?.to ?? verdict.to);
    const pushes = narrowing(alert, { from, to }, rules);
    const text = `${name}: the step is confirmed, but ${range?.pushes ?? 'several'} pushes can be its cause`;
    return pushes && { aim: { alertId, from, to, pushes }, code: 'range too wide', text };
  }
  if (verdict.kind !== 'not yet' || !verdict.evidence) return undefined;
  const [from, to] = verdict.evidence.between;
  const { reason } = verdict;
  if (reason === 'step elsewhere') {
    const pushes = narrowing(alert, { from, to }, rules);
    const text = `${name}: the level changes at another place than the alert's`;
    return pushes && { aim: { alertId, from, to, pushes }, code: reason, text };
  }
  if ((reason !== 'code or machines' && reason !== 'too close to call') || verdict.more.length === 0) {
    return undefined;
  }
  const have = new Map(strip.map((p) => [p.id, p]));
  const pushes = verdict.more.flatMap(({ pushId: id, points }) => {
    const push = have.get(id);
    return push && canAsk(push) ? [{ id, want: push.have + points }] : [];
  });
  if (pushes.length === 0) return undefined;
  const text =
    reason === 'code or machines'
      ? `${name}: only new runs on old pushes can tell changed code from changed machines`
      : `${name}: the levels lie too close for the noise so far`;
  return { aim: { alertId, from, to, pushes }, code: reason, text };
}

const canAsk = (p: StripPush) => p.build !== 'failed';

/** The nearest data-bearing pushes outside the range: a range may end at a push of a gap, which has no level to show. */
function dataAround(strip: readonly StripPush[], from: PushId, to: PushId) {
  const [first, last] = [strip.findIndex((p) => p.id === from), strip.findIndex((p) => p.id === to)];
  const older = strip.findLast((p, i) => i <= first && p.have > 0);
  const newer = strip.find((p, i) => i >= last && p.have > 0);
  return { from: older?.id ?? from, to: newer?.id ?? to };
}

/** Points that narrow the step down between two data-bearing pushes; undefined when there is nothing to ask for. */
function narrowing(
  { strip, suspects, deterministic }: AlertSoFar,
  { from, to }: { readonly from: PushId; readonly to: PushId },
  rules: NextRoundRules,
): RoundAim['pushes'] | undefined {
  const first = strip.findIndex((p) => p.id === from);
  const last = strip.findIndex((p) => p.id === to);
  if (first < 0 || last <= first) return undefined;
  const [manyPoints, fewPoints] = deterministic ? [1, 1] : [rules.pointsPerRevision, rules.pointsPerGapPush];
  const confidence = new Map(suspects?.ranked.map((s) => [s.pushId, s.confidence]));
  const wanted = new Map<PushId, number>();
  const want = (push: StripPush | undefined, points: number) => {
    if (push && canAsk(push) && points > push.have) wanted.set(push.id, points);
  };

  let gap: StripPush[] = [];
  for (const push of strip.slice(first + 1, last + 1)) {
    if (push.have === 0) {
      gap.push(push);
      continue;
    }
    const share = [...gap, push].reduce((sum, p) => sum + (confidence.get(p.id) ?? 0), 0);
    if (!suspects || share >= WORTH_OPENING) {
      for (const cut of cutPointsOf(gap, fewPoints, rules)) want(cut, fewPoints);
    }
    gap = [];
  }
  const opensGap = wanted.size > 0;
  for (const push of strip.slice(first + 1, last)) {
    if (push.have === 0 || deterministic) continue;
    // Not again and again where a gap is opened anyway: its points tell as much.
    const further = opensGap ? 0 : Math.min(MOST_ON_A_PUSH, push.have + fewPoints);
    want(push, Math.max(manyPoints, further));
  }
  // Without a push between them, more runs beside the break narrow nothing.
  if (wanted.size === 0) return undefined;
  want(strip[first], manyPoints);
  want(strip[last], manyPoints);
  return strip.flatMap(({ id }) => {
    const points = wanted.get(id);
    return points === undefined ? [] : [{ id, want: points }];
  });
}

function cutPointsOf(gap: readonly StripPush[], points: number, rules: NextRoundRules): readonly StripPush[] {
  const byId = new Map(gap.map((p) => [p.id, p]));
  return chooseCutPoints(gap, rules, {
    stateOf: (id) => byId.get(id)?.build ?? 'absent',
    backedOut: new Set(gap.filter((p) => p.backedOut).map((p) => p.id)),
    planned: () => false,
    missing: () => points,
  });
}

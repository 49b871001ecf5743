import { label, type PushId, revision, signatureId } from '@/lib/model/ids';
import type { BuildState, PlanInput, RoundAim } from '@/lib/model/planInput';
import type { DataPoint } from '@/lib/model/push';
import type { RoundRules } from '@/lib/model/rules';
import { chooseCutPoints } from '@/lib/triage/cutPoints';
import type { RunPoint } from '@/lib/triage/levels';
import { type AlertSoFar, findingOf, nextRound } from '@/lib/triage/nextRound';
import { toPushRequests } from '@/lib/triage/requests';
import { planRound } from '@/lib/triage/roundPlan';
import { suspects } from '@/lib/triage/suspects';
import { type VerdictInput, verdict } from '@/lib/triage/verdict';
import { type AlertWorld, detect, idOf, orderOf } from './alertWorld';
import { sampleAlert, sampleSummary } from './sampleAlert';

/** How an alert ended, and what it took. */
export interface Ending {
  readonly jobs: number;
  readonly builds: number;
  readonly rounds: number;
  readonly said: 'right' | 'wrong' | 'not yet';
  /** Pushes that the answer leaves. */
  readonly pushes: number;
  /** What was said instead of the right thing. */
  readonly why: string;
}

const SIGNATURE = signatureId(1);
const LABEL = label('test-windows11-64-24h2-shippable/opt-browsertime-tp6-firefox-amazon');
const PLATFORM = 'windows11-64-24h2-shippable';
const ALERT = sampleAlert(1, 'amazon', PLATFORM);

const revisionOf = (order: number) => revision(order.toString(16).padStart(40, '0'));

const summaryOf = ({ alertAt, log }: AlertWorld) =>
  sampleSummary([ALERT], { id: idOf(alertAt), revision: revisionOf(alertAt), time: log[alertAt]?.time ?? 0 });

/** Rounds by the production planner, verdict and next-round rule, until decided or stopped. */
export function playRounds(world: AlertWorld, rules: RoundRules, form: PlanInput['form']): Ending {
  const summary = summaryOf(world);
  const builds = new Map<PushId, BuildState>(world.builds);
  const points = [...world.points];
  const wanted = new Map<PushId, number>();
  let aims: readonly RoundAim[] | undefined;
  let jobs = 0;
  let built = 0;
  for (let round = 1; ; round += 1) {
    const plan = planRound({
      summary,
      frameworkName: 'browsertime',
      roundNumber: round,
      form,
      points: new Map([[SIGNATURE, points.map(dataPoint)]]),
      labels: new Map([[SIGNATURE, { kind: 'known', label: LABEL }]]),
      pushes: world.log,
      builds: new Map([[PLATFORM, builds]]),
      runs: new Map(),
      backedOut: world.backedOut,
      askedElsewhere: new Map(),
      dropped: new Set(),
      spend: { personJobs: 0, personDeviceJobs: 0, teamJobs: 0, summaryJobs: jobs },
      rules,
      ...(aims && { aims }),
    });
    jobs += plan.jobs;
    built += plan.builds;
    for (const { pushId: id, labels } of toPushRequests(plan)) {
      builds.set(id, 'built');
      for (const { times } of labels) {
        for (let i = 0; i < times; i += 1) {
          const point = world.run(id);
          if (point) points.push(point);
        }
      }
    }
    // What failed will not come any more: the plan's pushes count with what is there.
    for (const { pushId: id } of plan.cells) {
      wanted.set(id, points.filter((p) => p.pushId === id).length);
    }
    const input: VerdictInput = {
      points,
      lowerIsBetter: true,
      alertPush: { id: summary.pushId, order: world.alertAt },
      ends: { from: null, until: null },
      wanted,
    };
    const soFar = alertSoFar(world, input, builds);
    const next = nextRound([soFar], round, rules);
    if (next.kind === 'next round' && plan.jobs > 0) {
      aims = next.aims;
      continue;
    }
    return { jobs, builds: built, rounds: round, ...judge(world, soFar) };
  }
}

function alertSoFar(
  { log, backedOut }: AlertWorld,
  input: VerdictInput,
  builds: ReadonlyMap<PushId, BuildState>,
): AlertSoFar {
  const have = new Map<PushId, number>();
  for (const p of input.points) have.set(p.pushId, (have.get(p.pushId) ?? 0) + 1);
  return {
    alertId: ALERT.id,
    name: 'amazon',
    verdict: verdict(input),
    suspects: suspects(
      input,
      log.map(({ id }) => ({ id, order: orderOf(id) })),
    ),
    strip: log.map(({ id, time }) => ({
      id,
      time,
      have: have.get(id) ?? 0,
      build: builds.get(id) ?? 'absent',
      backedOut: backedOut.has(id),
    })),
  };
}

function judge({ cause }: AlertWorld, soFar: AlertSoFar): Pick<Ending, 'said' | 'pushes' | 'why'> {
  const said = soFar.verdict;
  if (said.kind === 'not yet') return { said: 'not yet', pushes: 0, why: `not yet: ${said.reason}` };
  const { range } = findingOf(soFar);
  if (!range) return { said: 'wrong', pushes: 0, why: said.kind };
  const isRight = orderOf(range.from) < cause && cause <= orderOf(range.to);
  const far = Math.min(Math.abs(cause - orderOf(range.from) - 1), Math.abs(cause - orderOf(range.to)));
  return {
    said: isRight ? 'right' : 'wrong',
    pushes: range.pushes,
    why: far <= 2 ? 'range at most 2 pushes off' : 'range further off',
  };
}

const dataPoint = (p: RunPoint): DataPoint => ({
  signatureId: SIGNATURE,
  pushId: p.pushId,
  revision: revisionOf(p.pushOrder),
  pushTime: p.pushTime,
  jobId: null,
  value: p.value,
});

/** The bot's own numbers (treeherder-api 5.5, taskcluster-actions 2.2). */
const BOT = { iterations: 5, rules: { fillGapUpTo: 6, cutPoints: 3, cutPointMoves: 0 } };

/**
 * The backfill bot: one action an iteration, on the gap before the suspect, one run a push and never a retrigger. The detector
 * then says where the suspect is now; it stops at no gap, at a gap that did not shrink, or when nothing is detected.
 */
export function playBot(world: AlertWorld): Ending {
  const builds = new Map<PushId, BuildState>(world.builds);
  const points = [...world.points];
  let suspect: number | undefined = world.alertAt;
  let gap = gapBefore(points, suspect);
  let jobs = 0;
  let built = 0;
  let iteration = 0;
  while (iteration < BOT.iterations && gap.length > 0) {
    iteration += 1;
    const pushes = world.log.filter((p) => gap.includes(orderOf(p.id)));
    const cuts = chooseCutPoints(pushes, BOT.rules, {
      stateOf: () => 'built',
      backedOut: new Set(),
      planned: () => false,
      missing: () => 0,
    });
    for (const { id } of cuts) {
      jobs += 1;
      if (builds.get(id) === 'failed') continue;
      if (builds.get(id) === undefined) built += 1;
      builds.set(id, 'built');
      const point = world.run(id);
      if (point) points.push(point);
    }
    const before: number = suspect;
    suspect = detect(points);
    if (suspect === undefined) break;
    const left = gapBefore(points, suspect);
    const isStuck = suspect === before && left.length >= gap.length;
    gap = left;
    if (isStuck) break;
  }
  const cost = { jobs, builds: built, rounds: iteration };
  if (suspect === undefined) return { ...cost, said: 'not yet', pushes: 0, why: 'nothing detected any more' };
  const pushes = gap.length + 1;
  const isRight = suspect - pushes < world.cause && world.cause <= suspect;
  return { ...cost, said: isRight ? 'right' : 'wrong', pushes, why: 'suspect elsewhere' };
}

/** Orders of the pushes without data right before a push. */
function gapBefore(points: readonly RunPoint[], order: number): readonly number[] {
  const older = Math.max(-1, ...points.map((p) => p.pushOrder).filter((o) => o < order));
  return Array.from({ length: order - older - 1 }, (_, i) => older + 1 + i);
}

import { isRecent } from '@/lib/model/age';
import type { AlertSummary } from '@/lib/model/alert';
import {
  type ChosenPoint,
  type GraphChoice,
  type PointView,
  pointId,
  rowFragment,
} from '@/lib/model/graphPoint';
import { revision as asRevision, type Instant, type PushId, shortRevision, summaryId } from '@/lib/model/ids';
import { failed, isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { RunCount } from '@/lib/model/planInput';
import type { RoundRules } from '@/lib/model/rules';
import { pointsAround } from '@/lib/suggestions/evidence';
import { withPicture } from '@/lib/suggestions/evidencePicture';
import { pointUrl, pushUrl, summaryUrl } from '@/lib/suggestions/links';
import { knownRoot } from '@/lib/taskcluster/roots';
import { readGraphChoice } from '@/lib/treeherder/graphChoice';
import type { NamedSeries } from '@/lib/treeherder/oneSeries';
import type { Repository, TreeherderReads } from '@/lib/treeherder/publicReads';
import { describeAlert } from '@/lib/triage/describeOutlook';
import { describePoint, pointReport } from '@/lib/triage/describePoint';
import { medianOrNull } from '@/lib/triage/levels';
import { alertName } from '@/lib/triage/listedAlerts';
import { type PointStep, pointSummary } from '@/lib/triage/pointSummary';
import { nearestValues, pointWindow } from '@/lib/triage/pointWindow';
import type { PushPlace } from '@/lib/triage/pushOrder';
import { type Gathered, gather, nothingGathered } from './gather';
import { judge } from './outlook';
import type { PointRecords } from './pointRecords';
import { type ActionTaskReader, readRuns } from './runs';

export interface GraphPointDeps {
  readonly reads: TreeherderReads;
  readonly repositories: () => Promise<Outcome<ReadonlyMap<string, Repository>>>;
  readonly frameworks: () => Promise<Outcome<ReadonlyMap<number, string>>>;
  /** A series between two times, Unix seconds; null when the repository has none of that id or hash. */
  readonly series: (
    repository: string,
    signature: string,
    times: { readonly fromTime: number; readonly toTime: number },
  ) => Promise<Outcome<NamedSeries | null>>;
  /** @param query of `/api/performance/alertsummary/`, without the question mark */
  readonly summaries: (query: string) => Promise<Outcome<{ readonly summaries: readonly AlertSummary[] }>>;
  readonly actionTasks: ActionTaskReader;
  readonly points: Pick<PointRecords, 'remember'>;
  readonly rules: () => Promise<RoundRules>;
  /** On Treeherder's clock. */
  readonly now: () => Instant;
  /** Origin of the site, for addresses that leave it. */
  readonly site: string;
}

const DAY_S = 24 * 60 * 60;
/** As far to both sides of the push as a plan's own data. */
const WINDOW_SECONDS = 7 * DAY_S;
/** Points can lie in the future, by machines whose clock is off (bug 1676498). */
const AHEAD_SECONDS = DAY_S;
/** Series of the address that are looked through for the point: the page shows 6 at a time. */
const MOST_SERIES = 6;
/** One page of the list; a series with more alerts in the range is noise. */
const MOST_ALERTS = 30;
/** An answer is good for this long, and for less while data is on its way. */
const READ_AGAIN_MS = 10 * 60 * 1000;
const READ_SOON_MS = 2 * 60 * 1000;
const KEPT = 40;

type Value = NamedSeries['values'][number];
interface Found {
  readonly repository: string;
  readonly series: NamedSeries;
  readonly value: Value;
}

/**
 * What is known about a point of the graphs page. It reads the series, its alerts, the points, labels, push log and builds around
 * the push, and what runs: about 8 requests, again only when that is old, or when it is asked for (`fresh`).
 */
export function createGraphPoints(deps: GraphPointDeps) {
  const known = new Map<string, { readonly at: Instant; readonly view: PointView }>();
  /** What is known under a name, unless it is old or not wanted. */
  function stillGood(name: string, fresh: boolean): Outcome<PointView> | null {
    const kept = known.get(name);
    const goodFor = kept?.view.waits ? READ_SOON_MS : READ_AGAIN_MS;
    return kept && !fresh && isRecent(kept.at, deps.now(), goodFor) ? ok(kept.view) : null;
  }
  return async (choice: GraphChoice, fresh: boolean): Promise<Outcome<PointView>> => {
    const chosen = readGraphChoice(choice);
    if (!chosen) return notFound('The address of this page names no point that Deputy understands.');
    const key = JSON.stringify(chosen);
    const kept = stillGood(key, fresh);
    if (kept) return kept;
    const at = deps.now();
    const found = await findPoint(deps, chosen, at);
    if (!isOk(found)) return found;
    const { repository, series, value } = found.value;
    // each run of a push is a point, and all of them have the same window
    const place = `${repository} ${series.signatureId} ${value.pushId}`;
    const there = stillGood(place, fresh) ?? (await readAround(deps, found.value, at));
    if (!isOk(there)) return there;
    const entry = known.get(place);
    for (const name of [key, place]) {
      known.delete(name);
      known.set(name, entry?.view === there.value ? entry : { at: deps.now(), view: there.value });
    }
    for (const oldest of known.keys()) {
      if (known.size <= KEPT) break;
      known.delete(oldest);
    }
    return there;
  };
}

/** The chosen point among the series of the address. What the page shows as locked counts before what its address says. */
async function findPoint(deps: GraphPointDeps, chosen: ChosenPoint, now: Instant): Promise<Outcome<Found>> {
  const { selected, tooltip, revision } = chosen;
  const nowSeconds = now / 1000;
  const times = {
    fromTime: Math.floor(nowSeconds - chosen.timeRange),
    toTime: Math.ceil(nowSeconds + AHEAD_SECONDS),
  };
  const isHash = (signature: string) => signature.length === 40;
  const mayBe = chosen.series.filter(
    (s) =>
      (tooltip === null || tooltip.includes(`(${s.repository})`)) &&
      (selected === null || s.signature === selected.signature || isHash(s.signature)),
  );
  // the address may be behind the tooltip: then the series that it names is tried first, and the others after it
  const order = [...new Set([...mayBe, ...(tooltip ? chosen.series : [])])].slice(0, MOST_SERIES);
  const fits = (series: NamedSeries, v: Value) =>
    tooltip
      ? tooltip.includes(series.signature.platform) && tooltip.includes(shortRevision(v.revision))
      : selected
        ? v.id === selected.point
        : revision !== null && v.revision.startsWith(revision);
  let missing: string | null = null;
  let first: { readonly repository: string; readonly series: NamedSeries } | null = null;
  for (const { repository, signature } of order) {
    const answer = await deps.series(repository, signature, times);
    if (!isOk(answer)) return answer;
    if (!answer.value) {
      missing = `${repository} has no series ${signature.slice(0, 12)}`;
      continue;
    }
    const series = answer.value;
    first ??= { repository, series };
    const here = series.values.filter((v) => fits(series, v));
    const value = here.find((v) => v.id === selected?.point) ?? here[0];
    if (value) return ok({ repository, series, value });
  }
  // the page takes a series that it did not find out of its address, and leaves the choice of a point there
  if (!first) return notFound(`${missing ?? 'The chosen point is of a series that is not on this page'}.`);
  const later = selected || tooltip ? null : await firstFrom(deps, first, revision);
  return later
    ? ok({ ...first, value: later })
    : notFound('This point is not within the time that the page shows. Choose a longer range there.');
}

/** An alert's revision need not have data of the series: the first data-bearing push from it on is where it shows. */
async function firstFrom(
  { reads }: GraphPointDeps,
  { repository, series }: Pick<Found, 'repository' | 'series'>,
  revision: string | null,
): Promise<Value | null> {
  if (revision === null) return null;
  const answer = await reads.pushes(repository, asRevision(revision), asRevision(revision));
  const push = isOk(answer) ? answer.value[0] : undefined;
  return (push && series.values.find((v) => v.pushTime >= push.time)) ?? null;
}

const notFound = (message: string) => failed({ kind: 'not found', message });

async function readAround(deps: GraphPointDeps, found: Found, now: Instant): Promise<Outcome<PointView>> {
  const { repository, series, value } = found;
  const [repositories, frameworks, rules] = await Promise.all([
    deps.repositories(),
    deps.frameworks(),
    deps.rules(),
  ]);
  if (!isOk(repositories)) return repositories;
  if (!isOk(frameworks)) return frameworks;
  const { signature } = series;
  const frameworkName = frameworks.value.get(signature.framework) ?? `framework ${signature.framework}`;
  const isDeterministic = rules.deterministicFrameworks.includes(frameworkName);
  const values = series.values.filter((v) => Math.abs(v.pushTime - value.pushTime) <= WINDOW_SECONDS);
  const step = stepOf(found, values);
  const summary = pointSummary(step, '');
  const [alerts, gathered] = await Promise.all([
    readAlerts(deps, found, now),
    gather(deps.reads, summary, rules, frameworkName, now),
  ]);
  if (step.id < 0) await deps.points.remember(step);

  const around = isOk(gathered) ? gathered.value : nothingGathered(summary);
  const root = knownRoot(repositories.value.get(repository)?.taskclusterRoot ?? null);
  const runs = isOk(gathered) ? await runsOf(deps, around, root) : null;
  const window = pointWindow({
    points: values,
    step: step.push,
    pushes: around.pushes,
    runs: runs ?? undefined,
    rules,
    deterministic: isDeterministic,
  });
  if (!window) return notFound('The series has no data from this push on.');
  const revisions = window.map((w) => w.revision);
  // what is on its way is waited for, and what is there makes the window that a step must lie in
  const wanted = new Map(revisions.map((r) => [r.id, r.have + r.coming]));
  const [alert] = summary.alerts;
  if (!alert) return notFound('The series has no data from this push on.');
  const outlook = describeAlert(
    judge(alert, nearestValues(values, step.push, rules.revisionsEachSide), wanted, {
      gathered: around,
      isDeterministic,
      otherSteps: () => otherSteps(isOk(alerts) ? alerts.value : [], revisions),
    }),
    around.pushes,
    around.backedOut,
  );

  const rows = describePoint(window, {
    unit: series.unit,
    pushes: around.pushes,
    backedOut: around.backedOut,
    urlOf: (push) => pushUrl(repository, push.revision),
  });
  const near = nearAlerts(isOk(alerts) ? alerts.value : [], found, revisions);
  const bar = near[0]?.summaryId ?? (isOk(gathered) && step.id < 0 ? step.id : null);
  const name = `${alertName(signature)}, ${repository}`;
  const url = pointUrl(
    { repository, signatureId: signature.id, framework: signature.framework },
    step.push,
    now,
  );
  return ok({
    name,
    revision: value.revision,
    rows,
    sentence: outlook.sentence,
    series: withPicture(
      {
        repository,
        summaryId: step.id,
        revision: value.revision,
        pushTime: value.pushTime,
        signatureId: signature.id,
        unit: series.unit,
        prevValue: step.levels[0],
        newValue: step.levels[1],
        points: pointsAround(values, value.pushTime),
      },
      null,
    ),
    alerts: near,
    bar,
    notices: [
      ...(isOk(gathered)
        ? []
        : [`Pushes, running jobs and rounds are missing here: ${gathered.problem.message}`]),
      ...(isOk(gathered) && runs === null ? ['What runs and waits could not be read.'] : []),
      ...(isOk(alerts) ? [] : [`Alerts of this series could not be read: ${alerts.problem.message}`]),
    ],
    report: pointReport(name, outlook.report || outlook.sentence, rows, `${deps.site}${url}`),
    waits: window.some((w) => [w.revision, ...w.gap].some((p) => p.coming > 0)),
  });
}

/** The point in the form that a round is planned for. Without an id of its own (ids too large) its summary id is 0. */
function stepOf({ repository, series, value }: Found, values: readonly Value[]): PointStep {
  const older = values.filter((v) => v.pushTime < value.pushTime);
  const before = older.at(-1) ?? value;
  const level = (side: readonly Value[]) => medianOrNull(side.map((v) => v.value));
  return {
    id: pointId(series.signatureId, value.pushId) ?? summaryId(0),
    repository,
    signature: series.signature,
    push: { id: value.pushId, revision: value.revision, time: value.pushTime },
    before: { id: before.pushId, revision: before.revision },
    levels: [level(older), level(values.filter((v) => v.pushTime >= value.pushTime))],
  };
}

/** What runs and waits of the series' label; null when it could not be read, or the label is not known. */
async function runsOf(
  { reads, actionTasks }: GraphPointDeps,
  gathered: Gathered,
  root: string | null,
): Promise<ReadonlyMap<PushId, RunCount> | null> {
  const [alert] = gathered.summary.alerts;
  const fact = alert && gathered.labels.get(alert.signature.id);
  if (!alert || fact?.kind !== 'known') return null;
  const labels = new Map([[fact.label, alert.signature.id]]);
  const runs = await readRuns(reads, actionTasks, gathered, labels, root);
  return isOk(runs) ? (runs.value.get(fact.label) ?? null) : null;
}

/** Summaries with an alert of this series, as the page itself asks for them. */
async function readAlerts(deps: GraphPointDeps, { series, value }: Found, now: Instant) {
  const query = new URLSearchParams({
    alerts__series_signature: String(series.signatureId),
    repository: String(series.repositoryId),
    timerange: String(Math.ceil(now / 1000 - value.pushTime) + WINDOW_SECONDS),
    limit: String(MOST_ALERTS),
  });
  const answer = await deps.summaries(String(query));
  return isOk(answer) ? ok(answer.value.summaries) : answer;
}

/** Where the level ends: at alerts of the series that lie outside the window. One inside may be this very step. */
function otherSteps(summaries: readonly AlertSummary[], window: readonly PushPlace[]): readonly PushPlace[] {
  const [from, to] = [window[0]?.time ?? 0, window.at(-1)?.time ?? 0];
  return summaries
    .filter((s) => s.status !== 'invalid' && (s.pushTime < from || s.pushTime > to))
    .map((s) => ({ id: s.pushId, time: s.pushTime }));
}

function nearAlerts(
  summaries: readonly AlertSummary[],
  { series, value }: Found,
  revisions: readonly { readonly id: PushId; readonly offset: number | null; readonly time: number }[],
): PointView['alerts'] {
  const from = revisions[0]?.time ?? value.pushTime;
  const to = revisions.at(-1)?.time ?? value.pushTime;
  const distance = (s: AlertSummary) => Math.abs(s.pushTime - value.pushTime);
  return summaries
    .filter((s) => s.pushTime >= from && s.pushTime <= to)
    .flatMap((s) => {
      const alert = s.alerts.find((a) => a.signature.id === series.signatureId);
      return alert ? [{ s, alert }] : [];
    })
    .sort((a, b) => distance(a.s) - distance(b.s) || b.s.id - a.s.id)
    .map(({ s, alert }) => {
      const where =
        s.pushId === value.pushId
          ? 'at this point'
          : s.pushTime < value.pushTime
            ? 'shortly before'
            : 'shortly after';
      const amount = alert.amountPct === null ? '' : ` of ${alert.amountPct.toFixed(1)} %`;
      const kind = alert.isRegression ? 'regression' : 'improvement';
      const bug = s.bugNumber === null ? '' : `, bug ${s.bugNumber}`;
      return {
        summaryId: s.id,
        url: `${summaryUrl(s.id)}${rowFragment(alert.id)}`,
        text: `Alert #${s.id} ${where}: ${kind}${amount}, ${alert.status}${bug}`,
      };
    });
}

import { isRecent } from '@/lib/model/age';
import type { AlertSummary } from '@/lib/model/alert';
import {
  type AlertId,
  type Instant,
  instant,
  type Label,
  type PushId,
  type SignatureId,
  type SummaryId,
} from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { RoundOutlook } from '@/lib/model/outlook';
import type { DaySpend, PlanInput, PushGraph, RunCount } from '@/lib/model/planInput';
import type { PlanChoices, PlanDepth, PlanReport } from '@/lib/model/planReport';
import type { JournalRecord, RoundPlan } from '@/lib/model/round';
import type { RoundRules } from '@/lib/model/rules';
import { NO_HINTS, type RoundHints } from '@/lib/model/suggestions';
import { marksOf, parseNotes, roundsOf } from '@/lib/notes/notes';
import type { Suggester } from '@/lib/suggestions/suggest';
import { knownRoot } from '@/lib/taskcluster/roots';
import type { TreeherderReads } from '@/lib/treeherder/publicReads';
import { coverageOf } from '@/lib/triage/coverage';
import { planSheet } from '@/lib/triage/planSheet';
import { toPushRequests } from '@/lib/triage/requests';
import { planRound } from '@/lib/triage/roundPlan';
import { reasonTests } from '@/lib/triage/roundReason';
import { isStaleClaim } from '@/lib/triage/staleClaim';
import { type Gathered, gather, inputOf, readBuilds } from './gather';
import type { JobBook } from './jobBook';
import type { Machines } from './machines';
import type { OutlookQuestion } from './outlook';
import type { GraphReader } from './pushGraphReads';
import { type ActionTaskReader, readRuns } from './runs';
import { daySpend } from './spend';

export interface PlannerDeps {
  readonly reads: TreeherderReads;
  readonly actionTasks: ActionTaskReader;
  /** This browser's journal, of one summary or of all. */
  readonly journal: (summary?: SummaryId) => Promise<readonly JournalRecord[]>;
  /** Summaries of the last days, for what the team has spent. */
  readonly recentSummaries: () => Promise<Outcome<readonly AlertSummary[]>>;
  readonly rules: () => Promise<RoundRules>;
  /** What the rounds so far have brought. */
  readonly outlook?: (question: OutlookQuestion) => Promise<RoundOutlook | null>;
  /** What single pushes allow. */
  readonly graphs?: GraphReader;
  /** How long jobs take, and where they run. */
  readonly jobs?: Pick<JobBook, 'minutesOf'>;
  readonly machines?: Machines;
  /** What other summaries say about this one; it asks nobody, so that a plan costs no request for it. */
  readonly suggestions?: Pick<Suggester, 'hints' | 'stepsBeside' | 'sawPushes'>;
}

export interface PlanQuestion {
  readonly summary: AlertSummary;
  readonly choices: PlanChoices;
  readonly depth: PlanDepth;
  /** The sheriff's username; '' when nobody is logged in. */
  readonly me: string;
  readonly now: Instant;
}

/** What was gathered for a summary is used again for this long: data of a round arrives over hours. */
const GATHERED_FOR_MS = 10 * 60 * 1000;
/** A count of what runs is good for this long; a send always reads afresh. */
const LIVE_FOR_MS = 30 * 1000;
const SPEND_FOR_MS = 60 * 1000;
/** A cut point that moves off a push may come to one that is in doubt as well; more often than this it is not followed. */
const GRAPH_LOOKS = 3;
/** Gathered data kept for this many summaries. */
const KEPT = 30;

type Runs = ReadonlyMap<Label, ReadonlyMap<PushId, RunCount>>;

interface Known {
  gathered: Gathered;
  readonly at: Instant;
  live: { readonly runs: Runs; readonly at: Instant } | null;
  readonly graphs: Map<PushId, PushGraph>;
}

/**
 * Makes the plans: reads as deep as asked, keeps what was read for a while, and plans by the rules. It lives in the
 * background, so that thousands of points are neither parsed nor planned with on the page's thread. Its memory may be
 * lost at any time; then it reads again.
 */
export function createPlanner(deps: PlannerDeps) {
  const known = new Map<number, Known>();
  let team: { readonly summaries: readonly AlertSummary[]; readonly at: Instant } | null = null;

  /** Both are kept by whoever reads them. */
  async function readNames() {
    const [repositories, frameworks] = await Promise.all([
      deps.reads.repositories(),
      deps.reads.frameworks(),
    ]);
    if (!isOk(repositories)) return repositories;
    if (!isOk(frameworks)) return frameworks;
    return ok({ frameworks: frameworks.value, repositories: repositories.value });
  }

  return async (question: PlanQuestion): Promise<Outcome<PlanReport>> => {
    const { summary, choices, depth, me, now } = question;
    const names = await readNames();
    if (!isOk(names)) return names;
    const frameworkName = names.value.frameworks.get(summary.framework) ?? `framework ${summary.framework}`;
    const root = knownRoot(names.value.repositories.get(summary.repository)?.taskclusterRoot ?? null);
    const rules = await deps.rules();

    const rounds = roundsOf(parseNotes(summary.notes)).filter((r) => !isStaleClaim(r, now));
    const roundNumber = Math.max(0, ...rounds.map((r) => r.number)) + 1;
    const sent = rounds.filter((r) => r.status !== 'claimed');
    const asked = {
      alerts: new Set(sent.flatMap((r) => r.alerts)),
      revisions: new Set(sent.flatMap((r) => [...r.revisions, ...r.receipts.map((t) => t.revision)])),
    };

    let entry = known.get(summary.id);
    if (!entry || depth === 'send' || !isRecent(entry.at, now, GATHERED_FOR_MS)) {
      const gathered = await gather(deps.reads, summary, rules, frameworkName, now, asked);
      if (!isOk(gathered)) return gathered;
      entry = { gathered: gathered.value, at: now, live: null, graphs: new Map() };
      deps.suggestions?.sawPushes(summary.id, gathered.value.pushes);
      known.delete(summary.id);
      known.set(summary.id, entry);
      for (const oldest of known.keys()) {
        if (known.size <= KEPT) break;
        known.delete(oldest);
      }
    }
    // the alerts may have changed status since the data was read
    let gathered: Gathered = { ...entry.gathered, summary };

    let spend: DaySpend | null = null;
    let teamIsUnread = false;
    if (depth === 'spend' || depth === 'send') {
      if (!team || depth === 'send' || !isRecent(team.at, now, SPEND_FOR_MS)) {
        const recent = await deps.recentSummaries();
        if (isOk(recent)) team = { summaries: recent.value, at: now };
        // what is sent has to keep within the day; a plan is worth showing without it
        else if (depth === 'send') return recent;
        else teamIsUnread = true;
      }
    }
    if (team && !teamIsUnread && (depth === 'spend' || depth === 'send')) {
      const all = new Map([...team.summaries, summary].map((s) => [s.id, s]));
      spend = daySpend([...all.values()], await deps.journal(), summary.id, me, now);
    }
    // fresher than the lists only as long as it is fresh itself
    const lately = team && isRecent(team.at, now, SPEND_FOR_MS) ? team.summaries : [];
    const hints = (await deps.suggestions?.hints(summary, lately)) ?? NO_HINTS;
    const records = sent.length > 0 ? await deps.journal(summary.id) : [];
    const steps = sent.length > 0 ? await deps.suggestions?.stepsBeside(summary, lately) : undefined;
    const lookAt = async (runs: Runs | undefined) =>
      (await deps.outlook?.({
        gathered,
        rounds: sent,
        records,
        otherSteps: steps ?? (() => []),
        runs,
        rules,
        isDeterministic: rules.deterministicFrameworks.includes(frameworkName),
        now,
      })) ?? null;
    let outlook = await lookAt(entry.live?.runs);
    const limited: RoundRules = { ...rules, alertsPerRound: choices.alertLimit ?? rules.alertsPerRound };
    const { graphs } = entry;
    // a round after the first asks where the data so far leave it open, and nowhere else
    const aimed = () => ({
      aims: outlook?.next.kind === 'next round' ? outlook.next.aims : [],
      hintsAgainst: [
        ...hints.against,
        ...(outlook && outlook.next.kind !== 'next round'
          ? [{ code: 'no further round' as const, text: outlook.next.sentence }]
          : []),
      ],
    });
    const inputWith = (runs: Runs | undefined): PlanInput =>
      inputOf(gathered, {
        frameworkName,
        rules: limited,
        roundNumber,
        runs,
        form: choices.form,
        dropped: new Set(choices.dropped),
        edits: { droppedPushes: new Set(choices.droppedPushes), points: choices.points },
        askedElsewhere: hints.askedElsewhere,
        hintsAgainst: hints.against,
        ...(outlook && aimed()),
        ...(choices.unsure.length > 0 && { unsure: choices.unsure }),
        graphs,
        ...(spend && { spend }),
      });
    const planWith = (runs: Runs | undefined): RoundPlan => planRound(inputWith(runs));

    if (depth !== 'rest') {
      // an alert that came in by hand may bring a platform of its own
      const platforms = new Set(planWith(undefined).alerts.map((a) => a.platform));
      const unread = [...platforms].filter((p) => !gathered.builds.has(p));
      if (unread.length > 0) {
        const builds = await readBuilds(deps.reads, unread, gathered.pushes, undefined);
        if (isOk(builds)) gathered = { ...gathered, builds: new Map([...gathered.builds, ...builds.value]) };
      }
      entry.gathered = gathered;

      const labels = labelsOf(planWith(undefined), asked.alerts, gathered);
      const { live } = entry;
      const isFresh =
        live && isRecent(live.at, now, LIVE_FOR_MS) && [...labels.keys()].every((l) => live.runs.has(l));
      if (!isFresh) {
        const runs = await readRuns(deps.reads, deps.actionTasks, gathered, labels, root);
        if (isOk(runs)) {
          entry.live = { runs: runs.value, at: now };
          outlook = await lookAt(runs.value);
        } else if (depth === 'send') return runs;
      }
      // what the send itself asks of Taskcluster is counted: it goes by what is known of the machines
      if (root && depth !== 'send') await deps.machines?.learn(root, [...labels.keys()]);
    }
    const runs = entry.live?.runs;
    let plan = planWith(runs);
    for (let look = 0; deps.graphs && depth !== 'rest' && look < GRAPH_LOOKS; look++) {
      const learned = await deps.graphs.learn(
        {
          repository: summary.repository,
          root,
          plan,
          doubtful: doubtfulLabels(plan, gathered, runs),
          isRetriggerable: (label) => deps.machines?.isRetriggerable(label),
          now,
        },
        graphs,
      );
      if (!learned) break;
      plan = planWith(runs);
    }
    const labels = [...new Set(plan.alerts.map((a) => a.label))];
    if (root && depth === 'spend') await deps.machines?.readQueues(root, labels, now);
    const sheet =
      depth === 'rest'
        ? null
        : planSheet(plan, {
            input: inputWith(runs),
            choices,
            rules,
            spend: spend ?? (teamIsUnread ? 'not read' : null),
            live: runs !== undefined,
            minutesOf: (label) => deps.jobs?.minutesOf(label),
            queueOf: (label) => deps.machines?.queueOf(label),
            now,
          });
    return ok({
      plan,
      requests: toPushRequests(plan),
      about: reasonTests(
        allAlerts(gathered).filter((a) => plan.alerts.some((planned) => planned.alertId === a.id)),
      ),
      frameworkName,
      root,
      labels: [...gathered.labels],
      points: pointCounts(gathered),
      pushes: gathered.pushes.map(({ id, revision, time }) => ({ id, revision, time })),
      ...coverages(plan, gathered, rules, hints),
      doubtful: doubtfulLabels(plan, gathered, runs),
      promised: promisedRuns(plan, runs),
      outlook,
      spend,
      sheet,
      live: runs !== undefined,
      readAt: instant(entry.at),
    });
  };
}

/** The labels of the plan's alerts and of those asked for before, each with the series that tells its points. */
function labelsOf(
  plan: RoundPlan,
  asked: ReadonlySet<AlertId>,
  gathered: Gathered,
): ReadonlyMap<Label, SignatureId> {
  const planned = new Map(plan.alerts.map((a) => [a.alertId, a.label]));
  return new Map(
    allAlerts(gathered).flatMap(({ id, signature }) => {
      const fact = asked.has(id) ? gathered.labels.get(signature.id) : undefined;
      const label = planned.get(id) ?? (fact?.kind === 'known' ? fact.label : undefined);
      return label === undefined ? [] : [[label, signature.id] as const];
    }),
  );
}

const allAlerts = ({ summary }: Gathered) => [...summary.alerts, ...summary.relatedAlerts];

function pointCounts(gathered: Gathered): PlanReport['points'] {
  return allAlerts(gathered).flatMap((alert) => {
    const series = gathered.points.get(alert.signature.id);
    if (!series) return [];
    const counts = new Map<(typeof series)[number]['revision'], number>();
    for (const p of series) counts.set(p.revision, (counts.get(p.revision) ?? 0) + 1);
    return [[alert.id as AlertId, [...counts]] as const];
  });
}

/** The cover rule for what rounds (claimed ones too: they are being sent) and marks have asked for, with and without the plan. */
function coverages(
  plan: RoundPlan,
  { summary, labels }: Gathered,
  rules: RoundRules,
  { askedElsewhere }: RoundHints,
): Pick<PlanReport, 'coverage' | 'coversWhenSent'> {
  const notes = parseNotes(summary.notes);
  const marked = [...marksOf(notes).values()].filter((m) => m.on).map((m) => m.alert);
  const asked = new Set([...roundsOf(notes).flatMap((r) => r.alerts), ...marked]);
  const planned = plan.cells.filter((c) => c.need > 0).map((c) => c.alertId);
  const cover = (alerts: ReadonlySet<AlertId>) =>
    coverageOf({ summary, asked: alerts, labels, askedElsewhere, rules });
  const { text, note, holds, coveredAlerts, representedBy } = cover(asked);
  return {
    coverage: {
      text,
      holds,
      covered: [...coveredAlerts],
      representedBy: [...representedBy],
      started: asked.size > 0,
      ...(note !== undefined && { note }),
    },
    coversWhenSent: cover(new Set([...asked, ...planned])).holds,
  };
}

/** A push's graph surely knows a label that ran on it, or on pushes on both sides of it. */
function doubtfulLabels(plan: RoundPlan, gathered: Gathered, runs: Runs | undefined): PlanReport['doubtful'] {
  const order = gathered.pushes.map((p) => p.id);
  return plan.cells.flatMap(({ label, pushId, need }) => {
    if (need <= 0) return [];
    const ran = (id: PushId) => runs?.get(label)?.get(id)?.ran === true;
    const here = order.indexOf(pushId);
    const known =
      ran(pushId) || (here >= 0 && order.slice(0, here).some(ran) && order.slice(here + 1).some(ran));
    return known ? [] : [{ pushId, label }];
  });
}

function promisedRuns(plan: RoundPlan, runs: Runs | undefined): PlanReport['promised'] {
  return plan.cells.flatMap(({ label, pushId }) => {
    const n = runs?.get(label)?.get(pushId)?.promised ?? 0;
    return n > 0 ? [{ pushId, label, runs: n }] : [];
  });
}

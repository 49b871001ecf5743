import { type Alert, testName } from '@/lib/model/alert';
import { type AlertId, type Instant, shortRevision } from '@/lib/model/ids';
import type { PlanReport } from '@/lib/model/planReport';
import type { RoundRules } from '@/lib/model/rules';
import type { CellView, StripCell, StripView } from '@/lib/model/views';
import { type NotedSummary, type TailRound, timeInWords } from '@/lib/notes/notes';
import { roundWanted } from '@/lib/triage/roundWanted';
import type { DeskSight } from './viewSubject';

/** The cells of all rows that a summary can have. */
export function cellViews(
  summary: NotedSummary,
  desk: DeskSight,
  rules: RoundRules,
  now: Instant,
): readonly CellView[] {
  const alerts = new Map([...summary.relatedAlerts, ...summary.alerts].map((a) => [a.id, a]));
  const marks = new Map(summary.noted.marks.map((m) => [m.alert, m]));
  const report = desk.planState.kind === 'ready' ? desk.planState.report : null;
  const representedBy = new Map(report?.coverage.representedBy);
  return [...alerts.values()].map((alert) => {
    const mark = marks.get(alert.id);
    const by = alerts.get(representedBy.get(alert.id) ?? alert.id);
    return {
      alertId: alert.id,
      markName: `Retriggered: ${alertName(alert)}`,
      marked: mark?.on ?? false,
      markedBy: mark?.on ? `marked by ${mark.by}, ${timeInWords(mark.at, now)}` : '',
      pending: false,
      coveredBy: by && by !== alert ? `covered by ${alertName(by)}` : '',
      verdict: verdictOf(alert.id, report),
      strip: stripOf(summary, alert.id, desk, rules),
    };
  });
}

function verdictOf(alertId: AlertId, report: PlanReport | null): CellView['verdict'] {
  const found = report?.outlook?.alerts.find((a) => a.alertId === alertId);
  return found ? { word: found.word, sentence: found.sentence } : null;
}

/** '<suite> <test> <platform>', the test left out when it is empty or only repeats the suite. */
export const alertName = (a: Alert) => `${testName(a.signature)} ${a.signature.platform}`;

/** Points that count towards what is wanted; more than wanted on one push does not make up for another. */
export function pointsOf(cells: StripView['cells']): { readonly have: number; readonly want: number } {
  return {
    have: cells.reduce((sum, c) => sum + Math.min(c.have, c.want), 0),
    want: cells.reduce((sum, c) => sum + c.want, 0),
  };
}

function stripOf(
  summary: NotedSummary,
  alertId: AlertId,
  desk: DeskSight,
  rules: RoundRules,
): StripView | null {
  if (desk.planState.kind !== 'ready') return null;
  const last = summary.noted.rounds
    .filter((r) => r.status !== 'claimed' && r.alerts.includes(alertId))
    .sort((a, b) => b.number - a.number)[0];
  if (last) return roundStrip(summary, alertId, desk, last, rules);
  const { plan } = desk.planState.report;
  const pushes = new Map(plan.pushes.map((p) => [p.id, p]));
  const cells = plan.cells
    .filter((c) => c.alertId === alertId)
    .map((c) => {
      const push = pushes.get(c.pushId);
      return {
        revision: push?.revision ?? '',
        have: c.have,
        coming: c.coming,
        want: c.want,
        isStep: push?.offset === 0,
        isGap: push?.role === 'gap',
        time: push?.time ?? 0,
      };
    });
  return toStrip(cells);
}

/**
 * The strip of an alert that a round asked for: the round's own pushes, whatever has become a neighbour in the data
 * since.
 */
export function roundStrip(
  summary: NotedSummary,
  alertId: AlertId,
  desk: DeskSight,
  round: TailRound,
  rules: RoundRules,
): StripView | null {
  if (desk.planState.kind !== 'ready') return null;
  const { report } = desk.planState;
  const counts = report.points.find(([id]) => id === alertId)?.[1];
  if (!counts) return null;
  const points = new Map(counts);
  const timeOf = new Map(report.pushes.map((p) => [p.revision, p.time]));
  const revisions = new Set(round.revisions);
  const wanted = report.outlook?.wanted.find(([id]) => id === alertId)?.[1] ?? [];
  if (wanted.length > 0) {
    return toStrip(
      wanted.map(([revision, want]) => ({
        revision,
        want,
        isGap: !revisions.has(revision),
        have: points.get(revision) ?? 0,
        coming: 0,
        isStep: revision === summary.revision,
        time: timeOf.get(revision) ?? 0,
      })),
    );
  }
  const cells = roundWanted(round, rules).map((c) => ({
    ...c,
    have: points.get(c.revision) ?? 0,
    coming: 0,
    isStep: c.revision === summary.revision,
    time: timeOf.get(c.revision) ?? 0,
  }));
  return toStrip(cells);
}

function toStrip(cells: readonly (StripCell & { readonly time: number })[]): StripView | null {
  if (cells.length === 0) return null;
  const sorted = [...cells].sort((a, b) => a.time - b.time);
  const { have, want } = pointsOf(sorted);
  const each = sorted.map((c) => `${shortRevision(c.revision)} ${c.have}/${c.want}`).join(', ');
  return { text: `${have} of ${want} points: ${each}`, cells: sorted };
}

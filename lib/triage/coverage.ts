import type { Alert, AlertSummary } from '@/lib/model/alert';
import type { AlertId, Label, SignatureId } from '@/lib/model/ids';
import type { LabelFact } from '@/lib/model/planInput';
import type { RoundRules } from '@/lib/model/rules';
import { countedAlerts } from './openAlerts';

export interface CoverageInput {
  readonly summary: AlertSummary;
  /** Alerts that rounds of this summary have asked for. */
  readonly asked: ReadonlySet<AlertId>;
  /** Labels as far as they are known; they let a job that feeds several suites cover them all. */
  readonly labels: ReadonlyMap<SignatureId, LabelFact>;
  /** Suites that another summary has asked for (design 1.5). */
  readonly askedElsewhere: ReadonlyMap<string, string>;
  readonly rules: RoundRules;
}

export interface Coverage {
  /** Alerts that count: open here, regressions only if there are any. */
  readonly open: number;
  readonly covered: number;
  readonly coveredAlerts: ReadonlySet<AlertId>;
  /** Covered alerts that nobody asked for themselves, and the asked-for alert that stands for each. */
  readonly representedBy: ReadonlyMap<AlertId, AlertId>;
  /** True when the cover rule lets the summary be handed over. */
  readonly holds: boolean;
  /** For the note, when the limit of alerts a round is enough although it does not reach half. */
  readonly note?: string;
  /** 'Covered 9 of 12'. */
  readonly text: string;
}

/**
 * The cover rule (design 1.1): an alert is covered when its label was asked for, or another alert of its suite was, here
 * or in another summary. Half of the open alerts must be covered; where 5 alerts cannot reach half, 5 are enough.
 */
export function coverageOf(input: CoverageInput): Coverage {
  const { summary, asked, askedElsewhere, rules } = input;
  const { alerts, improvementsOnly } = countedAlerts(summary, rules);
  const labelOf = (a: Alert): Label | undefined => {
    const fact = input.labels.get(a.signature.id);
    return fact?.kind === 'known' ? fact.label : undefined;
  };

  // An asked alert covers its suite even when it has been marked since and is no longer open.
  const everything = [...summary.alerts, ...summary.relatedAlerts].filter((a) => asked.has(a.id));
  const suites = new Set([...everything.map((a) => a.signature.suite), ...askedElsewhere.keys()]);
  const labels = new Set(everything.map(labelOf).filter((l) => l !== undefined));
  const representative = (a: Alert) =>
    everything.find((b) => labelOf(b) !== undefined && labelOf(b) === labelOf(a)) ??
    everything.find((b) => b.signature.suite === a.signature.suite);
  const isCovered = (a: Alert) => {
    const label = labelOf(a);
    return suites.has(a.signature.suite) || (label !== undefined && labels.has(label));
  };
  const coveredAlerts = new Set(alerts.filter(isCovered).map((a) => a.id));

  const half = alerts.length / 2;
  const reachesHalf = coveredAlerts.size >= half;
  const limit = improvementsOnly ? rules.improvementsPerRound : rules.alertsPerRound;
  const limitIsEnough =
    !reachesHalf && everything.length >= limit && reachOf(alerts, labelOf, askedElsewhere, limit) < half;
  const result = {
    open: alerts.length,
    covered: coveredAlerts.size,
    coveredAlerts,
    representedBy: new Map(
      alerts.flatMap((a) => {
        const by = asked.has(a.id) ? undefined : representative(a);
        return by ? [[a.id, by.id] as const] : [];
      }),
    ),
    holds: reachesHalf || limitIsEnough,
    text: `Covered ${coveredAlerts.size} of ${alerts.length}`,
  };
  if (!limitIsEnough) return result;
  return { ...result, note: `${limit} alerts cannot cover half of ${alerts.length}: ${limit} are enough` };
}

/** How many alerts the best `limit` suites cover, of those that can be asked for, with what others have asked for. */
function reachOf(
  alerts: readonly Alert[],
  labelOf: (a: Alert) => Label | undefined,
  askedElsewhere: ReadonlyMap<string, string>,
  limit: number,
): number {
  const sizes = new Map<string, { size: number; askable: boolean }>();
  let elsewhere = 0;
  for (const a of alerts) {
    const { suite } = a.signature;
    if (askedElsewhere.has(suite)) {
      elsewhere += 1;
      continue;
    }
    const seen = sizes.get(suite) ?? { size: 0, askable: false };
    sizes.set(suite, { size: seen.size + 1, askable: seen.askable || labelOf(a) !== undefined });
  }
  const best = [...sizes.values()]
    .filter((s) => s.askable)
    .map((s) => s.size)
    .sort((a, b) => b - a)
    .slice(0, limit);
  return elsewhere + best.reduce((sum, size) => sum + size, 0);
}

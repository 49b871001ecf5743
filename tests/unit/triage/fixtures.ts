import type { Alert, AlertSummary, Signature } from '@/lib/model/alert';
import { instant, label, type PushId, pushId, revision, type SignatureId } from '@/lib/model/ids';
import type { LabelFact, PlanInput } from '@/lib/model/planInput';
import type { DataPoint, Push } from '@/lib/model/push';
import type { RoundPlan } from '@/lib/model/round';
import { DEFAULT_RULES } from '@/lib/model/rules';
import type { ShiftFacts } from '@/lib/triage/shiftQueue';
import { sampleAlert, sampleSummary } from '../../bench/sampleAlert';

export const WINDOWS = 'windows11-64-24h2-shippable';
export const LINUX = 'linux2404-64-shippable';
export const MAC = 'macosx1500-aarch64-shippable';
export const ANDROID = 'android-hw-a55-14-0-aarch64-shippable';

/** Push n of a log with one push every ten minutes. */
export const push = (n: number): Push => ({
  id: pushId(n),
  revision: revision(n.toString(16).padStart(40, '0')),
  author: 'dev@example.com',
  time: n * 600,
  commits: [],
  commitCount: 1,
});
export const pushLog = (from: number, to: number): Push[] =>
  Array.from({ length: to - from + 1 }, (_, i) => push(from + i));

export const pointOn = (signature: SignatureId, n: number, value = 1): DataPoint => ({
  signatureId: signature,
  pushId: pushId(n),
  revision: push(n).revision,
  pushTime: push(n).time,
  jobId: null,
  value,
});

type AlertOptions = Partial<Omit<Alert, 'id' | 'signature'>> &
  Partial<Pick<Signature, 'suite' | 'test' | 'platform'>>;

/** An open regression; its series has the alert's number, too. */
export function alert(n: number, options: AlertOptions = {}): Alert {
  const { suite = 'amazon', test = '', platform = WINDOWS, ...rest } = options;
  const sample = sampleAlert(n, suite, platform);
  return {
    ...sample,
    amountAbs: 10,
    prevValue: 200,
    newValue: 210,
    signature: {
      ...sample.signature,
      hash: n.toString(16).padStart(40, 'a'),
      test,
      optionCollectionHash: 'opt',
      hasSubtests: true,
      unit: 'ms',
    },
    ...rest,
  };
}

/** Monday 24 August 2026, 09:00 UTC. */
export const MONDAY = Date.UTC(2026, 7, 24, 9);

export function summary(alerts: readonly Alert[], options: Partial<AlertSummary> = {}): AlertSummary {
  return {
    ...sampleSummary(alerts, push(1100)),
    prevPushId: pushId(1099),
    prevRevision: push(1099).revision,
    created: instant(MONDAY),
    ...options,
  };
}

export const labelFor = (a: Alert) =>
  label(`test-${a.signature.platform}/opt-browsertime-tp6-firefox-${a.signature.suite}`);

/**
 * The input of a plan: the step is at push 1100, data stands on every `dataEvery`-th push around it, and each series has its
 * label. Options replace whole fields.
 */
export function planInput(
  alerts: readonly Alert[],
  { dataEvery = 4, ...options }: Partial<PlanInput> & { dataEvery?: number } = {},
): PlanInput {
  const all = [...alerts, ...(options.summary?.relatedAlerts ?? [])];
  const data = [-3, -2, -1, 0, 1, 2, 3].map((k) => 1100 + k * dataEvery);
  const points = new Map(all.map((a) => [a.signature.id, data.map((n) => pointOn(a.signature.id, n))]));
  const labels = new Map<SignatureId, LabelFact>(
    all.map((a) => [a.signature.id, { kind: 'known', label: labelFor(a) }]),
  );
  return {
    summary: summary(alerts),
    frameworkName: 'browsertime',
    roundNumber: 1,
    form: 'auto',
    points,
    labels,
    pushes: pushLog(1000, 1200),
    builds: new Map(),
    runs: new Map(),
    backedOut: new Set(),
    askedElsewhere: new Map(),
    dropped: new Set(),
    spend: { personJobs: 0, personDeviceJobs: 0, teamJobs: 0, summaryJobs: 0 },
    rules: DEFAULT_RULES,
    ...options,
  };
}

/** Need by push number, over all labels. */
export function needByPush(plan: Pick<RoundPlan, 'cells'>): Record<number, number> {
  const need: Record<number, number> = {};
  for (const c of plan.cells) if (c.need > 0) need[c.pushId] = (need[c.pushId] ?? 0) + c.need;
  return need;
}

export const builtEverywhere = (platform: string, from = 1000, to = 1200) =>
  new Map([[platform, new Map<PushId, 'built'>(pushLog(from, to).map((p) => [p.id, 'built']))]]);

/** A summary of the dashboard that nobody has touched. */
export const untouched = (of: AlertSummary): ShiftFacts => ({
  summary: of,
  framework: 'browsertime',
  states: [],
  rounds: [],
  marks: [],
  taker: null,
  note: '',
  declined: [],
});

import {
  type Label,
  label,
  type PushId,
  pushId,
  revision,
  type SignatureId,
  signatureId,
} from '@/lib/model/ids';
import type { BuildState, LabelFact, PlanInput } from '@/lib/model/planInput';
import type { DataPoint, Push } from '@/lib/model/push';
import { DEFAULT_RULES } from '@/lib/model/rules';
import { sampleAlert, sampleSummary } from './sampleAlert';

export interface PlanningSize {
  readonly alerts: number;
  readonly pushes: number;
  /** Over all series. */
  readonly points: number;
}

const PLATFORM = 'windows11-64-24h2-shippable';

/** A plan's input of a given size: each alert its own suite and label, the points spread over every fourth push. */
export function planningInput({ alerts, pushes, points }: PlanningSize): PlanInput {
  const log = Array.from(
    { length: pushes },
    (_, order): Push => ({
      id: pushId(order + 1),
      revision: revision(order.toString(16).padStart(40, '0')),
      author: 'dev@example.com',
      time: order * 600,
      commits: [],
      commitCount: 1,
    }),
  );
  const middle = log[4 * Math.floor(pushes / 8)];
  const records = Array.from({ length: alerts }, (_, i) => sampleAlert(i + 1, `suite${i}`, PLATFORM));
  const data = log.filter((_, order) => order % 4 === 0);
  const pointsOf = new Map<SignatureId, readonly DataPoint[]>(
    records.map(({ signature: { id } }) => [
      id,
      Array.from({ length: Math.ceil(points / alerts) }, (_, i): DataPoint => {
        const push = data[i % data.length] ?? log[0];
        return {
          signatureId: id,
          pushId: push?.id ?? pushId(1),
          revision: push?.revision ?? revision(''),
          pushTime: push?.time ?? 0,
          jobId: null,
          value: 100 + (i % 7),
        };
      }),
    ]),
  );
  return {
    summary: sampleSummary(records, middle ?? { id: pushId(1), revision: revision(''), time: 0 }),
    frameworkName: 'browsertime',
    roundNumber: 1,
    form: 'auto',
    points: pointsOf,
    labels: new Map<SignatureId, LabelFact>(
      records.map((a) => [signatureId(a.signature.id), { kind: 'known', label: labelOf(a.signature.suite) }]),
    ),
    pushes: log,
    builds: new Map([[PLATFORM, new Map<PushId, BuildState>(data.map((p) => [p.id, 'built']))]]),
    runs: new Map(
      records.map((a) => [
        labelOf(a.signature.suite),
        new Map(log.map((p) => [p.id, { coming: 0, promised: 0 }])),
      ]),
    ),
    backedOut: new Set(),
    askedElsewhere: new Map(),
    dropped: new Set(),
    spend: { personJobs: 0, personDeviceJobs: 0, teamJobs: 0, summaryJobs: 0 },
    rules: DEFAULT_RULES,
  };
}

const labelOf = (suite: string): Label => label(`test-${PLATFORM}/opt-browsertime-tp6-firefox-${suite}`);

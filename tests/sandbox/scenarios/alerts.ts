import {
  type AlertRecord,
  type PushRecord,
  type SeriesRecord,
  type SummaryRecord,
  untouchedSummary,
} from '../records.ts';
import type { World } from '../world.ts';

export interface SummarySpec {
  readonly push: PushRecord;
  readonly prevPush: PushRecord;
  readonly frameworkId: number;
  /** Milliseconds. */
  readonly created: number;
  readonly alerts: readonly AlertSpec[];
  readonly fields?: Partial<SummaryRecord>;
}

export interface AlertSpec {
  readonly series: SeriesRecord;
  readonly fields?: Partial<AlertRecord>;
}

/** Adds an alert summary; the values of its alerts come from the true levels of the series around the push. */
export function addSummary(world: World, spec: SummarySpec): SummaryRecord {
  const microseconds = world.random.int(1, 999) / 1000;
  const created = Math.floor(spec.created) + microseconds;
  const summary: SummaryRecord = {
    id: world.nextId('summary', 51_000),
    repositoryId: spec.push.repository.id,
    frameworkId: spec.frameworkId,
    pushId: spec.push.id,
    prevPushId: spec.prevPush.id,
    originalPushId: spec.push.id,
    originalPrevPushId: spec.prevPush.id,
    ...untouchedSummary(created),
    manuallyCreated: false,
    ...spec.fields,
  };
  const same = [...world.summaries.values()].find(
    (s) => s.frameworkId === summary.frameworkId && s.pushId === summary.pushId,
  );
  // the detection adds to the summary that is there (treeherder-api 4)
  if (same) throw new Error(`Push ${summary.pushId} already has alert summary ${same.id}.`);
  world.summaries.set(summary.id, summary);
  for (const { series, fields } of spec.alerts) {
    const before = series.level(spec.prevPush.index);
    const after = series.level(spec.push.index);
    const pct = (100 * Math.abs(after - before)) / before;
    world.saveAlert({
      id: world.nextId('alert', 801_000),
      summaryId: summary.id,
      relatedSummaryId: null,
      seriesId: series.id,
      status: 0,
      isRegression: after > before === series.lowerIsBetter,
      starred: false,
      classifier: null,
      created,
      firstTriaged: null,
      lastUpdated: created,
      amountPct: pct,
      amountAbs: after - before,
      prevValue: before,
      newValue: after,
      // a Welch t of 12 against 12 values of this noise, roughly
      tValue: pct / (100 * series.noise * Math.sqrt(2 / 12)),
      noiseProfile: 'OK',
      manuallyCreated: false,
      backfill: null,
      ...fields,
    });
  }
  return summary;
}

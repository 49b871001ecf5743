import { type Label, type PushId, type Revision, shortRevision } from '@/lib/model/ids';

/** One label on one push, as a round asked for it. */
export interface PlannedRuns {
  readonly pushId: PushId;
  readonly label: Label;
  /** Data points that are there when all has gone well: those before the round and those it asked for. */
  readonly want: number;
}

/** What is to be seen of a label on a push now. */
export interface SeenRuns {
  /** Data points that are there. */
  readonly points: number;
  /** Runs that are unscheduled, pending or running, or ended well without their point having arrived yet. */
  readonly coming: number;
  /** Runs that open action tasks will still create. */
  readonly promised: number;
  /** Runs that ended without a point: testfailed, busted, exception, cancelled. */
  readonly failed: number;
  /** The build that the runs wait for has failed: they stay unscheduled until their deadline. */
  readonly buildFailed?: boolean;
}

/** Why a planned run will give no point. */
export type LossReason =
  | 'build failed'
  | 'job failed'
  /** Neither a job nor a promise of one is left. */
  | 'never created'
  /** Not there a day after it was asked for. */
  | 'too late';

export interface LostRuns {
  readonly pushId: PushId;
  readonly label: Label;
  readonly runs: number;
  readonly why: LossReason;
}

/** Where a round stands. `have` and `want` are data points; more than wanted on one push does not make up for another. */
export type RoundEnd =
  | {
      readonly kind: 'waiting';
      readonly have: number;
      readonly want: number;
      readonly lost: readonly LostRuns[];
    }
  | { readonly kind: 'complete'; readonly have: number; readonly want: number }
  /** All that could come is there. */
  | {
      readonly kind: 'impossible';
      readonly have: number;
      readonly want: number;
      readonly lost: readonly LostRuns[];
    };

/**
 * An action task creates its jobs within minutes and Treeherder shows them within minutes more; before this many
 * milliseconds, a job that is not to be seen may still appear. Deputy's own estimate, on the safe side.
 */
export const APPEARS_WITHIN_MS = 60 * 60 * 1000;
/** Tasks have a deadline of one day (taskcluster-actions 2.6), and data is ingested within the hour. */
export const GIVEN_UP_AFTER_MS = 25 * 60 * 60 * 1000;

/**
 * Has each planned run arrived or become impossible (design 1.3, "Enough")? One answer for the page and for the watch in
 * the background.
 *
 * @param planned each label once a push.
 * @param seen what is there now; undefined when it was not read, and then nothing is taken for lost before the deadline.
 * @param sinceSentMs how long ago the last trigger of the round left.
 */
export function roundEnd(
  planned: readonly PlannedRuns[],
  seen: (push: PushId, label: Label) => SeenRuns | undefined,
  sinceSentMs: number,
): RoundEnd {
  let have = 0;
  let want = 0;
  let open = 0;
  const lost: LostRuns[] = [];
  for (const cell of planned) {
    const now = seen(cell.pushId, cell.label);
    const arrived = Math.min(cell.want, now?.points ?? 0);
    const missing = cell.want - arrived;
    have += arrived;
    want += cell.want;
    const losses = lossesOf(missing, now, sinceSentMs);
    for (const [why, runs] of losses)
      if (runs > 0) lost.push({ pushId: cell.pushId, label: cell.label, runs, why });
    open += missing - losses.reduce((sum, [, runs]) => sum + runs, 0);
  }
  if (open > 0) return { kind: 'waiting', have, want, lost };
  return lost.length > 0 ? { kind: 'impossible', have, want, lost } : { kind: 'complete', have, want };
}

/** How many of the missing runs cannot come any more, by reason. */
function lossesOf(
  missing: number,
  now: SeenRuns | undefined,
  sinceSentMs: number,
): readonly (readonly [LossReason, number])[] {
  if (sinceSentMs >= GIVEN_UP_AFTER_MS) {
    const failed = Math.min(missing, now?.failed ?? 0);
    return [
      ['job failed', failed],
      ['too late', missing - failed],
    ];
  }
  if (!now) return [];
  if (now.buildFailed) return [['build failed', missing]];
  const gone = Math.max(0, missing - now.coming - now.promised);
  const failed = Math.min(gone, now.failed);
  return [
    ['job failed', failed],
    ['never created', sinceSentMs >= APPEARS_WITHIN_MS ? gone - failed : 0],
  ];
}

const WORDS: Readonly<Record<LossReason, string>> = {
  'build failed': 'the build failed',
  'job failed': 'the job failed',
  'never created': 'no job was made',
  'too late': 'no data within a day',
};
/** Losses named one by one in a sentence; the rest is counted. */
const NAMED = 3;

/** '14 of 20 points', with what is missing for good: '…; lost: 2 of amazon on 0123456789ab (the job failed)'. */
export function describeRoundEnd(
  end: RoundEnd,
  names: {
    readonly ofLabel: (label: Label) => string;
    readonly ofPush: (id: PushId) => Revision | undefined;
  },
): string {
  const points = `${end.have} of ${end.want} points`;
  if (end.kind === 'complete' || end.lost.length === 0) return points;
  const each = end.lost.slice(0, NAMED).map(({ pushId, label, runs, why }) => {
    const revision = names.ofPush(pushId);
    const where = revision === undefined ? `push ${pushId}` : shortRevision(revision);
    return `${runs} of ${names.ofLabel(label)} on ${where} (${WORDS[why]})`;
  });
  const more = end.lost.slice(NAMED).reduce((sum, l) => sum + l.runs, 0);
  return `${points}; lost: ${each.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

import type { Revision } from '@/lib/model/ids';
import type { RoundRules } from '@/lib/model/rules';

/** What the notes tell of a round's pushes. */
export interface AskedRound {
  readonly revisions: readonly Revision[];
  readonly alerts: { readonly length: number };
  readonly receipts: readonly { readonly revision: Revision; readonly jobs: number }[];
}

/** Data points that a round wants of each of its alerts on one push. */
export interface WantedPoints {
  readonly revision: Revision;
  readonly want: number;
  /** Inside a gap: it had no data before. */
  readonly isGap: boolean;
}

/**
 * What a round was to bring for each of its alerts. The notes tell jobs per push; a push inside a gap had no data, so its jobs
 * are what each alert was to get.
 */
export function roundWanted(
  round: AskedRound,
  rules: Pick<RoundRules, 'pointsPerRevision'>,
): readonly WantedPoints[] {
  const revisions = new Set(round.revisions);
  const gap = round.receipts.filter((r) => !revisions.has(r.revision));
  return [
    ...[...revisions].map((revision) => ({ revision, want: rules.pointsPerRevision, isGap: false })),
    ...gap.map((r) => ({
      revision: r.revision,
      want: Math.max(1, Math.round(r.jobs / Math.max(1, round.alerts.length))),
      isGap: true,
    })),
  ];
}

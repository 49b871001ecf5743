import type { AlertSummary } from '@/lib/model/alert';
import type { Instant, Revision, SignatureId } from '@/lib/model/ids';
import { isOk, type Problem } from '@/lib/model/outcome';
import type { NotesFacts } from '@/lib/notes/notes';
import { SIGNATURES_PER_REQUEST, type TreeherderReads } from '@/lib/treeherder/publicReads';

/** With six pages of summaries and the names of the frameworks it stays within twelve requests. */
export const MOST_POINT_REQUESTS = 5;
/** Data is read this far before the push of a summary. */
const WINDOW_SECONDS = 7 * 24 * 60 * 60;

/** A summary with what its notes say. */
export interface NotedFacts {
  readonly summary: AlertSummary;
  readonly facts: NotesFacts;
}

/** The points of the series that rounds wait for, as far as they were read. */
export interface ShiftPoints {
  /** Null where the series was not read. */
  count(signature: SignatureId, revision: Revision): number | null;
  readonly problem: Problem | null;
}

/** Before anything was read. */
export const UNREAD: ShiftPoints = { count: () => null, problem: null };

/**
 * Reads the points of the rounds that wait for data: one request for 150 series of a repository, the youngest summaries first.
 * What has no place in the requests stays unread.
 */
export async function readShiftPoints(
  reads: Pick<TreeherderReads, 'dataPoints'>,
  noted: readonly NotedFacts[],
  now: Instant,
): Promise<ShiftPoints> {
  const waiting = noted
    .filter(({ facts }) => facts.rounds.some((r) => r.status === 'pending'))
    .toSorted((a, b) => b.summary.created - a.summary.created);
  const read = new Set<SignatureId>();
  const counts = new Map<string, number>();
  const result = (problem: Problem | null): ShiftPoints => ({
    count: (signature, revision) =>
      read.has(signature) ? (counts.get(countKey(signature, revision)) ?? 0) : null,
    problem,
  });
  let left = MOST_POINT_REQUESTS;
  for (const [repository, here] of Map.groupBy(waiting, (w) => w.summary.repository)) {
    const wanted = [...new Set(here.flatMap(waitingSeries))];
    const oldest = Math.min(...here.map((w) => w.summary.pushTime));
    for (let at = 0; at < wanted.length && left > 0; at += SIGNATURES_PER_REQUEST, left--) {
      const some = wanted.slice(at, at + SIGNATURES_PER_REQUEST);
      const until = Math.floor(now / 1000) + 60;
      const answer = await reads.dataPoints(repository, some, oldest - WINDOW_SECONDS, until);
      if (!isOk(answer)) return result(answer.problem);
      for (const id of some) read.add(id);
      for (const { signatureId, revision } of answer.value) {
        const key = countKey(signatureId, revision);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return result(null);
}

const countKey = (signature: SignatureId, revision: Revision) => `${signature} ${revision}`;

function waitingSeries({ summary, facts }: NotedFacts): readonly SignatureId[] {
  const asked = new Set(facts.rounds.flatMap((r) => (r.status === 'pending' ? r.alerts : [])));
  return [...summary.alerts, ...summary.relatedAlerts].flatMap((a) =>
    asked.has(a.id) ? [a.signature.id] : [],
  );
}

import type { Instant, SummaryId } from '@/lib/model/ids';
import type { Problem } from '@/lib/model/outcome';
import type { NotedSummary } from '@/lib/notes/notes';

/** What is known of one summary, and how old that is. A failed read keeps the last good record beside its problem. */
export interface SummaryEntry {
  readonly summary: NotedSummary | null;
  readonly problem: Problem | null;
  readonly at: Instant;
}

/** The one place where alert data lives in a tab. Records are immutable; listeners hear of a summary by its id. */
export interface SummaryStore {
  get(id: SummaryId): SummaryEntry | undefined;
  /** Called before a read: its place in the order of the questions. The server's clock may step back, this never does. */
  ask(): number;
  /** @param asked the answer is to that question; left out, to one asked just now */
  put(summary: NotedSummary, at: Instant, asked?: number): void;
  putProblem(id: SummaryId, problem: Problem, at: Instant): void;
  /** Drops those that are not in view any more. */
  keepOnly(ids: ReadonlySet<SummaryId>): void;
  subscribe(listener: (id: SummaryId) => void): () => void;
  all(): readonly NotedSummary[];
}

/** One a tab. */
export function createSummaryStore(): SummaryStore {
  const entries = new Map<SummaryId, SummaryEntry>();
  const answered = new Map<SummaryId, number>();
  let questions = 0;
  const listeners = new Set<(id: SummaryId) => void>();
  const set = (id: SummaryId, entry: SummaryEntry) => {
    entries.set(id, entry);
    for (const listener of listeners) listener(id);
  };
  return {
    get: (id) => entries.get(id),
    ask: () => ++questions,
    put(summary, at, asked = ++questions) {
      // an older answer that comes late must not hide a newer one
      if ((answered.get(summary.id) ?? 0) > asked) return;
      answered.set(summary.id, asked);
      set(summary.id, { summary, problem: null, at });
    },
    putProblem(id, problem, at) {
      set(id, { summary: entries.get(id)?.summary ?? null, problem, at });
    },
    keepOnly(ids) {
      for (const id of entries.keys()) if (!ids.has(id)) entries.delete(id);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    all: () => [...entries.values()].flatMap((e) => (e.summary ? [e.summary] : [])),
  };
}

import type { AlertSnapshot } from './alertSnapshot';
import type { Instant, Revision, SummaryId } from './ids';
import type { Problem } from './outcome';

/** One write of ours that can be taken back for the rest of the browser's session. Plain JSON: it outlives a reload. */
export interface UndoRecord {
  /** Made by the tab that wrote. */
  readonly id: string;
  readonly summary: SummaryId;
  /** What was done, in words: '2 marks'. */
  readonly what: string;
  readonly at: Instant;
  /** The notes just before the write and as they were sent. */
  readonly notes: { readonly before: string; readonly after: string } | null;
  /** Alerts that were related or starred, and a status that was set; null when only the notes were written. */
  readonly relations: AlertSnapshot | null;
  /** The pushes that the summary was moved from and to. */
  readonly moved?: { readonly before: PushPair; readonly after: PushPair };
}

/** The two pushes of a summary: the one that is blamed, and the last one before it with data. Full revisions. */
export interface PushPair {
  readonly revision: Revision;
  readonly prevRevision: Revision;
}

/** The records with this one, newest last; one with the same id is replaced where it stands. */
export const withRecord = <R extends { readonly id: string }>(records: readonly R[], record: R): R[] =>
  records.some((r) => r.id === record.id)
    ? records.map((r) => (r.id === record.id ? record : r))
    : [...records, record];

/** Where taking back stands. */
export type UndoProgress =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working'; readonly what: string }
  | {
      readonly kind: 'done';
      readonly what: string;
      /** What it could not bring back, sentences for people. */
      readonly notRestored: readonly string[];
    }
  | { readonly kind: 'failed'; readonly problem: Problem };

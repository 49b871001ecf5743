import type { Instant, SummaryId } from './ids';
import type { RoundStatus } from './round';
import type { SheriffRole, WorkflowState } from './workflow';

/** A round as far as the queues go by it. */
export interface ShiftRound {
  readonly number: number;
  readonly status: RoundStatus;
  readonly by: string;
  readonly at: Instant;
  readonly jobs: number;
  readonly eta: Instant | null;
  /** Pushes that could not be asked, each with the reason. */
  readonly failed: readonly string[];
  /** Pushes that were asked. */
  readonly asked: number;
  /** Data points that are in and wanted; null while they were not read. */
  readonly points: { readonly have: number; readonly want: number } | null;
}

/** A deadline with the time left. */
export interface ShiftClock {
  readonly at: Instant;
  readonly overdue: boolean;
  /** 'bug due in 5 h'. */
  readonly text: string;
  /** How near: the last hours are a warning. */
  readonly urgency: 'calm' | 'soon' | 'overdue';
}

export const QUEUES = [
  'untriaged',
  'collecting data',
  'data ready: complete',
  'data ready: data coming',
  'needs data',
  'needs bug',
  'stuck',
] as const;
/** Where a summary waits. A stuck one stands in that list alone: it needs somebody before it goes on. */
export type QueueName = (typeof QUEUES)[number];

/** One summary of the shift. Plain JSON. */
export interface ShiftItem {
  readonly id: SummaryId;
  readonly repository: string;
  readonly framework: string;
  /** 'amazon, cnn and 3 more'. */
  readonly what: string;
  readonly alerts: number;
  readonly state: WorkflowState;
  readonly queue: QueueName;
  readonly role: SheriffRole;
  /** When the alert was raised. */
  readonly created: Instant;
  readonly triage: ShiftClock | null;
  readonly bug: ShiftClock | null;
  /** The newest round that was sent. */
  readonly round: ShiftRound | null;
  /** Why it does not go on by itself, and what to do; null when it does. */
  readonly stuck: { readonly why: string; readonly next: string } | null;
  /** Short name of who works on it. */
  readonly taker: string | null;
  /** The newest line for people in the notes. */
  readonly note: string;
  /** Who wrote the newest fact of Deputy's, and when. */
  readonly touched: { readonly by: string; readonly at: Instant } | null;
  /** It was there before this shift began, and nobody has touched it since. */
  readonly isLeft: boolean;
}

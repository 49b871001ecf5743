import type { Drawn } from './drawn';
import type { AlertId, PushId } from './ids';
import type { PlanInput } from './planInput';

/** The plan as its dialog shows it, in words and finished sums. Plain JSON, made where the plan is made. */
export interface PlanSheet {
  /** The bar's sentence. */
  readonly sentence: string;
  /** The seen text of the send button; null when there is nothing to send. */
  readonly sendText: string | null;
  /** What Treeherder's backfill bot does or did here, sentences. */
  readonly bot: readonly string[];
  /** Why it is not worth a round, as it looks. */
  readonly against: readonly string[];
  /** What a sheriff should mind, each a sentence: more alerts than usual, budgets that cut. */
  readonly warnings: readonly string[];
  readonly forms: readonly { readonly form: PlanInput['form']; readonly text: string }[];
  /** How many alerts a round may have by hand; null where there is nothing to raise. */
  readonly limit: { readonly least: number; readonly most: number } | null;
  /** Pushes of the plan and those that were taken out, oldest first. */
  readonly columns: readonly SheetColumn[];
  /** Alerts of the plan and those that were taken out, the most important first. */
  readonly rows: readonly SheetRow[];
  readonly mostPoints: number;
  /** What is left out and why, with its price where it can be had. */
  readonly leftOut: readonly string[];
  /** Terms and what they come to: this round, its pools, the day of person and team. */
  readonly price: readonly (readonly [string, string])[];
  /** What only shows, as the background has drawn it; absent where nothing is drawn. */
  readonly drawn?: SheetDrawing;
}

/** Above and below what can be changed. */
export interface SheetDrawing {
  readonly head: readonly Drawn[];
  readonly foot: readonly Drawn[];
}

export interface SheetColumn {
  readonly pushId: PushId;
  /** 12 digits. */
  readonly revision: string;
  /** 'alert', '−1', '+2' or 'gap'. */
  readonly place: string;
  readonly isStep: boolean;
  /** Points wanted by all alerts here; null where they differ. */
  readonly want: number | null;
}

export interface SheetRow {
  readonly alertId: AlertId;
  /** 'amazon loadtime windows11-64-24h2-shippable' */
  readonly name: string;
  readonly label: string;
  /** One for each column; null where the alert does not look at that push. */
  readonly cells: readonly (SheetCell | null)[];
}

export interface SheetCell {
  readonly want: number;
  /** Runs are asked for; the budgets left none of those that lack; all points are there or coming. */
  readonly state: 'need' | 'short' | 'done';
  /** '1 there, 1 coming, +1 with build, 1 trimmed' */
  readonly text: string;
}

import type { Stillness } from '@/components/guardedClick';
import type { Host } from '@/lib/host';
import type { CallBackground } from '@/lib/messages/background';
import type { Drawn } from '@/lib/model/drawn';
import type { SummaryId } from '@/lib/model/ids';
import type { WorkedOutViews } from '@/lib/rounds/askViews';
import type { BothBranches } from '@/lib/rounds/bothBranches';
import type { Settings } from '@/lib/settings/settings';
import type { SummaryStore } from '@/lib/store/summaryStore';
import type { SuggestionDesk } from '@/lib/suggestions/suggestionDesk';
import type { SuggestionLook } from '@/lib/suggestions/suggestionLook';
import type { ServerClock } from '@/lib/treeherder/serverClock';
import type { Desks } from './desks';

/** What all views draw from. */
export interface ViewDeps {
  readonly desks: Desks;
  /** What other summaries say about one. */
  readonly suggestions: (id: SummaryId) => SuggestionDesk;
  readonly look: SuggestionLook;
  readonly both: BothBranches;
  readonly call: CallBackground;
  /** The list of all keys. */
  readonly help: readonly Drawn[];
  readonly store: SummaryStore;
  readonly clock: ServerClock;
  readonly settings: Settings;
  readonly host: () => Host;
  readonly username: () => string;
  readonly signal: AbortSignal;
}

/** What a part of the views may do with the rest of them. */
export interface ViewContext extends ViewDeps {
  /** Draws the bar and the cells of a summary anew, at the next frame. */
  readonly renderSoon: (id: SummaryId) => void;
  /** What the background worked out for bars and cells. */
  readonly worked: WorkedOutViews;
  /** Wraps a press: its bar is the one that speaks from now on. */
  readonly acted: (id: SummaryId, work: () => unknown) => () => void;
  readonly stillness: (id: SummaryId) => Stillness;
  readonly canWrite: () => boolean;
  readonly lastActed: () => SummaryId | null;
  /** The bar whose press came too early. */
  readonly tooEarly: () => SummaryId | null;
  /** What came of ticking rows of this summary; '' after the next press. */
  readonly ticked: (id: SummaryId) => string;
  readonly sayTicked: (id: SummaryId, text: string) => void;
}

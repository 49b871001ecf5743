import type { Drawn } from '@/lib/model/drawn';
import type { PointDrawing, PointView } from '@/lib/model/graphPoint';
import type { KeyTable } from '@/lib/model/keys';
import type { PlanSheet, SheetDrawing } from '@/lib/model/planSheet';
import type {
  BarView,
  NotePreview,
  OutlookDrawing,
  RoundView,
  StripView,
  SummaryViews,
} from '@/lib/model/views';
import type { SuggestionDrawings } from '@/lib/suggestions/background';
import { taskPage } from '@/lib/taskcluster/roots';

/** What draws the parts of the page that only show. */
export interface Drawings extends SuggestionDrawings {
  readonly point: (view: PointView) => PointDrawing;
  readonly receipts: (
    receipts: NonNullable<BarView['receipts']>,
    taskUrl: (task: string) => string | null,
  ) => readonly Drawn[];
  readonly keys: (keys: KeyTable) => readonly Drawn[];
  readonly note: (preview: NotePreview) => readonly Drawn[];
  readonly strip: (strip: StripView) => readonly Drawn[];
  readonly sheet: (sheet: PlanSheet) => SheetDrawing;
  readonly outlook: (outlook: NonNullable<RoundView['outlook']>) => OutlookDrawing;
}

/** The views with what only shows drawn. */
export function withDrawings(views: SummaryViews, drawings: Drawings | undefined): SummaryViews {
  if (!drawings) return views;
  const { receipts, round, root } = views.bar;
  const taskUrl = (task: string) => (root ? taskPage(root, task) : null);
  return {
    cells: views.cells.map(({ strip, ...cell }) => ({
      ...cell,
      strip: strip && { ...strip, drawn: drawings.strip(strip) },
    })),
    bar: {
      ...views.bar,
      receipts: receipts && { ...receipts, drawn: drawings.receipts(receipts, taskUrl) },
      round: round && {
        ...round,
        outlook: round.outlook && { ...round.outlook, drawn: drawings.outlook(round.outlook) },
      },
    },
  };
}

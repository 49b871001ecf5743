import type { Drawn } from '@/lib/model/drawn';
import type { PointDrawing, PointView } from '@/lib/model/graphPoint';
import type { KeyTable } from '@/lib/model/keys';
import type { PlanSheet, SheetDrawing } from '@/lib/model/planSheet';
import type { Evidence, SeriesHistory } from '@/lib/model/suggestions';
import {
  type BarView,
  bestOf,
  type NotePreview,
  type OutlookDrawing,
  type RoundView,
  type StripView,
} from '@/lib/model/views';
import { EvidenceView, HistoryView } from './evidence';
import { KeysList } from './keysList';
import { NotePreviewLines } from './notePreview';
import { OutlookWords, Suspect } from './outlookWords';
import { PlanFoot, PlanHead } from './planWords';
import { PointAround, PointHead } from './pointPanel';
import { ReceiptList } from './receiptList';
import { StripCells } from './stripCells';
import { toDrawn } from './toDrawn';

/** What the background draws for the page, each from its record. @param summaryUrl address of a summary's own page */
export const createDrawings = (summaryUrl: (id: number) => string) => ({
  point: (view: PointView): PointDrawing => ({
    head: toDrawn(<PointHead view={view} />),
    around: toDrawn(<PointAround view={view} />),
  }),
  receipts: (
    { number, items }: NonNullable<BarView['receipts']>,
    taskUrl: (task: string) => string | null,
  ): readonly Drawn[] => toDrawn(<ReceiptList number={number} items={items} taskUrl={taskUrl} />),
  keys: (keys: KeyTable): readonly Drawn[] => toDrawn(<KeysList keys={keys} />),
  note: (preview: NotePreview): readonly Drawn[] => toDrawn(<NotePreviewLines preview={preview} />),
  strip: (strip: StripView): readonly Drawn[] => toDrawn(<StripCells cells={strip.cells} />),
  sheet: (sheet: PlanSheet): SheetDrawing => ({
    head: toDrawn(<PlanHead sheet={sheet} />),
    foot: toDrawn(<PlanFoot sheet={sheet} />),
  }),
  outlook: (outlook: NonNullable<RoundView['outlook']>): OutlookDrawing => ({
    words: toDrawn(<OutlookWords outlook={outlook} />),
    suspects: (bestOf(outlook)?.suspects ?? []).map((suspect) => toDrawn(<Suspect suspect={suspect} />)),
  }),
  evidence: (evidence: Evidence): readonly Drawn[] =>
    toDrawn(<EvidenceView evidence={evidence} summaryUrl={summaryUrl} history={null} />),
  history: (history: SeriesHistory): readonly Drawn[] =>
    toDrawn(<HistoryView history={history} summary={summaryUrl} />),
});

import type { Drawn } from '@/lib/model/drawn';
import type { PointDrawing, PointView } from '@/lib/model/graphPoint';
import type { Evidence, SeriesHistory } from '@/lib/model/suggestions';
import { EvidenceView, HistoryView } from './evidence';
import { PointAround, PointHead } from './pointPanel';
import { toDrawn } from './toDrawn';

/** What the background draws for the page, each from its record. @param summaryUrl address of a summary's own page */
export const createDrawings = (summaryUrl: (id: number) => string) => ({
  point: (view: PointView): PointDrawing => ({
    head: toDrawn(<PointHead view={view} />),
    around: toDrawn(<PointAround view={view} />),
  }),
  evidence: (evidence: Evidence): readonly Drawn[] =>
    toDrawn(<EvidenceView evidence={evidence} summaryUrl={summaryUrl} history={null} />),
  history: (history: SeriesHistory): readonly Drawn[] =>
    toDrawn(<HistoryView history={history} summary={summaryUrl} />),
});

export type Drawings = ReturnType<typeof createDrawings>;

/** The figures of one size that have a limit; as the bench prints them. */
export interface PageFigures {
  readonly lastBarAfterRows: number;
  readonly longestOwnTask: number;
  readonly sort: number;
}
export interface PageRecord {
  readonly [size: `10x${number}`]: PageFigures;
  /** First evaluation of the content scripts and of the library floor, ms. */
  readonly evaluation?: { readonly deputy: number; readonly floor: number };
  readonly heap?: { readonly withoutMb: number; readonly withMb: number };
  readonly hidden?: { readonly requests: number; readonly timers: number };
  readonly bytes: { readonly raw: number; readonly gzip: number };
}

/** Issue limits for 10 × 50 rows at four times slow-down: ms, and the host's re-render with Deputy by that without. */
export const MOST = { longestOwnTask: 50, lastBarAfterRows: 100, sort: 1.1, evaluationByFloor: 2 };
/** What 50 page changes may leave behind beyond the page's own, MB. */
const MOST_HEAP_MB = 2;
/** 10 × 110 rows against 10 × 50: linear is 2.2. */
const MOST_GROWTH = 2.2;

/** What is over its limit, in words; empty when nothing is. */
export function overLimits(record: PageRecord): string[] {
  const over: string[] = [];
  const check = (what: string, figure: number | undefined, most: number) => {
    if (figure !== undefined && figure > most) over.push(`${what}: ${figure.toFixed(2)}, at most ${most}`);
  };
  const usual = record['10x50'];
  check('longest own task, ms', usual?.longestOwnTask, MOST.longestOwnTask);
  check('last bar after the last row, ms', usual?.lastBarAfterRows, MOST.lastBarAfterRows);
  check('re-render of the host, with by without', usual?.sort, MOST.sort);
  check(
    'first evaluation by that of the floor',
    record.evaluation && record.evaluation.deputy / record.evaluation.floor,
    MOST.evaluationByFloor,
  );
  const many = record['10x110'];
  if (usual && many)
    check('110 rows by 50, longest own task', many.longestOwnTask / usual.longestOwnTask, MOST_GROWTH);
  const { heap, hidden, bytes } = record;
  check(
    'heap after the page changes, MB beyond the page’s own',
    heap && heap.withMb - heap.withoutMb,
    MOST_HEAP_MB,
  );
  check('requests while hidden', hidden?.requests, 0);
  check('timers while hidden', hidden?.timers, 0);
  check('content scripts, bytes', bytes.raw, 150_000);
  check('content scripts packed, bytes', bytes.gzip, 50_000);
  return over;
}

import { useEffect, useRef, useState } from 'preact/hooks';

/** About a screen's worth; there may be seven such tables. */
const FIRST_ROWS = 8;
const MORE_ROWS = 50;
/** The next ones are there before they are scrolled to. */
const AHEAD = '800px';

/**
 * How many rows of a long table are drawn: a few at first, more as its end comes near. What a change of the filter draws is then
 * little, however long the tables are.
 * @param total rows that there are
 * @returns the number, and the mark of what stands behind the last row
 */
export function useGrowingRows(total: number) {
  const [drawn, setDrawn] = useState(FIRST_ROWS);
  const end = useRef<HTMLDivElement>(null);
  const isWhole = drawn >= total;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a mark that is still in sight after rows were added is told of only by a new observer
  useEffect(() => {
    const mark = end.current;
    if (!mark || isWhole) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setDrawn((n) => n + MORE_ROWS);
      },
      { rootMargin: AHEAD },
    );
    observer.observe(mark);
    return () => observer.disconnect();
  }, [drawn, isWhole]);
  return { drawn, isWhole, end, drawAll: () => setDrawn(Number.POSITIVE_INFINITY) };
}

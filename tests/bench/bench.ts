/**
 * `npm run bench`: how the time of what runs on each look at a page grows with its input. Ratios only, for seconds mean
 * nothing on a shared machine. The last line is JSON; exit 1 when something grows clearly faster than its input.
 */
import { parseNotes, printNotes } from '@/lib/notes/notes';

const TIMES_LONGER = 10;
/** Linear work gives about 10; the rest is room for the collector and for caches. */
const MOST = 25;

const notes = (marks: number) =>
  [
    '[sheriff] round 1',
    '-- deputy 1 --',
    ...Array.from({ length: marks }, (_, i) => `mark ${800_000 + i} on sheriff 2026-01-01T00:00:00Z`),
    '-- /deputy --',
  ].join('\n');

function fastest(work: () => unknown): number {
  const took = Array.from({ length: 15 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...took);
}

const [short, long] = [notes(300), notes(300 * TIMES_LONGER)];
const parse = fastest(() => printNotes(parseNotes(long))) / fastest(() => printNotes(parseNotes(short)));
console.log(`reading notes that are ${TIMES_LONGER} times longer takes ${parse.toFixed(1)} times as long`);
console.log(JSON.stringify({ parse: Number(parse.toFixed(2)), most: MOST }));
if (parse > MOST) process.exit(1);

import type { Instant, SummaryId } from '@/lib/model/ids';
import type { ShiftItem } from '@/lib/model/shift';
import { counted, timeInWords } from '@/lib/model/words';
import { HOUR_MS } from './clocks';
import { byQueue, byRisk, nextDue, SHIFT_HOURS } from './shiftQueue';

/** What is due within the next shift is worth a line. */
const AHEAD_MS = SHIFT_HOURS * HOUR_MS;

/**
 * What one sheriff tells the next, as plain text: what was sent and handed over in the last 8 hours, what is stuck with its next
 * step, what waits for data until when, and what is due within the next 8 hours.
 * @param urlOf address of a summary
 */
export function shiftReport(
  items: readonly ShiftItem[],
  now: Instant,
  urlOf: (id: SummaryId) => string,
): string {
  const since = now - SHIFT_HOURS * HOUR_MS;
  const sorted = items.toSorted(byRisk);
  const queues = byQueue(items);
  const line = (item: ShiftItem, words: string) =>
    `- #${item.id} ${item.what} (${item.repository}): ${words}\n  ${urlOf(item.id)}`;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [
      'Sent',
      sorted.flatMap((item) => {
        const { round } = item;
        if (!round || round.status === 'claimed' || round.at < since) return [];
        return [
          line(
            item,
            `round ${round.number}, ${counted(round.jobs, 'job')}, by ${round.by} at ${timeInWords(round.at, now)}`,
          ),
        ];
      }),
    ],
    [
      'Handed over',
      sorted.flatMap((item) =>
        item.state === 'data ready' && item.touched !== null && item.touched.at >= since
          ? [line(item, item.queue === 'data ready: complete' ? 'data complete' : dataWords(item, now))]
          : [],
      ),
    ],
    [
      'Stuck',
      (queues.get('stuck') ?? []).map((item) => line(item, `${item.stuck?.why}. Next: ${item.stuck?.next}`)),
    ],
    [
      'Waiting for data',
      [...(queues.get('collecting data') ?? []), ...(queues.get('data ready: data coming') ?? [])].map(
        (item) => line(item, dataWords(item, now)),
      ),
    ],
    [
      'Due next',
      sorted.flatMap((item) => {
        const due = nextDue(item);
        if (due > now + AHEAD_MS) return [];
        const clock = item.bug?.at === due ? item.bug : item.triage;
        return [line(item, `${item.state}, ${clock?.text ?? ''}`)];
      }),
    ],
  ];
  const day = new Date(now).toISOString().slice(0, 10);
  return [
    `Performance alerts, shift report of ${day} ${timeInWords(now, now)}`,
    ...sections.map(
      ([title, lines]) => `\n${title}: ${lines.length || 'none'}${lines.map((l) => `\n${l}`).join('')}`,
    ),
  ].join('\n');
}

/** '14 of 20 points, rest about 16:40 UTC'. */
function dataWords({ round }: Pick<ShiftItem, 'round'>, now: Instant): string {
  if (!round) return 'no round was sent';
  const points = round.points
    ? `${round.points.have} of ${round.points.want} points`
    : counted(round.jobs, 'job');
  return round.eta === null ? points : `${points}, rest about ${timeInWords(round.eta, now)}`;
}

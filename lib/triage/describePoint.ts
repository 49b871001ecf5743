import type { PointPush, PointRow } from '@/lib/model/graphPoint';
import { type PushId, shortRevision } from '@/lib/model/ids';
import type { Push } from '@/lib/model/push';
import { counted } from './describePlan';
import type { pointWindow, WindowPush } from './pointWindow';

export interface PointWords {
  readonly unit: string | null;
  readonly pushes: readonly Push[];
  readonly backedOut: ReadonlySet<PushId>;
  /** The push in the job view. */
  readonly urlOf: (push: WindowPush) => string;
}

/** Titles of one push that are shown; a merge brings hundreds. */
const SHOWN_TITLES = 5;

/** The window around a point in words. */
export function describePoint(
  window: NonNullable<ReturnType<typeof pointWindow>>,
  words: PointWords,
): readonly PointRow[] {
  const byId = new Map(words.pushes.map((p) => [p.id, p]));
  return window.flatMap(({ revision, gap }): PointRow[] => {
    const row: PointRow = { kind: 'revision', push: pushInWords(revision, byId, words) };
    if (gap.length === 0) return [row];
    const coming = gap.reduce((sum, p) => sum + p.coming, 0);
    const text = `${counted(gap.length, 'push', 'pushes')} without data${coming > 0 ? `, ${counted(coming, 'run')} to come` : ''}`;
    return [row, { kind: 'gap', text, pushes: gap.map((p) => pushInWords(p, byId, words)) }];
  });
}

function pushInWords(push: WindowPush, byId: ReadonlyMap<PushId, Push>, words: PointWords): PointPush {
  const { offset, have, want, coming, failed, level } = push;
  const known = byId.get(push.id);
  const titles = (known?.commits ?? []).slice(0, SHOWN_TITLES).map((c) => c.message.split('\n', 1)[0] ?? '');
  const runs = [...(coming > 0 ? [`${coming} to come`] : []), ...(failed > 0 ? [`${failed} failed`] : [])];
  return {
    revision: push.revision,
    url: words.urlOf(push),
    place: offset === null ? '' : placeInWords(offset),
    points: want > 0 ? `${have} of ${want}` : String(have),
    runs: runs.join(', '),
    level: level === null ? '' : valueInWords(level, words.unit),
    titles,
    more: Math.max(0, (known?.commitCount ?? 0) - titles.length),
    backedOut: words.backedOut.has(push.id),
  };
}

/** 'this point', '+1', '−2' */
const placeInWords = (offset: number) =>
  offset === 0 ? 'this point' : offset > 0 ? `+${offset}` : `−${-offset}`;

/** '812.4 ms': four digits tell levels apart, whatever the unit. */
const valueInWords = (value: number, unit: string | null) =>
  `${Number(value.toPrecision(4))}${unit ? ` ${unit}` : ''}`;

/**
 * For a bug: what is known, as plain text.
 * @param said the verdict, with its suspects if there are any
 * @param url of the graph, whole
 */
export function pointReport(name: string, said: string, rows: readonly PointRow[], url: string): string {
  const lines = rows.map((row) =>
    row.kind === 'gap'
      ? `  (${row.text})`
      : [
          `${shortRevision(row.push.revision)} ${row.push.place}: ${row.push.points} points`,
          row.push.level,
          row.push.runs,
          row.push.backedOut ? 'backed out since' : '',
        ]
          .filter((part) => part !== '')
          .join(', '),
  );
  return [name, said, 'Data around the point:', ...lines, url].join('\n');
}

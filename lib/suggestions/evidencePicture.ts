import { shortRevision } from '@/lib/model/ids';
import type { EvidencePicture, EvidencePoint, EvidenceSeries } from '@/lib/model/suggestions';
import { medianOrNull } from '@/lib/triage/levels';

/** In the unit of the picture's own coordinates. */
const WIDTH = 440;
const HEIGHT = 90;
const EDGE = 8;

type PlainSeries = Omit<EvidenceSeries, 'text' | 'picture'>;

/** A series with its text and its picture. @param otherPushTime Unix seconds, marked as far as it lies in the picture; null for none */
export const withPicture = (series: PlainSeries, otherPushTime: number | null): EvidenceSeries => ({
  ...series,
  text: seriesInWords(series),
  picture: series.points.length > 0 ? pictureOf(series, otherPushTime) : null,
});

/** The points of one series by push time, its levels, and both pushes. */
function pictureOf(series: PlainSeries, otherPushTime: number | null): EvidencePicture {
  const { points, pushTime, prevValue, newValue } = series;
  const times = [...points.map((p) => p.time), pushTime];
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const values = [...points.map((p) => p.value), ...[prevValue, newValue].filter((v) => v !== null)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (time: number) => toTenth(EDGE + ((time - from) / (to - from || 1)) * (WIDTH - 2 * EDGE));
  const y = (value: number) =>
    toTenth(HEIGHT - EDGE - ((value - low) / (high - low || 1)) * (HEIGHT - 2 * EDGE));
  const upright = (kind: 'own-push' | 'other-push', time: number) => ({
    kind,
    x1: x(time),
    x2: x(time),
    y1: 0,
    y2: HEIGHT,
  });
  const level = (value: number | null, start: number, end: number) =>
    value === null ? [] : [{ kind: 'level' as const, x1: x(start), x2: x(end), y1: y(value), y2: y(value) }];
  return {
    width: WIDTH,
    height: HEIGHT,
    lines: [
      ...(otherPushTime !== null && otherPushTime >= from && otherPushTime <= to
        ? [upright('other-push', otherPushTime)]
        : []),
      upright('own-push', pushTime),
      ...level(prevValue, from, pushTime),
      ...level(newValue, pushTime, to),
    ],
    dots: points.map((p) => ({
      kind: p.time < pushTime ? 'before' : 'after',
      revision: p.revision,
      x: x(p.time),
      y: y(p.value),
      r: p.runs > 1 ? 3 : 2,
    })),
  };
}

const toTenth = (n: number) => Math.round(n * 10) / 10;

/** The levels are told of so many pushes next to the step: further out a backout or another step may lie. */
const NEAR = 5;

/** 'autoland: 12 pushes before 0123456789ab, the last 5 at about 810 ms; 4 pushes from it on at about 859 ms (+6.0 %).' */
export function seriesInWords(series: PlainSeries): string {
  const { repository, points, pushTime, revision } = series;
  if (points.length === 0) return `${repository}: no data around push ${shortRevision(revision)}.`;
  const unit = series.unit ? ` ${series.unit}` : '';
  const before = points.filter((p) => p.time < pushTime);
  const after = points.filter((p) => p.time >= pushTime);
  const [low, high] = [level(before.slice(-NEAR)), level(after.slice(0, NEAR))];
  const part = ({ length }: readonly EvidencePoint[], value: number | null, where: string, near: string) =>
    value === null
      ? `none ${where}`
      : `${length} ${length === 1 ? 'push' : 'pushes'} ${where}${length > NEAR ? `, the ${near} ${NEAR}` : ''} at about ${rounded(value)}${unit}`;
  const change =
    low === null || high === null || low === 0
      ? ''
      : ` (${high >= low ? '+' : '−'}${Math.abs((100 * (high - low)) / low).toFixed(1)} %)`;
  const told = [
    part(before, low, `before ${shortRevision(revision)}`, 'last'),
    part(after, high, 'from it on', 'first'),
  ];
  return `${repository}: ${told.join('; ')}${change}.`;
}

/** Median over the pushes; null when there are none. */
const level = (points: readonly EvidencePoint[]) => medianOrNull(points.map((p) => p.value));

const rounded = (value: number) => String(Number(value.toPrecision(4)));

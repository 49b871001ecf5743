import { shortRevision } from '@/lib/model/ids';
import type { Evidence, EvidencePoint, EvidenceSeries, SeriesHistory } from '@/lib/model/suggestions';

export interface EvidenceLinks {
  /** Both series in the graphs page. */
  readonly graphs: string;
  readonly pushHere: string;
  readonly pushThere: string;
  readonly summary: (id: number) => string;
}

const WIDTH = 440;
const HEIGHT = 90;
const EDGE = 8;

/** Both series around the two pushes: a small picture of each with its text, and where to look further. */
export function EvidenceView({
  evidence,
  links,
  history,
}: {
  readonly evidence: Evidence;
  readonly links: EvidenceLinks;
  /** How the last alerts of the series ended; null until it was asked for. */
  readonly history: SeriesHistory | null;
}) {
  const { there, here, name } = evidence;
  return (
    <figure class="evidence">
      <figcaption>{name}</figcaption>
      <Series series={there} other={here} push={links.pushThere} />
      <Series series={here} other={there} push={links.pushHere} />
      <div class="row">
        <a href={links.graphs} target="_blank" rel="noreferrer">
          Both series in the graphs
        </a>
      </div>
      {history && <HistoryView history={history} summary={links.summary} />}
    </figure>
  );
}

function Series({
  series,
  other,
  push,
}: {
  readonly series: EvidenceSeries;
  readonly other: EvidenceSeries;
  readonly push: string;
}) {
  return (
    <div class="series">
      {series.points.length > 0 && <Picture series={series} other={other} />}
      <p class="detail said">
        {seriesInWords(series)}{' '}
        <a href={push} target="_blank" rel="noreferrer">
          Push {shortRevision(series.revision)}
        </a>
      </p>
    </div>
  );
}

/** The points of one series by push time, its levels, and both pushes as far as they lie in the picture. */
function Picture({ series, other }: { readonly series: EvidenceSeries; readonly other: EvidenceSeries }) {
  const { points, pushTime, prevValue, newValue } = series;
  const times = [...points.map((p) => p.time), pushTime];
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const values = [...points.map((p) => p.value), ...[prevValue, newValue].filter((v) => v !== null)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (time: number) => EDGE + ((time - from) / (to - from || 1)) * (WIDTH - 2 * EDGE);
  const y = (value: number) => HEIGHT - EDGE - ((value - low) / (high - low || 1)) * (HEIGHT - 2 * EDGE);
  const inside = (time: number) => time >= from && time <= to;
  return (
    <svg class="picture" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={seriesInWords(series)}>
      {inside(other.pushTime) && (
        <line class="other-push" x1={x(other.pushTime)} x2={x(other.pushTime)} y1={0} y2={HEIGHT} />
      )}
      <line class="own-push" x1={x(pushTime)} x2={x(pushTime)} y1={0} y2={HEIGHT} />
      {prevValue !== null && (
        <line class="level" x1={x(from)} x2={x(pushTime)} y1={y(prevValue)} y2={y(prevValue)} />
      )}
      {newValue !== null && (
        <line class="level" x1={x(pushTime)} x2={x(to)} y1={y(newValue)} y2={y(newValue)} />
      )}
      {points.map((p) => (
        <circle
          key={p.revision}
          class={p.time < pushTime ? 'before' : 'after'}
          cx={x(p.time)}
          cy={y(p.value)}
          r={p.runs > 1 ? 3 : 2}
        />
      ))}
    </svg>
  );
}

/** 'autoland: 12 pushes before 0123456789ab at about 810 ms, 8 from it on at about 859 ms (+6.0 %).' */
export function seriesInWords(series: EvidenceSeries): string {
  const { repository, points, pushTime, revision } = series;
  if (points.length === 0) return `${repository}: no data around push ${shortRevision(revision)}.`;
  const unit = series.unit ? ` ${series.unit}` : '';
  const before = points.filter((p) => p.time < pushTime);
  const after = points.filter((p) => p.time >= pushTime);
  const [low, high] = [level(before), level(after)];
  const part = (side: readonly EvidencePoint[], value: number | null, where: string) =>
    value === null
      ? `none ${where}`
      : `${side.length} ${side.length === 1 ? 'push' : 'pushes'} ${where} at about ${rounded(value)}${unit}`;
  const change =
    low === null || high === null || low === 0
      ? ''
      : ` (${high >= low ? '+' : '−'}${Math.abs((100 * (high - low)) / low).toFixed(1)} %)`;
  return `${repository}: ${part(before, low, `before ${shortRevision(revision)}`)}, ${part(after, high, 'from it on')}${change}.`;
}

/** Median over the pushes; null when there are none. */
function level(points: readonly EvidencePoint[]): number | null {
  const sorted = points.map((p) => p.value).sort((a, b) => a - b);
  const high = sorted[sorted.length >> 1];
  if (high === undefined) return null;
  return sorted.length % 2 === 1 ? high : ((sorted[(sorted.length >> 1) - 1] ?? high) + high) / 2;
}

const rounded = (value: number) => String(Number(value.toPrecision(4)));

function HistoryView({
  history,
  summary,
}: {
  readonly history: SeriesHistory;
  readonly summary: (id: number) => string;
}) {
  return (
    <details class="history">
      <summary class="fold">Alerts of this series: {history.text}</summary>
      <ul class="plain">
        {history.alerts.map((a) => (
          <li key={a.alertId}>
            <a href={summary(a.summaryId)} target="_blank" rel="noreferrer">
              #{a.summaryId}
            </a>{' '}
            {new Date(a.pushTime * 1000).toISOString().slice(0, 10)}:{' '}
            {a.isRegression ? 'regression' : 'improvement'}
            {a.amountPct === null ? '' : ` ${a.amountPct.toFixed(1)} %`}, {a.status}
            {a.bugNumber === null ? '' : `, bug ${a.bugNumber}`}
            {a.noiseNotes.map((note) => (
              <div key={note} class="detail">
                {note}
              </div>
            ))}
          </li>
        ))}
      </ul>
    </details>
  );
}

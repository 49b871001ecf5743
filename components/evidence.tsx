import { shortRevision } from '@/lib/model/ids';
import type { Evidence, EvidencePicture, EvidenceSeries, SeriesHistory } from '@/lib/model/suggestions';

/** Both series around the two pushes: a small picture of each with its text, and where to look further. */
export function EvidenceView({
  evidence,
  summaryUrl,
  history,
}: {
  readonly evidence: Evidence;
  /** Address of a summary's own page. */
  readonly summaryUrl: (id: number) => string;
  /** How the last alerts of the series ended; null until it was asked for. */
  readonly history: SeriesHistory | null;
}) {
  const { there, here, name, links } = evidence;
  return (
    <figure class="evidence">
      <figcaption>{name}</figcaption>
      <Series series={there} push={links.pushThere} />
      <Series series={here} push={links.pushHere} />
      <div class="row">
        <a href={links.graphs} target="_blank" rel="noreferrer">
          Both series in the graphs
        </a>
      </div>
      {history && <HistoryView history={history} summary={summaryUrl} />}
    </figure>
  );
}

function Series({ series, push }: { readonly series: EvidenceSeries; readonly push: string }) {
  const { text, picture, revision } = series;
  return (
    <div class="series">
      {picture && <Picture picture={picture} text={text} />}
      <p class="detail said">
        {text}{' '}
        <a href={push} target="_blank" rel="noreferrer">
          Push {shortRevision(revision)}
        </a>
      </p>
    </div>
  );
}

/** A series as it is drawn. */
export function Picture({ picture, text }: { readonly picture: EvidencePicture; readonly text: string }) {
  const { width, height, lines, dots } = picture;
  return (
    <svg class="picture" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={text}>
      {lines.map(({ kind, ...place }) => (
        <line key={`${kind} ${place.x1} ${place.x2}`} class={kind} {...place} />
      ))}
      {dots.map(({ kind, revision, x, y, r }) => (
        <circle key={revision} class={kind} cx={x} cy={y} r={r} />
      ))}
    </svg>
  );
}

/** How the last alerts of a series ended. */
export function HistoryView({
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
            {a.text}
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

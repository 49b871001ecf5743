/** Series of the graphs page: what the API gives, what is drawn, and how the address names them. */
import { endpoints, getJson } from '../http';
import type { AlertSummary } from '../types';

interface Datum {
  id: number;
  job_id: number | null;
  push_id: number;
  revision: string;
  push_timestamp: string;
  submit_time: string | null;
  value: number;
}

interface SeriesAnswer {
  signature_id: number;
  framework_id: number;
  signature_hash: string;
  platform: string;
  suite: string;
  name: string;
  lower_is_better: boolean;
  parent_signature: number | null;
  repository_name: string;
  repository_id: number;
  measurement_unit: string | null;
  application: string;
  data: Datum[];
}

/** What the address says of one series. */
export interface SeriesWanted {
  repository: string;
  /** An id, or a hash of 40 digits. */
  signature: string;
  framework: string;
}

export interface GraphPoint {
  x: number;
  y: number;
  revision: string;
  pushId: number;
  jobId: number | null;
  dataPointId: number;
  signatureId: number;
  triggered: number | null;
  alertSummary: AlertSummary | undefined;
}

export interface GraphSeries {
  name: string;
  suite: string;
  signatureId: number;
  signatureHash: string;
  frameworkId: number;
  platform: string;
  repository: string;
  repositoryId: number;
  application: string;
  unit: string;
  lowerIsBetter: boolean;
  parentSignature: number | null;
  color: string;
  visible: boolean;
  data: GraphPoint[];
}

export interface SelectedPoint {
  signatureId: number;
  dataPointId: number;
}

export interface Zoom {
  x: [number, number];
  y: [number, number];
}

const colors = ['#464876', '#16bcde', '#c92d2f', '#ffb851', '#9d6db3', '#2a2'];

export const timeRanges = [
  { value: 86_400, text: 'Last day' },
  { value: 172_800, text: 'Last 2 days' },
  { value: 604_800, text: 'Last 7 days' },
  { value: 1_209_600, text: 'Last 14 days' },
  { value: 2_592_000, text: 'Last 30 days' },
  { value: 5_184_000, text: 'Last 60 days' },
  { value: 7_776_000, text: 'Last 90 days' },
  { value: 31_536_000, text: 'Last year' },
];
export const defaultTimeRange = 1_209_600;

export function wantedSeries(search: string): SeriesWanted[] {
  return new URLSearchParams(search).getAll('series').map((text) => {
    const [repository = '', signature = '', , framework = ''] = text.split(',');
    return { repository, signature, framework };
  });
}

export function selectedIn(search: string): SelectedPoint | null {
  const [signature = '', point = ''] = (new URLSearchParams(search).get('selected') ?? '').split(',');
  const selected = { signatureId: Number.parseInt(signature, 10), dataPointId: Number.parseInt(point, 10) };
  return Number.isNaN(selected.dataPointId) ? null : selected;
}

export function zoomIn(search: string): Zoom | null {
  const [x1, x2, y1, y2] = (new URLSearchParams(search).get('zoom') ?? '').split(',').map(Number);
  if (!x1 || !x2 || y1 === undefined || y2 === undefined) return null;
  return { x: [x1, x2], y: [y1, y2] };
}

/** What one can change about the page, beside its series. */
export interface GraphView {
  timeRange: number;
  replicates: boolean;
  showTable: boolean;
  highlightedToRevision: string | null;
  selected: SelectedPoint | null;
  zoom: Zoom | null;
}

/** As the page writes it after each change: names in order, commas kept. */
export function printGraphQuery(series: readonly GraphSeries[], query: GraphView): string {
  const params: [string, string][] = series.map((s) => [
    'series',
    `${s.repository},${s.signatureId},1,${s.frameworkId}`,
  ]);
  params.push(['highlightAlerts', '1']);
  params.push(['replicates', String(Number(query.replicates))]);
  params.push(['showTable', String(Number(query.showTable))]);
  params.push(['timerange', String(query.timeRange)]);
  if (query.highlightedToRevision) params.push(['highlightedToRevision', query.highlightedToRevision]);
  if (query.selected)
    params.push(['selected', `${query.selected.signatureId},${query.selected.dataPointId}`]);
  if (query.zoom) params.push(['zoom', [...query.zoom.x, ...query.zoom.y].join(',')]);
  params.sort(([a], [b]) => a.localeCompare(b));
  return `?${new URLSearchParams(params)}`.replaceAll('%2C', ',');
}

/** @throws a sentence for the red line, when a series cannot be read. */
export async function readSeries(
  wanted: readonly SeriesWanted[],
  timeRange: number,
  replicates: boolean,
): Promise<GraphSeries[]> {
  const answers = await Promise.all(
    wanted.map(({ repository, signature, framework }) => {
      const query = new URLSearchParams({
        repository,
        signature,
        framework,
        interval: String(timeRange),
        all_data: 'true',
        replicates: String(replicates),
      });
      return getJson<SeriesAnswer[]>(`/api/performance/summary/?${query}`);
    }),
  );
  const found: SeriesAnswer[] = [];
  for (const answer of answers) {
    if (answer.failureStatus !== null) throw new Error(answer.message);
    if (answer.data[0]) found.push(answer.data[0]);
  }
  const alerts = await Promise.all(
    found.map(async ({ signature_id: signature, repository_id: repository }) => {
      const query = `alerts__series_signature=${signature}&repository=${repository}&limit=30&timerange=${timeRange}`;
      const answer = await getJson<{ results: AlertSummary[] }>(`${endpoints.summaries}?${query}`);
      return answer.failureStatus === null ? answer.data.results : [];
    }),
  );
  return found.map((series, i) => toSeries(series, alerts[i] ?? [], colors[i]));
}

function toSeries(answer: SeriesAnswer, alerts: AlertSummary[], color: string | undefined): GraphSeries {
  const alertOf = new Map(alerts.map((a) => [a.push_id, a]));
  return {
    name: answer.name,
    suite: answer.suite,
    signatureId: answer.signature_id,
    signatureHash: answer.signature_hash,
    frameworkId: answer.framework_id,
    platform: answer.platform,
    repository: answer.repository_name,
    repositoryId: answer.repository_id,
    application: answer.application,
    unit: answer.measurement_unit ?? '',
    lowerIsBetter: answer.lower_is_better,
    parentSignature: answer.parent_signature,
    // more series than colours are there, and hidden
    color: color ?? '#6c757d',
    visible: color !== undefined,
    data: answer.data.map((d) => ({
      x: Date.parse(`${d.push_timestamp}Z`),
      y: d.value,
      revision: d.revision,
      pushId: d.push_id,
      jobId: d.job_id,
      dataPointId: d.id,
      signatureId: answer.signature_id,
      triggered: d.submit_time === null ? null : Date.parse(`${d.submit_time}Z`),
      alertSummary: alertOf.get(d.push_id),
    })),
  };
}

import type { AlertId, SummaryId } from '@/lib/model/ids';
import type { Suggestion } from '@/lib/model/suggestions';
import { guardedClick, isLive, type Stillness, trustedClick } from './guardedClick';
import { TableHead } from './tableHead';
import { Tick } from './tick';

/** How far a row is. */
export type RowState = 'waiting' | 'under way' | 'done' | 'not done';

export interface UpstreamTableProps {
  readonly summaryId: SummaryId;
  /** Kept as they were when the run began: what is marked leaves the suggestions. */
  readonly rows: readonly Suggestion[];
  readonly ticked: ReadonlySet<SummaryId>;
  /** The alerts that a row would mark; an alert stands in one row only. */
  readonly chosen: (row: Suggestion) => readonly AlertId[];
  readonly states: ReadonlyMap<SummaryId, RowState>;
  /** Counts alerts; null before the first run. */
  readonly progress: {
    readonly done: number;
    readonly total: number;
    readonly failed: number;
    readonly isRunning: boolean;
  } | null;
  readonly canWrite: boolean;
  readonly stillness: Stillness;
  readonly summaryUrl: (id: number) => string;
  readonly onTick: (target: SummaryId, on: boolean) => void;
  /** Starts, or goes on after a stop: what is done already is left alone. */
  readonly onStart: () => void;
  readonly onStop: () => void;
  readonly onShowEvidence: (row: Suggestion) => void;
}

/** Several upstreams of one summary: which alerts go where, and one press for all that are ticked. */
export function UpstreamTable(props: UpstreamTableProps) {
  const { summaryId, rows, progress } = props;
  return (
    <section class="upstreams" aria-label={`Upstreams of alert #${summaryId}`}>
      <div class="grid-scroll">
        <table class="grid">
          <TableHead names={['Upstream', 'Alerts', 'Evidence', 'State']} />
          <tbody>
            {rows.map((row) => (
              <Row key={row.target?.id} {...props} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      <Run {...props} />
      {progress && (
        <div aria-live="polite" class="detail">
          {progress.done} of {progress.total} alerts marked
          {progress.failed > 0 ? `, ${progress.failed} not` : ''}
          {progress.isRunning ? '…' : progress.done < progress.total ? ', stopped' : ''}
        </div>
      )}
    </section>
  );
}

function Row(props: UpstreamTableProps & { readonly row: Suggestion }) {
  const { row, ticked, chosen, states, progress, canWrite, onTick, onShowEvidence, summaryUrl } = props;
  const { target, refusal } = row;
  if (!target) return null;
  const alerts = chosen(row);
  const isOff =
    !canWrite || refusal !== null || progress?.isRunning === true || states.get(target.id) === 'done';
  const names = row.alerts.filter((a) => alerts.includes(a.alertId)).map((a) => a.name);
  return (
    <tr>
      <th scope="row">
        <Tick
          label={`Mark ${counted(alerts.length)} downstream of #${target.id}`}
          checked={ticked.has(target.id)}
          disabled={isOff}
          onTick={(on) => onTick(target.id, on)}
        />{' '}
        <a href={summaryUrl(target.id)} target="_blank" rel="noreferrer">
          #{target.id}
        </a>{' '}
        {target.repository}
      </th>
      <td title={names.join('\n')}>{counted(alerts.length)}</td>
      <td>
        {row.inShort}{' '}
        <button
          type="button"
          class="link"
          aria-label={`Show data of #${target.id}`}
          onClick={trustedClick(() => onShowEvidence(row))}
        >
          show data
        </button>
      </td>
      <td>{refusal ?? states.get(target.id) ?? ''}</td>
    </tr>
  );
}

function Run({
  rows,
  ticked,
  chosen,
  progress,
  canWrite,
  stillness,
  states,
  onStart,
  onStop,
}: UpstreamTableProps) {
  if (progress?.isRunning) {
    return (
      <div class="row">
        <progress aria-label="Marking" value={progress.done + progress.failed} max={progress.total} />
        <button type="button" onClick={trustedClick(onStop)}>
          Stop
        </button>
      </div>
    );
  }
  const open = rows.filter(
    (r) => r.target && ticked.has(r.target.id) && !r.refusal && states.get(r.target.id) !== 'done',
  );
  const alerts = open.reduce((sum, r) => sum + chosen(r).length, 0);
  if (!canWrite || (progress && alerts === 0)) return null;
  const words = `${counted(alerts)} downstream of ${open.length} ${open.length === 1 ? 'summary' : 'summaries'}`;
  const isOff = alerts === 0;
  return (
    <div class="row">
      <button
        type="button"
        class={isOff ? 'primary' : 'primary guarded'}
        aria-disabled={isOff || !isLive(stillness)}
        onClick={guardedClick(stillness, () => {
          if (!isOff) onStart();
        })}
      >
        {progress ? `Resume: mark ${words}` : `Mark ${words}`}
      </button>
    </div>
  );
}

const counted = (n: number) => `${n} ${n === 1 ? 'alert' : 'alerts'}`;

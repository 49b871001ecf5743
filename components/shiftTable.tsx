import type { Instant, SummaryId } from '@/lib/model/ids';
import type { ShiftClock, ShiftItem } from '@/lib/model/shift';
import { counted, timeInWords } from '@/lib/model/words';
import type { ShiftSuggestion } from '@/lib/triage/shiftSuggestions';
import { useGrowingRows } from './growingRows';
import { TableHead } from './tableHead';

export interface ShiftTableProps {
  readonly items: readonly ShiftItem[];
  readonly now: Instant;
  /** Address of a summary on the alerts page. */
  readonly urlOf: (id: SummaryId) => string;
  /** The summary that most of its alerts may be downstream of. */
  readonly suggestionOf: (id: SummaryId) => ShiftSuggestion | undefined;
  /** Touched by somebody since the sheriff last looked. */
  readonly isNew: (item: ShiftItem) => boolean;
}

/** The summaries of one queue, one row each. */
export function ShiftTable({ items, now, urlOf, suggestionOf, isNew }: ShiftTableProps) {
  const { drawn, isWhole, end, drawAll } = useGrowingRows(items.length);
  return (
    <>
      <table class="shift">
        <TableHead
          names={[
            'Alert',
            'Where',
            'State',
            'Age',
            'Triage',
            'Bug',
            'Round',
            'May come from',
            'Who',
            'Last note',
          ]}
        />
        <tbody>
          {items.slice(0, drawn).map((item) => (
            <tr key={item.id} class={isNew(item) ? 'new' : ''}>
              <th scope="row">
                <a href={urlOf(item.id)} target="_blank" rel="noreferrer">
                  #{item.id}
                </a>{' '}
                {item.what}
                {isNew(item) && (
                  <span class="badge">changed{item.touched ? ` by ${item.touched.by}` : ''}</span>
                )}
                {item.stuck && (
                  <div class="stuck">
                    {item.stuck.why}. Next: {item.stuck.next}.
                  </div>
                )}
              </th>
              <td>
                {item.repository}
                <div class="quiet">{item.framework}</div>
              </td>
              <td>{item.state}</td>
              <td title={timeInWords(item.created, now)}>{ageInWords(now - item.created)}</td>
              <Clock clock={item.triage} />
              <Clock clock={item.bug} />
              <td>
                <Round item={item} now={now} />
              </td>
              <td>
                <Suggestion of={suggestionOf(item.id)} urlOf={urlOf} />
              </td>
              <td>{item.taker ?? ''}</td>
              <td>
                <div class="note">{item.note}</div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!isWhole && (
        <div ref={end}>
          <button type="button" onClick={drawAll}>
            Show all {items.length}
          </button>
        </div>
      )}
    </>
  );
}

function Suggestion({
  of,
  urlOf,
}: Pick<ShiftTableProps, 'urlOf'> & { readonly of: ShiftSuggestion | undefined }) {
  if (!of) return null;
  return (
    <>
      <a href={urlOf(of.of)} target="_blank" rel="noreferrer">
        #{of.of}
      </a>
      <div class="quiet">
        {of.alerts} of {counted(of.undecided, 'alert')}
      </div>
    </>
  );
}

function Clock({ clock }: { readonly clock: ShiftClock | null }) {
  return <td class={clock?.urgency ?? ''}>{clock?.text ?? ''}</td>;
}

function Round({ item: { round }, now }: { readonly item: ShiftItem; readonly now: Instant }) {
  if (!round) return null;
  const { points, eta, status, number } = round;
  return (
    <>
      {number}: {points ? `${points.have} of ${points.want} points` : status}
      {points && <progress max={points.want} value={points.have} aria-label={`Points of round ${number}`} />}
      {status === 'pending' && eta !== null && (points === null || points.have < points.want) && (
        <div class="quiet">rest about {timeInWords(eta, now)}</div>
      )}
    </>
  );
}

const HOUR_MS = 3_600_000;
const HOURS_BEFORE_DAYS = 48;

/** '35 min', '5 h', '3 d'. */
export function ageInWords(ms: number): string {
  if (ms < HOUR_MS) return `${Math.max(0, Math.floor(ms / 60_000))} min`;
  const hours = Math.floor(ms / HOUR_MS);
  return hours < HOURS_BEFORE_DAYS ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

import type { Figures as AllFigures, FiguresReport, Spans, WeekFigures } from '@/lib/model/figures';
import { Chart } from './chart';
import { Problems } from './problems';
import { TableHead } from './tableHead';

export interface FiguresProps {
  /** Null while nothing was read. */
  readonly report: FiguresReport | null;
  /** How far back it was read. */
  readonly weeks: number;
  readonly status: string;
  readonly problems: readonly string[];
  /** Addresses of the same figures as files. */
  readonly files: { readonly csv: string; readonly json: string };
  readonly onWeeks: (weeks: number) => void;
}

/** A quarter of a year at most. */
export const WEEK_CHOICES: readonly number[] = [2, 4, 8, 13];
const HOUR_MS = 3_600_000;
const LIMIT_NAMES = ['24 h', '36 h', '3 d', '5 d'];

/** How the team is doing, by the week in which the alerts were raised. */
export function Figures({ report, weeks, status, problems, files, onWeeks }: FiguresProps) {
  return (
    <main>
      <div class="row">
        <label>
          Alerts of the last{' '}
          <select value={String(weeks)} onChange={(event) => onWeeks(Number(event.currentTarget.value))}>
            {WEEK_CHOICES.map((n) => (
              <option key={n} value={String(n)}>
                {n} weeks
              </option>
            ))}
          </select>
        </label>
        {report && (
          <>
            <a href={files.csv} download="deputy-figures.csv">
              Save as CSV
            </a>
            <a href={files.json} download="deputy-figures.json">
              Save as JSON
            </a>
          </>
        )}
        <span role="status">{status}</span>
      </div>
      <Problems problems={problems} />
      <p class="quiet">
        Computed here from Treeherder's public records and the notes; nothing is sent anywhere. Hours count
        from the alert's creation, nights and weekends included. A share leaves out what still waits and is
        younger than its limit.
      </p>
      {report && report.all.summaries === 0 && <p class="empty">No alerts were raised in this time.</p>}
      {report && report.all.summaries > 0 && <Report report={report} />}
    </main>
  );
}

function Report({ report }: { readonly report: FiguresReport }) {
  const { weeks, all } = report;
  const labels = weeks.map((week) => week.monday.slice(5));
  return (
    <>
      <SpansSection title="Time to triage" report={report} of={(f) => f.triage} />
      <SpansSection title="Time to data ready" report={report} of={(f) => f.ready} />
      <SpansSection title="Time to bug" report={report} of={(f) => f.bug} />
      <section aria-label="Rounds and suggestions">
        <h2>Rounds and suggestions</h2>
        <Chart
          title="Jobs asked for, per decided summary"
          unit="jobs"
          labels={labels}
          series={[{ name: 'jobs', values: weeks.map((w) => perDecided(w)) }]}
        />
        <table>
          <TableHead
            names={[
              'Week',
              'Raised',
              'Decided',
              'Jobs per decided',
              'No round',
              '1 round',
              '2 rounds',
              '3 or more',
              'Suggestions accepted',
            ]}
          />
          <tbody>
            {rowsOf(weeks, all).map(([name, f]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{f.summaries}</td>
                <td>{f.decided}</td>
                <td>{perDecided(f)?.toFixed(1) ?? ''}</td>
                {f.byRounds.map((n, rounds) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the place is the number of rounds
                  <td key={rounds}>{n}</td>
                ))}
                <td>{shareWords(f.accepted, f.accepted + f.declined)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="quiet">
          Accepted: summaries that alerts were marked downstream of or reassigned to, whether Deputy had
          suggested it or not; the others were declined in the notes.
        </p>
        {all.reasons.length > 0 && (
          <>
            <h3>Why more than one round</h3>
            <ul>
              {all.reasons.map(({ text, times }) => (
                <li key={text}>
                  {text}: {times}
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
    </>
  );
}

function SpansSection({
  title,
  report: { weeks, all },
  of,
}: {
  readonly title: string;
  readonly report: FiguresReport;
  readonly of: (figures: AllFigures) => Spans;
}) {
  const labels = weeks.map((week) => week.monday.slice(5));
  const spans = weeks.map(of);
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <div class="charts">
        <Chart
          title={title}
          unit="h"
          labels={labels}
          series={[
            { name: 'median', values: spans.map((s) => inHours(s.median)) },
            { name: '90th percentile', values: spans.map((s) => inHours(s.p90)) },
          ]}
        />
        <Chart
          title={`${title}: share within`}
          unit="%"
          labels={labels}
          series={LIMIT_NAMES.map((name, n) => ({
            name,
            values: spans.map((s) => {
              const share = s.shares[n];
              return share && share.known > 0 ? (100 * share.within) / share.known : null;
            }),
          }))}
        />
      </div>
      <table>
        <TableHead
          names={[
            'Week',
            'Ended',
            'Waiting',
            'Median',
            '90th percentile',
            ...LIMIT_NAMES.map((name) => `Within ${name}`),
          ]}
        />
        <tbody>
          {rowsOf(weeks, all).map(([name, f]) => {
            const s = of(f);
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{s.ended}</td>
                <td>{s.waiting}</td>
                <td>{spanWords(s.median)}</td>
                <td>{spanWords(s.p90)}</td>
                {s.shares.map(({ limit, within, known }) => (
                  <td key={limit}>{shareWords(within, known)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

const rowsOf = (
  weeks: readonly WeekFigures[],
  all: AllFigures,
): readonly (readonly [string, AllFigures])[] => [
  ...weeks.map((week) => [week.monday, week] as const),
  ['all', all],
];

const perDecided = (f: AllFigures) => (f.decided === 0 ? null : f.decidedJobs / f.decided);
const inHours = (ms: number | null) => (ms === null ? null : ms / HOUR_MS);

/** '18.5 h'; nothing for none. */
const spanWords = (ms: number | null) => (ms === null ? '' : `${(ms / HOUR_MS).toFixed(1)} h`);
/** '83 % of 12'; nothing of none. */
const shareWords = (part: number, of: number) =>
  of === 0 ? '' : `${Math.round((100 * part) / of)} % of ${of}`;

/** One alert summary: header bar, table, and what sticks to the bottom of the window. */
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { ActionPanel } from './actionPanel';
import { AlertRow } from './alertRow';
import { alertTitle } from './alertText';
import { BlockHeader } from './blockHeader';
import { CollapsedRows } from './collapsedRows';
import { DownstreamLine } from './downstreamLine';
import { alertStatus, browsertimeFramework, maximumVisibleRows } from './enums';
import { ErrorBoundary } from './errors';
import { type Answer, endpoints, sendJson } from './http';
import { isShown, nextSorting, type Sorting, sortAlerts, unsorted } from './sorting';
import { StatusMenu } from './statusMenu';
import { TableHeader } from './tableHeader';
import { TruncatedText } from './truncatedText';
import type { Alert, AlertSummary, ListProps, OptionTexts } from './types';

/** Longer notes get a "show more" button. */
const notesCut = 167;

interface SummaryBlockProps extends ListProps {
  alertSummary: AlertSummary;
  alertSummaries: AlertSummary[];
  options: OptionTexts;
}

/** What one (re)read of a summary, or a change of the filters, starts afresh. */
interface Shown {
  alerts: Alert[];
  sorting: Sorting;
  selected: Alert[];
  allSelected: boolean;
}

const nothingShown: Shown = { alerts: [], sorting: unsorted, selected: [], allSelected: false };

/**
 * Takes a summary in: own and related alerts become one list with titles.
 *
 * It changes the object that the list holds, as the site does: when two reads cross and an object that was already
 * taken in comes back, its related rows are doubled. Tests must be able to meet that.
 */
function takeIn(summary: AlertSummary, options: OptionTexts): void {
  summary.alerts = [...summary.alerts, ...summary.related_alerts];
  for (const alert of summary.alerts) alert.title = alertTitle(alert, options);
}

function downstreamIds(summary: AlertSummary): number[] {
  const ids = summary.alerts
    .filter((alert) => alert.status === alertStatus('downstream') && alert.summary_id !== summary.id)
    .map((alert) => alert.summary_id);
  return [...new Set(ids)];
}

export function SummaryBlock(props: SummaryBlockProps) {
  return (
    <div className="px-0 max-width-default container-fluid">
      <ErrorBoundary>
        <Block {...props} />
      </ErrorBoundary>
    </div>
  );
}

function Block(props: SummaryBlockProps) {
  const { alertSummary, alertSummaries, fetchAlertSummaries, updateViewState, filters, user, options } =
    props;
  // The block's own copy: a write of the summary puts the raw answer here and leaves the list's object as it was.
  const [summary, setSummary] = useState<AlertSummary | null>(null);
  const [downstream, setDownstream] = useState<number[]>([]);
  const [shown, setShown] = useState(nothingShown);
  const newest = useRef({ filters, user, summary });
  newest.current = { filters, user, summary };

  const filterRows = useCallback((from: AlertSummary) => {
    const { filters: wanted, user: me } = newest.current;
    setShown({ ...nothingShown, alerts: from.alerts.filter((alert) => isShown(alert, from, wanted, me)) });
  }, []);

  // First the filters, then the new object: when both change at once the new rows must win.
  const filteredBy = useRef(filters);
  useLayoutEffect(() => {
    if (filteredBy.current === filters) return;
    filteredBy.current = filters;
    if (newest.current.summary !== null) filterRows(newest.current.summary);
  }, [filters, filterRows]);

  useLayoutEffect(() => {
    takeIn(alertSummary, options);
    setSummary(alertSummary);
    setDownstream(downstreamIds(alertSummary));
    filterRows(alertSummary);
  }, [alertSummary, options, filterRows]);

  const rows = useMemo(() => sortAlerts(shown.alerts, shown.sorting), [shown.alerts, shown.sorting]);

  if (summary === null || shown.alerts.length === 0) return null;

  const select = (selected: Alert[], allSelected: boolean) =>
    setShown((before) => ({ ...before, selected, allSelected }));
  const toggleRow = (alert: Alert) => {
    const others = shown.selected.filter(({ id }) => id !== alert.id);
    const isSelected = others.length < shown.selected.length;
    select(isSelected ? others : [...others, alert], shown.allSelected && !isSelected);
  };
  const fail = (message: string) => updateViewState({ errorMessages: [message] });
  /** Writes the summary and then reads it again. */
  const writeAndRead = async (changes: Partial<AlertSummary>, problem: string) => {
    const answer: Answer<AlertSummary> = await sendJson(
      'PUT',
      `${endpoints.summaries}${summary.id}/`,
      changes,
    );
    if (answer.failureStatus === null) void fetchAlertSummaries(summary.id);
    else fail(`${problem} (${answer.message})`);
    return answer.failureStatus === null;
  };

  const row = (alert: Alert) => (
    <AlertRow
      key={alert.id}
      alert={alert}
      alertSummary={summary}
      user={user}
      isSelected={shown.selected.some(({ id }) => id === alert.id)}
      toggle={() => toggleRow(alert)}
      fetchAlertSummaries={fetchAlertSummaries}
      fail={fail}
    />
  );
  const hasFooter = Boolean(summary.notes) || shown.allSelected || shown.selected.length > 0;

  return (
    <form>
      <div className="bg-lightgray border container-fluid">
        <div className="px-0 max-width-default row">
          <BlockHeader
            alertSummary={summary}
            user={user}
            frameworks={props.frameworks}
            projects={props.projects}
            issueTrackers={props.issueTrackers}
            alerts={shown.alerts}
            allSelected={shown.allSelected}
            select={select}
            writeAndRead={writeAndRead}
            fail={fail}
          />
          <div className="d-flex justify-content-end p-2 col">
            <StatusMenu
              alertSummary={summary}
              replaceSummary={setSummary}
              alerts={shown.alerts}
              user={user}
              frameworks={props.frameworks}
              performanceTags={props.performanceTags}
              issueTrackers={props.issueTrackers}
              fail={fail}
            />
          </div>
        </div>
      </div>
      <table className="compare-table mb-0 table">
        <tbody>
          <TableHeader
            hasDebugTools={summary.framework === browsertimeFramework}
            sorting={shown.sorting}
            sortBy={(column) =>
              setShown((before) => ({ ...before, sorting: nextSorting(before.sorting, column) }))
            }
          />
          {rows.length <= maximumVisibleRows ? rows.map(row) : <CollapsedRows alerts={rows} row={row} />}
          {downstream.length > 0 && (
            <DownstreamLine
              ids={downstream}
              hasNotes={Boolean(summary.notes)}
              alertSummaries={alertSummaries}
              fail={fail}
            />
          )}
        </tbody>
      </table>
      {hasFooter ? (
        <div className="border mb-4 sticky-footer max-width-default text-left text-muted p-0">
          {summary.notes && (
            <div className="bg-white px-3 py-4">
              <TruncatedText title="Notes: " text={summary.notes} cut={notesCut} />
            </div>
          )}
          {shown.selected.length > 0 && (
            <ActionPanel
              selected={shown.selected}
              alertSummary={summary}
              alertSummaries={alertSummaries}
              fetchAlertSummaries={fetchAlertSummaries}
              updateViewState={updateViewState}
              clear={() => select([], false)}
            />
          )}
        </div>
      ) : (
        <br />
      )}
    </form>
  );
}

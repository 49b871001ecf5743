/** The alerts page: reads lists and single summaries and follows the address. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { AlertsList } from './alertsList';
import { ErrorBoundary, ErrorMessages, LoadingSpinner } from './errors';
import { endpoints, getJson } from './http';
import { parseQuery, printQuery, useRouter } from './router';
import type {
  AlertSummary,
  FetchAlertSummaries,
  Filters,
  IssueTracker,
  Named,
  OptionTexts,
  Repository,
  SummaryPage,
  User,
  ViewState,
} from './types';
import { apiQuery, filtersOf, paramsOf, useUrlParams } from './urlParams';

/** Summaries on a page, the server's default. */
const pageSize = 10;

interface OptionCollection {
  option_collection_hash: string;
  options: { name: string }[];
}

/** Parts of the query whose change makes the page read everything again. */
const watched = [
  'id',
  'status',
  'framework',
  'filterText',
  'hideDwnToInv',
  'hideAssignedToOthers',
  'monitoredAlerts',
];

interface AlertsViewProps {
  user: User;
  projects: Repository[];
  frameworks: Named[];
  performanceTags: Named[];
}

export function AlertsView({ user, projects, frameworks, performanceTags }: AlertsViewProps) {
  const { location } = useRouter();
  const { isReady, errors: queryErrors, updateParams } = useUrlParams();
  const frameworkOptions = useMemo(
    () => [{ id: -2, name: 'all sheriffed frameworks' }, { id: -1, name: 'all frameworks' }, ...frameworks],
    [frameworks],
  );
  const [initial] = useState(() => parseQuery(location.search));
  const [filters, setFilters] = useState(() => filtersOf(initial, frameworkOptions));
  const [id, setId] = useState<string | null>(initial.id || null);
  const [page, setPage] = useState(() => Number.parseInt(initial.page ?? '1', 10) || 1);
  const [summaries, setSummaries] = useState<AlertSummary[]>([]);
  const [pageCount, setPageCount] = useState(0);
  const [issueTrackers, setIssueTrackers] = useState<IssueTracker[]>([]);
  const [options, setOptions] = useState<OptionTexts | null>(null);
  const [errorMessages, setErrorMessages] = useState<string[]>([]);
  const [isLoading, setLoading] = useState(false);
  const readSearch = useRef(location.search);

  // Callbacks read what is newest here; a read of one summary splices into the list as it was when the read began.
  const latest = useRef({ filters, id, page, summaries, issueTrackers, options });
  latest.current = { filters, id, page, summaries, issueTrackers, options };

  const readBasics = useCallback(async () => {
    const [collections, trackers] = await Promise.all([
      getJson<OptionCollection[]>(endpoints.optionCollections),
      getJson<IssueTracker[]>(endpoints.issueTrackers),
    ]);
    const found = collections.failureStatus === null ? collections.data : [];
    const texts = found.map(({ option_collection_hash: hash, options: named }): [string, string] => [
      hash,
      named.map(({ name }) => name).join(' '),
    ]);
    setOptions(new Map(texts));
    if (trackers.failureStatus === null) setIssueTrackers(trackers.data);
    return trackers.failureStatus === null ? [] : [trackers.message];
  }, []);

  const fetchAlertSummaries = useCallback(
    async (summaryId?: number | string | null, update = false, newPage?: number): Promise<void> => {
      const before = latest.current;
      const wantedId = summaryId ?? before.id;
      const wantedPage = newPage ?? before.page;
      setLoading(!update);
      setErrorMessages([]);
      setPage(wantedPage);

      const query = wantedId
        ? printQuery({ id: wantedId })
        : apiQuery(before.filters, wantedPage, user.username);
      const isFirst = before.issueTrackers.length === 0 && before.options === null;
      const failures = isFirst ? await readBasics() : [];
      const answer = await getJson<SummaryPage>(`${endpoints.summaries}${query}`);

      if (answer.failureStatus === 404 && !update && !wantedId && wantedPage > 1) {
        // Out of range: the site puts page 1 into the address, without the router's state, and starts anew.
        const search = printQuery({ ...parseQuery(window.location.search), page: 1 });
        window.history.replaceState(null, '', `${window.location.pathname}${search}`);
        readSearch.current = search;
        setLoading(false);
        return fetchAlertSummaries(null, false, 1);
      }
      if (answer.failureStatus !== null) {
        failures.push(answer.message);
      } else if (update) {
        const [fresh] = answer.data.results;
        const index = before.summaries.findIndex((summary) => summary.id === fresh?.id);
        if (fresh !== undefined && index !== -1) setSummaries(before.summaries.with(index, fresh));
      } else {
        setSummaries(answer.data.results);
        setPageCount(Math.ceil(answer.data.count / pageSize));
      }
      if (failures.length > 0) setErrorMessages(failures);
      setLoading(false);
    },
    [readBasics, user.username],
  );
  const latestFetch = useRef(fetchAlertSummaries);
  latestFetch.current = fetchAlertSummaries;

  useEffect(() => {
    void latestFetch.current();
  }, []);

  useEffect(() => {
    if (location.search === readSearch.current) return;
    const params = parseQuery(location.search);
    const old = parseQuery(readSearch.current);
    readSearch.current = location.search;
    if (watched.some((name) => params[name] !== old[name])) {
      const change = { id: params.id || null, filters: filtersOf(params, frameworkOptions) };
      setId(change.id);
      setFilters(change.filters);
      Object.assign(latest.current, change, change.id === null ? { page: 1 } : {});
      void latestFetch.current(change.id, false);
      return;
    }
    const newPage = Number.parseInt(params.page ?? '1', 10) || 1;
    const oldPage = Number.parseInt(old.page ?? '1', 10) || 1;
    if (!params.id && newPage !== oldPage) void latestFetch.current(null, false, newPage);
  }, [location.search, frameworkOptions]);

  const changeFilters = useCallback(
    (changes: Partial<Filters>) => {
      // In detail mode the filters live in the page only and the address stays.
      if (latest.current.id === null) updateParams(paramsOf(changes));
      setFilters({ ...latest.current.filters, ...changes });
    },
    [updateParams],
  );
  const updateViewState = useCallback((state: ViewState) => setErrorMessages(state.errorMessages), []);
  const fetchInPlace: FetchAlertSummaries = (summaryId, update = true, newPage) =>
    fetchAlertSummaries(summaryId, update, newPage);

  if (queryErrors.length > 0) {
    return (
      <div className="pt-5 max-width-default container">
        <ErrorMessages messages={queryErrors} />
      </div>
    );
  }
  if (!isReady) return <LoadingSpinner />;

  const unsupported = [...projects.map(({ name }) => name), ...(options?.values() ?? [])].filter((word) =>
    filters.filterText.split(' ').includes(word),
  );
  return (
    <ErrorBoundary>
      <div className="pt-5 max-width-default container-fluid">
        {isLoading && <LoadingSpinner />}
        {errorMessages.length > 0 && (
          <div className="pt-5 px-0 max-width-default container">
            <ErrorMessages messages={errorMessages} />
          </div>
        )}
        {!user.isStaff && (
          <div role="alert" className="fade alert alert-info show">
            You must be logged into perfherder/treeherder and be a sheriff to make changes
          </div>
        )}
        {unsupported.length > 0 && (
          <div role="alert" className="fade alert alert-warning show">
            Filtering by repository or option is not supported: {unsupported.join(', ')}
          </div>
        )}
        <AlertsList
          isListMode={id === null}
          filters={filters}
          changeFilters={changeFilters}
          summaries={summaries}
          page={page}
          pageCount={pageCount}
          updateParams={updateParams}
          frameworkOptions={frameworkOptions}
          fetchAlertSummaries={fetchInPlace}
          updateViewState={updateViewState}
          user={user}
          projects={projects}
          frameworks={frameworks}
          performanceTags={performanceTags}
          issueTrackers={issueTrackers}
          options={options}
        />
        {!isLoading && summaries.length === 0 && <p className="lead text-center">No alerts to show</p>}
      </div>
    </ErrorBoundary>
  );
}

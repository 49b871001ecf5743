/** The graphs page: series from the address, drawn, with what one can change about them. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { ErrorBoundary, ErrorMessages, LoadingSpinner } from '../errors';
import { getJson } from '../http';
import { Dropdown, MenuItem } from '../overlays';
import { useRouter } from '../router';
import type { Named, Repository, User } from '../types';
import { GraphsContainer } from './graphsContainer';
import { LegendCard } from './legendCard';
import {
  defaultTimeRange,
  type GraphSeries,
  type GraphView,
  printGraphQuery,
  readSeries,
  selectedIn,
  timeRanges,
  wantedSeries,
  zoomIn,
} from './series';

interface GraphsViewProps {
  user: User;
  projects: Repository[];
  frameworks: Named[];
}

function viewIn(search: string): GraphView {
  const params = new URLSearchParams(search);
  return {
    timeRange: Number.parseInt(params.get('timerange') ?? '', 10) || defaultTimeRange,
    replicates: params.get('replicates') === '1',
    showTable: params.get('showTable') === '1',
    highlightedToRevision: params.get('highlightedToRevision'),
    selected: selectedIn(search),
    zoom: zoomIn(search),
  };
}

export function GraphsView({ user, projects, frameworks }: GraphsViewProps) {
  const { location, navigate } = useRouter();
  const [view, setView] = useState(() => viewIn(location.search));
  const [testData, setTestData] = useState<GraphSeries[]>([]);
  const [errorMessages, setErrorMessages] = useState<string[]>([]);
  const [isLoading, setLoading] = useState(false);
  const isToPrint = useRef(false);

  const read = useCallback(
    async (wanted: ReturnType<typeof wantedSeries>, next: GraphView, isFirst: boolean) => {
      setLoading(true);
      try {
        const found = await readSeries(wanted, next.timeRange, next.replicates);
        setTestData(found);
        if (!isFirst) isToPrint.current = true;
      } catch (error) {
        setErrorMessages([error instanceof Error ? error.message : String(error)]);
      }
      setLoading(false);
    },
    [],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is read once, as on the site
  useEffect(() => {
    const wanted = wantedSeries(location.search);
    if (wanted.length > 0) void read(wanted, view, true);
    void getJson('/api/changelog/?startdate=2026-01-01');
  }, []);

  // the address follows the state, after what changed it was drawn
  useEffect(() => {
    if (!isToPrint.current) return;
    isToPrint.current = false;
    navigate({ search: printGraphQuery(testData, view) });
  });

  const change = (part: Partial<GraphView>) => {
    isToPrint.current = true;
    setView((before) => ({ ...before, ...part }));
  };
  const readAgain = (part: Partial<GraphView>) => {
    const next = { ...view, selected: null, zoom: null, ...part };
    setView(next);
    const wanted = testData.map((s) => ({
      repository: s.repository,
      signature: String(s.signatureId),
      framework: String(s.frameworkId),
    }));
    void read(wanted, next, false);
  };
  const changeSeries = (next: GraphSeries[]) => {
    isToPrint.current = true;
    setTestData(next);
  };
  const hasNoData = testData.length === 0 && !isLoading;
  const rangeText = timeRanges.find(({ value }) => value === view.timeRange)?.text ?? '';
  return (
    <ErrorBoundary>
      <ul id="notification-box" className="list-unstyled" />
      <div className="pt-5 pe-5 ps-5 container-fluid">
        {isLoading && <LoadingSpinner />}
        {errorMessages.length > 0 && (
          <div className="pb-4 px-0 max-width-default container">
            <ErrorMessages messages={errorMessages} />
          </div>
        )}
        <div className="justify-content-center row graphs-page">
          {!view.showTable && (
            <div className={testData.length > 0 ? 'graph-chooser col' : 'col-12'}>
              <section role="region" aria-label="Graph Legend" className="graph-legend ps-0 pb-4 container">
                {testData.map((series) => (
                  <div key={`${series.name} ${series.repository} ${series.platform}`}>
                    <LegendCard
                      series={series}
                      framework={frameworks.find(({ id }) => id === series.frameworkId)?.name ?? ''}
                      toggle={() =>
                        changeSeries(testData.map((s) => (s === series ? { ...s, visible: !s.visible } : s)))
                      }
                      remove={() => changeSeries(testData.filter((s) => s !== series))}
                    />
                  </div>
                ))}
              </section>
            </div>
          )}
          <div
            className={`ps-0 ${testData.length > 0 ? 'custom-col-xxl-auto' : 'col-auto'} col graph-column`}
          >
            <div className="justify-content-start container-fluid">
              <div className="pb-3 max-width-default mx-auto row">
                {!hasNoData && (
                  <button
                    type="button"
                    className="btn btn-darker-info"
                    title="Toggle between table view and graphs view"
                    onClick={() => change({ showTable: !view.showTable })}
                  >
                    {view.showTable ? 'Graphs View' : 'Table View'}
                  </button>
                )}
                <Dropdown label={rangeText} toggleClass="btn-darker-info">
                  {timeRanges.map(({ value, text }) => (
                    <MenuItem key={value} onSelect={() => readAgain({ timeRange: value })}>
                      {text}
                    </MenuItem>
                  ))}
                </Dropdown>
              </div>
              {hasNoData ? (
                <div className="row">
                  <p className="lead text-left">Nothing here yet. Add test data to plot graphs.</p>
                </div>
              ) : (
                <>
                  {testData.length > 0 && (
                    <GraphsContainer
                      testData={testData}
                      zoom={view.zoom}
                      selected={view.selected}
                      showTable={view.showTable}
                      select={(selected) => change({ selected })}
                      setZoom={(zoom) => change({ zoom })}
                      // the site's own message is lost on the way; the address is printed, without series that do not exist
                      sayMissing={() => change({})}
                      user={user}
                      projects={projects}
                    />
                  )}
                  <div className="justify-content-start pt-2 max-width-default mx-auto row">
                    <input
                      className="form-control"
                      placeholder="revision to highlight"
                      value={view.highlightedToRevision ?? ''}
                      onChange={(event) => change({ highlightedToRevision: event.target.value })}
                    />
                  </div>
                  {!view.showTable && (
                    <div className="justify-content-start pt-3 pb-5 max-width-default mx-auto row">
                      <button
                        type="button"
                        className={`ms-3 btn btn-outline-darker-info${view.replicates ? ' active' : ''}`}
                        onClick={() => readAgain({ replicates: !view.replicates })}
                      >
                        Use replicates
                      </button>
                    </div>
                  )}
                </>
              )}
            </div>
          </div>
        </div>
      </div>
    </ErrorBoundary>
  );
}

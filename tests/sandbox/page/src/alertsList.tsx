/** Filter controls, page numbers and the blocks of the list. */
import { useState } from 'react';
import { FilterControls } from './filterControls';
import { Pagination } from './pagination';
import { SummaryBlock } from './summaryBlock';
import type { AlertSummary, Filters, ListProps, Named, OptionTexts } from './types';
import type { UpdateParams } from './urlParams';

interface AlertsListProps extends ListProps {
  isListMode: boolean;
  changeFilters: (changes: Partial<Filters>) => void;
  summaries: AlertSummary[];
  page: number;
  pageCount: number;
  updateParams: UpdateParams;
  frameworkOptions: Named[];
  options: OptionTexts | null;
}

/** Statuses whose alerts "Hide downstream…" would all hide. */
const hiddenStatuses = ['invalid', 'reassigned', 'downstream', 'infra'];

export function AlertsList(props: AlertsListProps) {
  const { filters, changeFilters, summaries, options, page, pageCount, updateParams } = props;
  const [canHide, setCanHide] = useState(!hiddenStatuses.includes(filters.status));

  const chooseStatus = (status: string) => {
    const isHidden = hiddenStatuses.includes(status);
    setCanHide(!isHidden);
    changeFilters({ status, hideDownstream: !isHidden && status !== 'all statuses' });
  };
  const pagination = pageCount > 1 && (
    <div className="d-flex justify-content-center my-3">
      <Pagination page={page} pageCount={pageCount} choose={(chosen) => updateParams({ page: chosen })} />
    </div>
  );
  return (
    <>
      <FilterControls
        filters={filters}
        isListMode={props.isListMode}
        isLoggedIn={props.user.isLoggedIn}
        canHide={canHide}
        frameworkOptions={props.frameworkOptions}
        chooseStatus={chooseStatus}
        changeFilters={changeFilters}
      />
      {pagination}
      {options !== null &&
        summaries.map((alertSummary) => (
          <div key={alertSummary.id}>
            <SummaryBlock
              alertSummary={alertSummary}
              alertSummaries={summaries}
              fetchAlertSummaries={props.fetchAlertSummaries}
              updateViewState={props.updateViewState}
              filters={filters}
              user={props.user}
              projects={props.projects}
              frameworks={props.frameworks}
              performanceTags={props.performanceTags}
              issueTrackers={props.issueTrackers}
              options={options}
            />
          </div>
        ))}
      {pagination}
    </>
  );
}

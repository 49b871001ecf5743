/** The filters of the alerts list, as the page reads them from its URL. */
interface ListParams {
  /** A number of the page's status filter: a summary status, or -2 all, -1 regressions, 10 and 11 untriaged ones. */
  readonly status: number;
  /** Framework id; -1 all, -2 all sheriffed. */
  readonly framework: number;
  /** From 1. */
  readonly page: number;
  readonly filterText: string;
  readonly hideDownstream: boolean;
  readonly hideAssignedToOthers: boolean;
  readonly monitoredAlerts: boolean;
}

/** Filter values that exist only in the page (`summaryStatusMap` in Perfherder's constants). */
const ALL_STATUSES = -2;
const ALL_REGRESSIONS = -1;
const UNTRIAGED_REGRESSIONS = 10;
const UNTRIAGED_IMPROVEMENTS = 11;
const ALL_FRAMEWORKS = -1;
const ALL_SHERIFFED = -2;
/** Untriaged and talos: what Perfherder shows when the URL names neither. */
const DEFAULT_STATUS = 0;
const DEFAULT_FRAMEWORK = 1;

/**
 * The query that the page itself sends to `/api/performance/alertsummary/` when its alerts list is loaded with this address,
 * in the page's own order and without a question mark.
 *
 * @param search the address's query, with or without its question mark
 * @param username of `/api/user/`, only used when the address hides the alerts of others ("My alerts")
 */
export function alertListQuery(search: string, username = ''): string {
  const params = listParams(new URLSearchParams(search));
  const query = new URLSearchParams();
  const { framework, status } = params;
  if (framework !== ALL_FRAMEWORKS && framework !== ALL_SHERIFFED) query.set('framework', `${framework}`);
  query.set('page', `${params.page}`);
  const filterOnly = [ALL_STATUSES, ALL_REGRESSIONS, UNTRIAGED_REGRESSIONS, UNTRIAGED_IMPROVEMENTS];
  if (!filterOnly.includes(status)) query.set('status', `${status}`);
  if (framework === ALL_SHERIFFED) query.set('show_sheriffed_frameworks', 'true');
  if (params.filterText) query.set('filter_text', params.filterText);
  if (status === ALL_REGRESSIONS) query.set('hide_improvements', 'true');
  if (status === UNTRIAGED_REGRESSIONS) query.set('untriaged_regressions', 'true');
  if (status === UNTRIAGED_IMPROVEMENTS) query.set('untriaged_improvements', 'true');
  if (params.hideDownstream) query.set('hide_related_and_invalid', 'true');
  if (params.hideAssignedToOthers) query.set('with_assignee', username);
  if (params.monitoredAlerts) query.set('monitored_alerts', 'true');
  return String(query);
}

function listParams(search: URLSearchParams): ListParams {
  return {
    status: whole(last(search, 'status')) ?? DEFAULT_STATUS,
    framework: whole(last(search, 'framework')) ?? DEFAULT_FRAMEWORK,
    page: Math.max(1, whole(last(search, 'page')) ?? 1),
    filterText: last(search, 'filterText') ?? '',
    hideDownstream: isOn(search, 'hideDwnToInv'),
    hideAssignedToOthers: isOn(search, 'hideAssignedToOthers'),
    monitoredAlerts: isOn(search, 'monitoredAlerts'),
  };
}

/** The page folds its query into an object, so that the last of several equal names wins. */
const last = (search: URLSearchParams, name: string) => search.getAll(name).at(-1);

/** Reads as the page's `parseInt` does; undefined where that gives no number. */
function whole(text: string | undefined): number | undefined {
  const n = Number.parseInt(text ?? '', 10);
  return Number.isNaN(n) ? undefined : n;
}

const isOn = (search: URLSearchParams, name: string) => Boolean(whole(last(search, name)));

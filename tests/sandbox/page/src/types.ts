/** What the page reads from Treeherder's API, in the API's own names. */

export interface SeriesSignature {
  id: number;
  framework_id: number;
  signature_hash: string;
  machine_platform: string;
  suite: string;
  test: string;
  lower_is_better: boolean;
  has_subtests: boolean;
  option_collection_hash: string;
  tags: string[];
  extra_options: string[];
  measurement_unit: string | null;
}

export interface BackfillRecord {
  status: number;
  total_backfills_failed?: number;
  total_backfills_successful?: number;
  total_backfills_in_progress?: number;
}

export interface Alert {
  id: number;
  status: number;
  summary_id: number;
  related_summary_id: number | null;
  is_regression: boolean;
  manually_created: boolean;
  starred: boolean;
  prev_value: number;
  new_value: number;
  t_value: number | null;
  amount_abs: number;
  amount_pct: number;
  classifier: string | null;
  classifier_email: string | null;
  noise_profile: string | null;
  side_by_side_available?: boolean;
  backfill_record: BackfillRecord | null;
  series_signature: SeriesSignature;
  /** Not in the API: the page adds it when it takes a summary in. */
  title?: string;
}

export interface AlertSummary {
  id: number;
  push_id: number;
  prev_push_id: number;
  revision: string;
  prev_push_revision: string;
  original_revision: string | null;
  original_prev_push_revision: string | null;
  created: string;
  first_triaged: string | null;
  triage_due_date: string | null;
  bug_due_date: string | null;
  push_timestamp: number;
  repository: string;
  framework: number;
  status: number;
  bug_number: number | null;
  bug_status: number | null;
  issue_tracker: number;
  notes: string | null;
  assignee_username: string | null;
  performance_tags: string[];
  duplicated_summaries: { id: number; status: number }[];
  alerts: Alert[];
  related_alerts: Alert[];
}

export interface SummaryPage {
  count: number;
  results: AlertSummary[];
}

export interface Repository {
  id: number;
  name: string;
  url: string;
  tc_root_url: string;
}

export interface Named {
  id: number;
  name: string;
}

export interface IssueTracker {
  id: number;
  text: string;
  issue_tracker_url: string;
}

export interface User {
  username: string;
  email: string;
  fullName: string;
  isStaff: boolean;
  isLoggedIn: boolean;
}

export interface Filters {
  status: string;
  framework: Named;
  filterText: string;
  hideDownstream: boolean;
  hideAssignedToOthers: boolean;
  monitoredAlerts: boolean;
}

/** Text of each option collection by its hash. */
export type OptionTexts = ReadonlyMap<string, string>;

/**
 * Reads summaries from the server: one of them in place (`update`, the default), or the whole page again.
 * The prop of this name is looked for by others through React's tree: it must stay as it is.
 */
export type FetchAlertSummaries = (summaryId?: number, update?: boolean, page?: number) => Promise<void>;

export interface ViewState {
  errorMessages: string[];
}

/** What the list hands on to each of its blocks. */
export interface ListProps {
  filters: Filters;
  fetchAlertSummaries: FetchAlertSummaries;
  updateViewState: (state: ViewState) => void;
  user: User;
  projects: Repository[];
  frameworks: Named[];
  performanceTags: Named[];
  issueTrackers: IssueTracker[];
}

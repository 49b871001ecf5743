import type { Shape } from './shape.ts';

/** Signature, alert and summary with all the keys that the API always sends (treeherder-api 1.3, 1.4). */
const signatureShape = {
  id: 'int',
  framework_id: 'int',
  signature_hash: 'revision',
  machine_platform: 'string',
  suite: 'string',
  test: 'string',
  lower_is_better: 'boolean',
  has_subtests: 'boolean',
  option_collection_hash: 'string',
  tags: ['string'],
  extra_options: ['string'],
  measurement_unit: 'string|null',
  suite_public_name: 'string|null',
  test_public_name: 'string|null',
} as const satisfies Shape;

export const alertShape = {
  id: 'int',
  status: 'int',
  series_signature: signatureShape,
  taskcluster_metadata: 'object',
  prev_taskcluster_metadata: 'object',
  profile_url: 'string|null',
  prev_profile_url: 'string|null',
  is_regression: 'boolean',
  prev_value: 'number|null',
  new_value: 'number|null',
  t_value: 'number|null',
  amount_abs: 'number|null',
  amount_pct: 'number|null',
  summary_id: 'int',
  related_summary_id: 'int|null',
  manually_created: 'boolean',
  classifier: 'string|null',
  starred: 'boolean',
  classifier_email: 'string|null',
  backfill_record: 'object|null',
  side_by_side_available: 'boolean',
  noise_profile: 'string',
} as const satisfies Shape;

export const summaryShape = {
  id: 'int',
  push_id: 'int',
  prev_push_id: 'int',
  original_revision: 'revision|null',
  created: 'datetime',
  first_triaged: 'datetime|null',
  triage_due_date: 'datetime|null',
  repository: 'string',
  framework: 'int',
  alerts: [alertShape],
  related_alerts: [alertShape],
  status: 'int',
  bug_number: 'int|null',
  bug_status: 'int|null',
  bug_due_date: 'datetime|null',
  bug_updated: 'datetime|null',
  issue_tracker: 'int',
  notes: 'string|null',
  revision: 'revision',
  push_timestamp: 'int',
  prev_push_revision: 'revision',
  original_prev_push_revision: 'revision|null',
  assignee_username: 'string|null',
  assignee_email: 'string|null',
  performance_tags: ['string'],
  duplicated_summaries: [{ id: 'int', status: 'int' }],
} as const satisfies Shape;

/** One series of `performance/summary` with all its data (treeherder-api 1.9). */
export const seriesShape = {
  signature_id: 'int',
  framework_id: 'int',
  signature_hash: 'revision',
  platform: 'string',
  test: 'string',
  suite: 'string',
  lower_is_better: 'boolean',
  parent_signature: 'int|null',
  repository_name: 'string',
  measurement_unit: 'string|null',
  data: [
    {
      job_id: 'int|null',
      id: 'int',
      value: 'number',
      push_timestamp: 'datetime',
      push_id: 'int',
      revision: 'revision',
      submit_time: 'datetime|null',
      machine_name: 'string|null',
    },
  ],
} as const satisfies Shape;

export const pushShape = {
  id: 'int',
  revision: 'revision',
  author: 'string',
  revisions: [
    {
      result_set_id: 'int',
      repository_id: 'int',
      revision: 'revision',
      author: 'string',
      comments: 'string',
    },
  ],
  revision_count: 'int',
  push_timestamp: 'int',
  repository_id: 'int',
} as const satisfies Shape;

export const jobsShape = {
  count: 'int',
  next: 'string|null',
  previous: 'string|null',
  results: ['array'],
  job_property_names: ['string'],
} as const satisfies Shape;

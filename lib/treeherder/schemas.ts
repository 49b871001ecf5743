import * as z from 'zod/mini';

/**
 * What Treeherder's REST API answers, as far as Deputy reads it. Fields that Deputy does not need are left out and
 * ignored when present; numbers of enumerations are taken as they come (`lib/model/alert.ts` names the known ones).
 */
const nullableNumber = z.nullable(z.number());
const nullableString = z.nullable(z.string());

const SignatureAnswer = z.object({
  id: z.int(),
  framework_id: z.int(),
  signature_hash: z.string(),
  machine_platform: z.string(),
  suite: z.string(),
  test: z.string(),
  lower_is_better: z.boolean(),
  has_subtests: z.boolean(),
  option_collection_hash: z.string(),
  extra_options: z.array(z.string()),
  measurement_unit: nullableString,
});

export const AlertAnswer = z.object({
  id: z.int(),
  status: z.int(),
  summary_id: z.int(),
  related_summary_id: z.nullable(z.int()),
  is_regression: z.boolean(),
  starred: z.boolean(),
  manually_created: z.boolean(),
  amount_pct: nullableNumber,
  amount_abs: nullableNumber,
  prev_value: nullableNumber,
  new_value: nullableNumber,
  t_value: nullableNumber,
  noise_profile: z._default(z.nullable(z.string()), 'N/A'),
  classifier: nullableString,
  series_signature: SignatureAnswer,
  // {} when no job is kept
  taskcluster_metadata: z.optional(z.object({ task_id: z.optional(z.string()) })),
  backfill_record: z.optional(
    z.nullable(z.object({ status: z.int(), total_backfills_in_progress: z._default(z.int(), 0) })),
  ),
});
export type AlertAnswer = z.infer<typeof AlertAnswer>;

export const SummaryAnswer = z.object({
  id: z.int(),
  push_id: z.int(),
  prev_push_id: z.int(),
  revision: z.string(),
  prev_push_revision: z.string(),
  push_timestamp: z.number(),
  created: z.string(),
  first_triaged: nullableString,
  triage_due_date: nullableString,
  bug_due_date: nullableString,
  repository: z.string(),
  framework: z.int(),
  status: z.int(),
  bug_number: z.nullable(z.int()),
  bug_updated: z.optional(nullableString),
  assignee_username: nullableString,
  notes: nullableString,
  alerts: z.array(AlertAnswer),
  related_alerts: z.array(AlertAnswer),
});
export type SummaryAnswer = z.infer<typeof SummaryAnswer>;

/** Results are parsed one by one, so that one odd summary does not take the others with it. */
export const SummaryListAnswer = z.object({
  count: z.int(),
  next: nullableString,
  results: z.array(z.unknown()),
});

export const DecisionTaskAnswer = z.record(z.string(), z.object({ id: z.string(), run: z.string() }));

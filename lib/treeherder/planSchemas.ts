import * as z from 'zod/mini';

const nullableString = z.nullable(z.string());

export const RepositoryAnswer = z.array(
  z.object({ id: z.int(), name: z.string(), tc_root_url: nullableString, url: z.string() }),
);

export const FrameworkAnswer = z.array(z.object({ id: z.int(), name: z.string() }));

export const PerformanceDataAnswer = z.record(
  z.string(),
  z.array(
    z.object({
      signature_id: z.int(),
      job_id: z.nullable(z.int()),
      push_id: z.int(),
      revision: z.string(),
      push_timestamp: z.number(),
      value: z.number(),
    }),
  ),
);

export const PushListAnswer = z.object({
  results: z.array(
    z.object({
      id: z.int(),
      revision: z.string(),
      author: z.string(),
      push_timestamp: z.number(),
      revision_count: z.int(),
      revisions: z.array(z.object({ revision: z.string(), author: z.string(), comments: z.string() })),
    }),
  ),
});

/** Rows are arrays; the names say which value is which, and their order may change. */
export const JobListAnswer = z.object({
  job_property_names: z.array(z.string()),
  results: z.array(z.array(z.unknown())),
  next: z.optional(nullableString),
});

export const JobRow = z.object({
  id: z.int(),
  push_id: z.int(),
  job_type_name: z.string(),
  job_group_symbol: z.string(),
  platform: z.string(),
  state: z.string(),
  result: z.string(),
  task_id: z.optional(nullableString),
  duration: z._default(z.nullable(z.number()), 0),
});

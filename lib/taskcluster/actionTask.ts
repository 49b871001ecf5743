import * as z from 'zod/mini';
import { type Label, label } from '@/lib/model/ids';

/**
 * The input of `retrigger-multiple`, with Deputy's marker beside it. The action's schema allows further keys at the top
 * (not inside a request), the hook passes them on and the action task shows them: that is how a later look recognises
 * a trigger whose answer was lost.
 */
export interface RetriggerInput {
  readonly requests: readonly { readonly tasks: readonly string[]; readonly times: number }[];
  readonly deputy?: Marker | undefined;
}

export interface Marker {
  readonly version: 1;
  readonly summary: number;
  readonly round: number;
  readonly nonce: string;
}

const RetriggerInputSchema = z.object({
  requests: z.array(z.object({ tasks: z.array(z.string()), times: z._default(z.int(), 1) })),
  deputy: z.optional(
    z.object({ version: z.literal(1), summary: z.int(), round: z.int(), nonce: z.string() }),
  ),
});
const AddJobsInputSchema = z.object({ tasks: z.array(z.string()), times: z._default(z.int(), 1) });

/** Labels grouped by count, as the action wants them; the same label never stands in two groups. */
export function toRetriggerInput(
  labels: readonly { readonly label: Label; readonly times: number }[],
  marker: Marker,
): RetriggerInput {
  const byTimes = new Map<number, string[]>();
  for (const { label: name, times } of labels) byTimes.set(times, [...(byTimes.get(times) ?? []), name]);
  return {
    requests: [...byTimes].sort(([a], [b]) => a - b).map(([times, tasks]) => ({ tasks, times })),
    deputy: marker,
  };
}

/** What an action task asks for: runs by label, and the marker if it is one of ours. Other actions promise nothing. */
export function readActionInput(
  name: string,
  input: unknown,
): { readonly runs: ReadonlyMap<Label, number>; readonly marker: Marker | null } {
  const runs = new Map<Label, number>();
  if (name === 'retrigger-multiple') {
    const parsed = z.safeParse(RetriggerInputSchema, input);
    if (!parsed.success) return { runs, marker: null };
    for (const { tasks, times } of parsed.data.requests) {
      for (const t of tasks) runs.set(label(t), (runs.get(label(t)) ?? 0) + times);
    }
    return { runs, marker: parsed.data.deputy ?? null };
  }
  if (name === 'add-new-jobs') {
    const parsed = z.safeParse(AddJobsInputSchema, input);
    if (parsed.success) for (const t of parsed.data.tasks) runs.set(label(t), parsed.data.times);
  }
  return { runs, marker: null };
}

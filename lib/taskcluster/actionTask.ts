import * as z from 'zod/mini';
import { type Label, label } from '@/lib/model/ids';
import type { Marker } from './retriggerInput';
import { ActionExtra, type TaskDefinition } from './schemas';

const RetriggerInputSchema = z.object({
  requests: z.array(z.object({ tasks: z.array(z.string()), times: z._default(z.int(), 1) })),
  deputy: z.optional(
    z.object({ version: z.literal(1), summary: z.int(), round: z.int(), nonce: z.string() }),
  ),
});
const AddJobsInputSchema = z.object({ tasks: z.array(z.string()), times: z._default(z.int(), 1) });

/** What a task's definition says of the action that made it; null when it is no action task. */
export function readActionTask(definition: TaskDefinition | undefined) {
  const extra = z.safeParse(ActionExtra, definition?.extra.action);
  if (!definition || !extra.success) return null;
  const { name, context } = extra.data;
  return { name, target: context.taskId ?? null, ...readActionInput(name, context.input ?? null) };
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

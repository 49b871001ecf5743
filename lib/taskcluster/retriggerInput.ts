import type { Label } from '@/lib/model/ids';

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

import { type Label, type PushId, type Revision, shortRevision } from '@/lib/model/ids';
import type { PlanInput } from '@/lib/model/planInput';
import type { PlanReason } from '@/lib/model/round';

/**
 * Labels that the graph runs twelve times when asked once (`task_duplicates`): those that contain a desktop Speedometer 3
 * label of Firefox on autoland (taskcluster-actions 2.7).
 */
const MULTIPLIED =
  /test-(windows11-64-24h2|linux2404-64|macosx1500-aarch64)-shippable\/opt-browsertime-benchmark-firefox-speedometer3/;

/** Does one request for this label make several runs where the graph's own count is not replaced? */
export const multipliesRuns = (label: Label) => MULTIPLIED.test(label);

/** Why a label cannot be asked for on one push; undefined when nothing is known against it. */
export function whyNotOn(
  graphs: PlanInput['graphs'],
  label: Label,
  push: { readonly id: PushId; readonly revision: Revision },
  name: string,
): Pick<PlanReason, 'code' | 'text'> | undefined {
  const graph = graphs?.get(push.id);
  if (!graph) return undefined;
  const where = shortRevision(push.revision);
  if (graph.cannotAsk) {
    return {
      code: 'too old',
      text: `nothing can be asked for on ${where}: it offers no actions, or no more`,
    };
  }
  if (graph.generation === 'old' && multipliesRuns(label)) {
    return { code: 'runs multiply', text: `${name}: on ${where} each run asked for would make twelve` };
  }
  const known = graph.labels?.get(label);
  if (known === 'unknown') {
    // Never under another name: another chunk of the same test may hold other pages.
    return { code: 'unknown label', text: `${name}: ${where} does not know this job, or by another name` };
  }
  if (known === 'not retriggerable') {
    return { code: 'not retriggerable', text: `${name}: this job cannot be retriggered on ${where}` };
  }
  return undefined;
}

/**
 * On pushes of the old generation each run is a graph of its own, and each graph makes the missing build anew
 * (taskcluster-actions 2.6): the runs that share a graph are those of one count.
 */
export const buildsEachRun = (graphs: PlanInput['graphs'], push: PushId) =>
  graphs?.get(push)?.generation === 'old';

/** One event of Chromium's trace, as far as it is read. Times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly id?: string;
  readonly args?: {
    readonly name?: string;
    readonly data?: {
      readonly url?: string;
      readonly startTime?: number;
      readonly timeDeltas?: readonly number[];
      readonly cpuProfile?: { readonly nodes?: readonly ProfileNode[]; readonly samples?: readonly number[] };
    };
  };
}
interface ProfileNode {
  readonly id: number;
  readonly parent?: number;
  readonly callFrame: { readonly url?: string };
}

/** The categories that `evaluationMs` reads: the profiler of the others would tell the compiler to keep books. */
export const TIMELINE = ['devtools.timeline'];

/** The categories that `ownWork` reads. */
export const TRACE_CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-v8.cpu_profiler',
];

export interface OwnWork {
  /** Time on the page's thread below a function of the extension, ms: all, and in the worst single task. */
  readonly total: number;
  readonly longest: number;
  /** Tasks with more than 50 ms of it. */
  readonly long: number;
  /** Timers of the extension that fired in the page. */
  readonly timers: number;
}

const OWN = /^chrome-extension:\/\/[a-p]{32}\/content-scripts\//;
const ANY_EXTENSION = /^chrome-extension:/;

/** The extension's own work in the page's process: by samples of the call stack, so that what it makes the browser do counts too. */
export function ownWork(events: readonly TraceEvent[]): OwnWork {
  const script = events.find(({ args }) => OWN.test(args?.data?.url ?? ''));
  const none = { total: 0, longest: 0, long: 0, timers: 0 };
  if (!script) return none;
  const { pid, tid } = script;
  const inPage = events.filter((e) => e.pid === pid);
  const tasks = inPage
    .filter((e) => e.tid === tid && e.name === 'RunTask' && e.dur !== undefined)
    .sort((a, b) => a.ts - b.ts);
  const own = ownSamples(inPage);
  const perTask = new Map<TraceEvent, number>();
  let at = 0;
  let total = 0;
  for (const { ts, ms } of own.sort((a, b) => a.ts - b.ts)) {
    total += ms;
    while (at < tasks.length && endOf(tasks[at]) < ts) at++;
    const task = tasks[at];
    if (task && task.ts <= ts) perTask.set(task, (perTask.get(task) ?? 0) + ms);
  }
  const lengths = [...perTask.values()];
  return {
    total,
    longest: Math.max(0, ...lengths),
    long: lengths.filter((ms) => ms > 50).length,
    timers: inPage.filter((e) => e.name === 'TimerFire' && hasOwnCall(inPage, e)).length,
  };
}

/** What the scripts of the extensions took until each had run once through, parsing and compiling included, ms. */
export const evaluationMs = (events: readonly TraceEvent[]): number =>
  events
    .filter((e) => e.name === 'EvaluateScript' && ANY_EXTENSION.test(e.args?.data?.url ?? ''))
    .reduce((sum, e) => sum + (e.dur ?? 0) / 1000, 0);

const endOf = (task: TraceEvent | undefined) => (task ? task.ts + (task.dur ?? 0) : Number.POSITIVE_INFINITY);

const hasOwnCall = (events: readonly TraceEvent[], outer: TraceEvent) =>
  events.some(
    (e) =>
      e.name === 'FunctionCall' &&
      e.tid === outer.tid &&
      e.ts >= outer.ts &&
      e.ts <= outer.ts + (outer.dur ?? 0) &&
      OWN.test(e.args?.data?.url ?? ''),
  );

/** Samples whose stack has a function of ours in it; each counts for the time until the next one. */
function ownSamples(events: readonly TraceEvent[]): { ts: number; ms: number }[] {
  const starts = new Map<string, number>();
  for (const { name, id = '', args } of events)
    if (name === 'Profile' && args?.data?.startTime !== undefined) starts.set(id, args.data.startTime);
  const clocks = new Map(starts);
  const isOwn = new Map<string, boolean>();
  const found: { ts: number; ms: number }[] = [];
  const chunks = events.filter((e) => e.name === 'ProfileChunk').sort((a, b) => a.ts - b.ts);
  for (const { id = '', args } of chunks) {
    const { cpuProfile, timeDeltas = [] } = args?.data ?? {};
    for (const node of cpuProfile?.nodes ?? []) {
      const parent = node.parent === undefined ? false : (isOwn.get(`${id} ${node.parent}`) ?? false);
      isOwn.set(`${id} ${node.id}`, parent || OWN.test(node.callFrame.url ?? ''));
    }
    const samples = cpuProfile?.samples ?? [];
    for (const [n, sample] of samples.entries()) {
      const ts = (clocks.get(id) ?? 0) + (timeDeltas[n] ?? 0);
      clocks.set(id, ts);
      // what is sampled now runs until the next sample; the last of a chunk as long as the one before
      const ms = (timeDeltas[n + 1] ?? timeDeltas[n] ?? 0) / 1000;
      if (isOwn.get(`${id} ${sample}`) && ms > 0) found.push({ ts, ms });
    }
  }
  return found;
}

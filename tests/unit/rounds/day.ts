import { type SummaryId, summaryId } from '@/lib/model/ids';
import type { RoundPlan } from '@/lib/model/round';
import { marksOf, parseNotes, roundsOf, stateOf } from '@/lib/notes/notes';
import type { Desk } from '@/lib/rounds/desk';
import { mainSummary } from '../../contract/asking.ts';
import type { PushRecord } from '../../sandbox/records.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.ts';

/** Run every interleaving and every fault, not only the telling ones. */
export const FULL = process.env.DEPUTY_FULL === '1';

/** A round takes a tenth of a second; a machine that builds and browses beside it, much longer. */
export const TIMEOUT_MS = 60_000;

/** Longer than an action task takes to make its jobs, shorter than any of these jobs. */
const ACTIONS_DONE_SECONDS = 400;

/** A sandbox with one summary that is worth a round, and the questions that the specs ask of it. */
export interface Day {
  readonly sandbox: Sandbox;
  readonly id: SummaryId;
  notes(): string;
  /** The rounds, marks and state that everybody reads. */
  told(): {
    readonly rounds: ReturnType<typeof roundsOf>;
    readonly marked: readonly number[];
    readonly state: string | undefined;
  };
  /** What a colleague writes in the page's own editor. */
  colleagueWrites(text: string): void;
  /** Triggers that Taskcluster carried out. */
  fired(): number;
  /** Trigger posts that left, whatever became of them. */
  posts(): number;
  /** Lets all action tasks make their jobs. By '<push> <label>', the test jobs made since the day began. */
  jobsMade(): Map<string, number>;
  push(id: number): PushRecord;
  /** The same day again, as if nothing had happened but the time that went by. */
  again(): void;
}

export function createDay(options: SandboxOptions = {}): Day {
  const sandbox = createSandbox({ scenario: 'two-sheriffs', ...options });
  let known = new Set(sandbox.world.jobs.keys());
  const id = summaryId(mainSummary(sandbox).id);
  const notes = () => sandbox.world.summary(id).notes ?? '';
  return {
    sandbox,
    id,
    notes,
    told() {
      const doc = parseNotes(notes());
      return {
        rounds: roundsOf(doc),
        marked: [...marksOf(doc).values()].filter((m) => m.on).map((m) => m.alert),
        state: stateOf(doc),
      };
    },
    colleagueWrites(text) {
      sandbox.world.summary(id).notes = text;
    },
    fired: () => [...sandbox.world.hooks.values()].reduce((sum, hook) => sum + hook.fires.length, 0),
    posts: () => sandbox.log.count({ method: 'POST', path: /\/trigger$/ }),
    jobsMade() {
      sandbox.clock.advance(ACTIONS_DONE_SECONDS);
      const made = new Map<string, number>();
      for (const job of sandbox.world.jobs.values()) {
        const kind = sandbox.world.labels.get(job.label)?.kind;
        if (known.has(job.id) || kind === undefined || kind === 'build') continue;
        const key = `${job.pushId} ${job.label}`;
        made.set(key, (made.get(key) ?? 0) + 1);
      }
      return made;
    },
    push: (push) => sandbox.world.push(push),
    again() {
      sandbox.reset();
      known = new Set(sandbox.world.jobs.keys());
    },
  };
}

/** What a plan asks for, by '<push> <label>'. */
export const wantedBy = (plan: RoundPlan) =>
  new Map(plan.cells.filter((c) => c.need > 0).map((c) => [`${c.pushId} ${c.label}`, c.need]));

export const total = (counts: ReadonlyMap<string, number>) =>
  [...counts.values()].reduce((sum, n) => sum + n, 0);

/** More than was wanted of one job on one push; empty when all is well. */
export function tooMany(made: ReadonlyMap<string, number>, wanted: ReadonlyMap<string, number>): string[] {
  return [...made].flatMap(([key, n]) =>
    n > (wanted.get(key) ?? 0) ? [`${key}: ${n} instead of ${wanted.get(key) ?? 0}`] : [],
  );
}

/** The plan that a desk shows. */
export function planOf(desk: Desk): RoundPlan {
  const { planState } = desk.state();
  if (planState.kind !== 'ready') throw new Error(`There is no plan: ${JSON.stringify(planState)}`);
  return planState.report.plan;
}

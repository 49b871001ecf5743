import { readFresh } from '@/lib/actions/freshSummary';
import type { LeaseHolder } from '@/lib/actions/leaseHolder';
import type { NotedTreeherder } from '@/lib/actions/notedTreeherder';
import type { Instant, SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import type { ComparedTest } from '@/lib/model/planInput';
import { say } from '@/lib/model/say';
import type { Suggestion } from '@/lib/model/suggestions';
import type { SummaryStore } from '@/lib/store/summaryStore';
import type { Desk } from './desk';

export interface BothBranchesDeps {
  readonly treeherder: Pick<NotedTreeherder, 'summary'>;
  readonly store: Pick<SummaryStore, 'get' | 'ask' | 'put'>;
  readonly leases: LeaseHolder;
  readonly desks: { of(id: SummaryId): Desk; hold(id: SummaryId, isHeld: boolean): void };
  readonly now: () => Instant;
  /** Alerts of a round. */
  readonly alertsPerRound: number;
}

/**
 * "Ask for 2 retriggers on both branches" (design 1.2): the rounds of a summary and of the one that it may come from, planned
 * beside each other and sent one after the other under one click. Each is claimed, journaled and noted as any round.
 */
export interface BothBranches {
  /** Plans both rounds. */
  open(here: SummaryId, suggestion: Suggestion): Promise<Outcome<null>>;
  /** The plans are put away; nothing was sent. */
  close(here: SummaryId, there: SummaryId): void;
  /**
   * Only from a trusted click. The other round goes out only when this one did.
   * @returns what came of it, a sentence
   */
  send(here: SummaryId, there: SummaryId): Promise<Outcome<string>>;
}

/** Plans and sends the rounds of two summaries of which one may be downstream of the other. */
export function createBothBranches(deps: BothBranchesDeps): BothBranches {
  const { desks } = deps;
  /** Counts what was opened and put away: what is read for plans that were put away meanwhile changes nothing. */
  let turn = 0;
  const compare = (id: SummaryId, unsure: readonly ComparedTest[], expects: string) => {
    const desk = desks.of(id);
    desk.expect(expects);
    // which a round after the first has to give
    desk.round.giveReason(expects && `unsure ${expects}`);
    return desk.choose({ unsure });
  };

  /** The other summary may not be on the page. */
  async function known(id: SummaryId): Promise<Outcome<unknown>> {
    if (deps.store.get(id)?.summary) return ok(null);
    return readFresh(deps, id, deps.now);
  }

  /** Plans one of the two with all that its dialog shows. */
  async function planned(id: SummaryId, unsure: readonly ComparedTest[], expects: string) {
    await compare(id, unsure, expects);
    const desk = desks.of(id);
    await desk.readLive(true);
    const { planState } = desk.state();
    return planState.kind === 'failed' ? refused(planState.problem) : ok(null);
  }

  function reportOf(id: SummaryId) {
    const { planState } = desks.of(id).state();
    return planState.kind === 'ready' ? planState.report : null;
  }

  function forget(id: SummaryId): void {
    void compare(id, [], '');
    desks.hold(id, false);
  }

  return {
    async open(here, suggestion) {
      const there = suggestion.target?.id;
      if (there === undefined) return ok(null);
      const mine = ++turn;
      desks.hold(there, true);
      const other = await known(there);
      if (!isOk(other)) return other;
      if (mine !== turn) return ok(null);
      const tests = suggestion.compared?.slice(0, deps.alertsPerRound) ?? [];
      const [first, second] = await Promise.all([
        planned(
          here,
          tests.map((t) => t.here),
          `whether it comes from #${there}`,
        ),
        planned(
          there,
          tests.map((t) => t.there),
          `whether #${here} comes from it`,
        ),
      ]);
      return isOk(first) ? second : first;
    },
    close(here, there) {
      turn += 1;
      forget(here);
      forget(there);
    },
    async send(here, there) {
      // what the dialog showed at the click: nothing beyond it is sent, however long the first round takes
      const shown = new Map([here, there].map((id) => [id, reportOf(id)]));
      const sent = await deps.leases.withLease([here, there], async (): Promise<Outcome<string>> => {
        const [own, other] = [desks.of(here), desks.of(there)];
        await own.send(shown.get(here));
        const end = own.state().send;
        // stopped or changed: its bar says so, and the plan stays as it was chosen, for another press
        if (end.kind === 'idle') forget(here);
        if (end.kind !== 'sent') return ok('');
        if (!shown.get(there)?.plan.jobs) return ok('');
        await other.send(shown.get(there), true);
        const otherEnd = other.state().send;
        if (otherEnd.kind === 'sent') {
          return ok(
            `Both branches are asked: round ${end.number} here, round ${otherEnd.number} of #${there}.`,
          );
        }
        return refused(onlyHere(there, otherEnd.kind === 'stopped' ? otherEnd.problem : null));
      });
      forget(there);
      return sent;
    },
  };
}

const onlyHere = (there: SummaryId, problem: Problem | null): Problem => ({
  kind: problem?.kind ?? 'conflict',
  message: `The round here is sent, the one of #${there} is not. ${problem?.message ?? say('plan changed there')}`,
});

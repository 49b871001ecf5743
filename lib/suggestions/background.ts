import type { BackgroundHandlers } from '@/lib/messages/background';
import { fromMessage, toMessage } from '@/lib/messages/records';
import type { AlertSummary } from '@/lib/model/alert';
import type { Drawn } from '@/lib/model/drawn';
import { alertId, revision, signatureId, summaryId } from '@/lib/model/ids';
import { failed, isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { DownstreamPair } from '@/lib/model/pairs';
import type { Evidence, SeriesHistory } from '@/lib/model/suggestions';
import type { TreeherderRecords } from '@/lib/treeherder/client';
import type { ReadDeps } from '@/lib/treeherder/request';
import { createSeriesReads } from '@/lib/treeherder/seriesReads';
import { createCandidates } from './candidates';
import { createContainments } from './containment';
import { readEvidence } from './evidence';
import { listed } from './listedSummary';
import type { SessionStorage } from './listShelf';
import { readSeriesHistory } from './seriesHistory';
import { sittingThere } from './sittingThere';
import { createSuggester, type Suggester } from './suggest';

export interface SuggestionWorkDeps {
  readonly read: ReadDeps;
  readonly treeherder: Pick<TreeherderRecords, 'summaries' | 'summary'>;
  /** Active repositories by name. */
  readonly repositories: () => Promise<Outcome<ReadonlyMap<string, { readonly id: number }>>>;
  readonly pairs: () => Promise<readonly DownstreamPair[]>;
  readonly session: SessionStorage;
  /** Draws what the page shows; left out where nothing is drawn. */
  readonly draw?: SuggestionDrawings;
}

export interface SuggestionDrawings {
  readonly evidence: (evidence: Evidence) => readonly Drawn[];
  readonly history: (history: SeriesHistory) => readonly Drawn[];
}

type SuggestionHandlers = Pick<
  BackgroundHandlers,
  'content-bg suggest' | 'content-bg evidence' | 'content-bg series history' | 'content-bg sitting there'
>;

/** The background's part of suggestions: public reads and rules behind three messages. */
export function createSuggestionWork(deps: SuggestionWorkDeps): {
  readonly suggester: Suggester;
  readonly handlers: SuggestionHandlers;
} {
  const { treeherder, repositories } = deps;
  const { now } = deps.read.clock;
  const reads = createSeriesReads(deps.read);
  const summaries = (query: string) => treeherder.summaries(query);
  const suggester = createSuggester({
    candidates: createCandidates({ summaries, session: deps.session, now }),
    containments: createContainments({ pushOfCommit: reads.pushOfCommit, now }),
    hashesWithData: reads.hashesWithData,
    repositories,
    pairs: deps.pairs,
    now,
  });
  return {
    suggester,
    handlers: {
      'content-bg suggest': async ({ summaries, front, table }) => {
        const reports = await suggester.suggest({
          summaries: summaries.map(asSummary),
          front: front === null ? null : summaryId(front),
          table,
        });
        return { reports: reports.map((r) => ({ ...r })) };
      },
      'content-bg evidence': async ({ summary, target, alert }) => {
        const own = asSummary(summary);
        const known = await suggester.find(summaryId(target), own);
        const there = known ? ok(known) : await readListed(summaryId(target));
        if (!isOk(there)) return asAnswer(there);
        const evidence = await readEvidence({ series: reads.series, now }, own, there.value, alertId(alert));
        return asAnswer(drawn(evidence, deps.draw?.evidence));
      },
      'content-bg series history': async ({ repository, signature }) => {
        const found = await repositoryId(repository);
        if (!isOk(found)) return asAnswer(found);
        const history = await readSeriesHistory({ summaries }, found.value, signatureId(signature));
        return asAnswer(drawn(history, deps.draw?.history));
      },
      'content-bg sitting there': async ({ summary, revision: there }) => {
        const own = asSummary(summary);
        const found = await repositoryId(own.repository);
        const other = isOk(found)
          ? await sittingThere({ summaries }, found.value, own, revision(there))
          : found;
        return asAnswer(isOk(other) ? ok({ suggestion: other.value && toMessage(other.value) }) : other);
      },
    },
  };

  async function repositoryId(name: string): Promise<Outcome<number>> {
    const all = await repositories();
    if (!isOk(all)) return all;
    const found = all.value.get(name);
    return found
      ? ok(found.id)
      : failed({ kind: 'not found', message: `Treeherder shows no alerts of ${name} (any more).` });
  }

  async function readListed(id: AlertSummary['id']) {
    const answer = await treeherder.summary(id);
    return isOk(answer) ? ok(listed(answer.value)) : answer;
  }
}

const asSummary = fromMessage<AlertSummary>;

/** Reads are never refused or unclear: they came or they did not. */
function asAnswer<T extends object>(outcome: Outcome<T>) {
  return isOk(outcome)
    ? { kind: 'ok' as const, value: { ...outcome.value } as T & Record<string, unknown> }
    : { kind: 'failed' as const, problem: { ...outcome.problem } };
}

const drawn = <T extends object>(answer: Outcome<T>, draw: ((record: T) => readonly Drawn[]) | undefined) =>
  isOk(answer) && draw ? ok({ ...answer.value, drawn: draw(answer.value) }) : answer;

import { type PushId, shortRevision } from '@/lib/model/ids';
import type { AlertOutlook, Next, SuspectPush } from '@/lib/model/outlook';
import type { Push } from '@/lib/model/push';
import { type AlertSoFar, findingOf, type NextRound } from './nextRound';
import type { Suspects } from './suspects';
import type { NotYetReason, Verdict } from './verdict';

const NOT_YET: Readonly<Record<NotYetReason, string>> = {
  'data to come': 'not yet: data is on its way',
  'side too short': 'not yet: one side has too few pushes with data',
  'step elsewhere': 'the level changes, but at another place than the alert’s',
  'code or machines': 'not yet: changed code and changed machines look the same so far',
  'too close to call': 'not yet: the levels lie too close for the noise so far',
  'too noisy': 'too noisy to tell: more runs of the same cannot help',
};

const WORDS: Readonly<Record<AlertOutlook['kind'], string>> = {
  push: 'step',
  range: 'step',
  'no step': 'no step',
  machines: 'infra?',
  undecided: 'not yet',
};

/**
 * What the data of one alert say, in words and with its suspects.
 * @param pushes the push log of the window
 * @param backedOut those of them that were backed out since
 */
export function describeAlert(
  soFar: AlertSoFar,
  pushes: readonly Push[],
  backedOut: ReadonlySet<PushId>,
): AlertOutlook {
  const { alertId, kind, range } = findingOf(soFar);
  const byId = new Map(pushes.map((p) => [p.id, p]));
  const name = (id: PushId) => {
    const push = byId.get(id);
    return push ? shortRevision(push.revision) : `push ${id}`;
  };
  const from = range && byId.get(range.from);
  const to = range && byId.get(range.to);
  const confidence = soFar.suspects?.range.confidence ?? certaintyOf(soFar.verdict);
  return {
    alertId,
    kind,
    word: WORDS[kind],
    sentence: sentenceOf(
      soFar,
      kind,
      range && { from: name(range.from), to: name(range.to), pushes: range.pushes },
      confidence,
    ),
    range:
      range && from && to
        ? {
            from: from.revision,
            to: to.revision,
            fromPush: from.id,
            toPush: to.id,
            pushes: range.pushes,
            confidence,
          }
        : null,
    suspects: suspectPushes(soFar.suspects, byId, backedOut),
  };
}

const certaintyOf = (said: Verdict) => (said.kind === 'step confirmed' ? said.certainty : 0);
const percent = (share: number) => `${Math.floor(100 * share)} %`;

function sentenceOf(
  { verdict: said }: AlertSoFar,
  kind: AlertOutlook['kind'],
  range: { readonly from: string; readonly to: string; readonly pushes: number } | undefined,
  confidence: number,
): string {
  const change = 'evidence' in said && said.evidence?.changePct;
  const by =
    typeof change === 'number' ? ` of ${change > 0 ? '+' : '−'}${Math.abs(change).toFixed(1)} %` : '';
  if (kind === 'push' && range) return `step${by} confirmed at ${range.to} (${percent(confidence)} sure)`;
  if (kind === 'range' && range) {
    return `step${by} confirmed after ${range.from}, up to and with ${range.to}: ${range.pushes} pushes (${percent(confidence)} sure)`;
  }
  if (said.kind === 'no step')
    return 'no step: the levels before and after are the same, as far as it matters';
  if (said.kind === 'follows the run time') {
    const since =
      said.since === null
        ? ''
        : ` since ${new Date(said.since * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    return `follows the run time${since}, likely infra: no further round`;
  }
  return said.kind === 'not yet' ? NOT_YET[said.reason] : '';
}

/** Suspects that are shown; the rest is unlikely. */
const SHOWN_SUSPECTS = 12;

function suspectPushes(
  found: Suspects | null,
  byId: ReadonlyMap<PushId, Push>,
  backedOut: ReadonlySet<PushId>,
): readonly SuspectPush[] {
  return (found?.ranked ?? []).slice(0, SHOWN_SUSPECTS).flatMap(({ pushId, confidence }) => {
    const push = byId.get(pushId);
    if (!push) return [];
    return [
      {
        pushId,
        revision: push.revision,
        confidence,
        backedOut: backedOut.has(pushId),
        commits: push.commits.map((c) => ({
          revision: c.revision,
          author: c.author,
          title: c.message.split('\n', 1)[0] ?? '',
          bug: bugOf(c.message),
        })),
      },
    ];
  });
}

/** 'Bug 1990001 - …', as Mozilla's commits begin. */
function bugOf(message: string): number | null {
  const found = /\bbug\s+(\d{5,8})\b/i.exec(message)?.[1];
  return found === undefined ? null : Number(found);
}

/** What may come next, in words. */
export function describeNext(next: NextRound, judged: readonly AlertSoFar[]): Next {
  const name = (id: AlertSoFar['alertId']) => judged.find((a) => a.alertId === id)?.name ?? `alert ${id}`;
  switch (next.kind) {
    case 'waiting':
      return { kind: 'waiting', sentence: `Data is on its way for ${next.alerts.map(name).join(', ')}` };
    case 'decided':
      return { kind: 'decided', sentence: 'Nothing is left that a decision needs' };
    case 'next round':
      return {
        kind: 'next round',
        sentence: `Round ${next.number} would help: ${next.reasons.map((r) => r.text).join('; ')}`,
        reasons: next.reasons.map((r) => r.text),
        aims: next.aims,
      };
    case 'stop':
      return {
        kind: 'stop',
        sentence: `${next.why === 'rounds used up' ? 'No more rounds' : 'More runs do not help'}: ${next.advice[0]?.text ?? ''}`,
        advice: next.advice.map((a) => a.text),
      };
  }
}

import { type PushId, shortRevision } from '@/lib/model/ids';
import type { AlertOutlook, Next, SuspectPush } from '@/lib/model/outlook';
import type { Push } from '@/lib/model/push';
import { counted } from './describePlan';
import { type AlertSoFar, findingOf, type NextRound } from './nextRound';
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
  const sentence = sentenceOf(
    soFar,
    kind,
    range && { from: name(range.from), to: name(range.to), pushes: range.pushes },
    confidence,
    name,
  );
  const found = suspectPushes(soFar, byId, backedOut);
  return {
    alertId,
    name: soFar.name,
    kind,
    word: WORDS[kind],
    sentence,
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
    suspects: found,
    report: found.length === 0 ? '' : reportOf(`${soFar.name}: ${sentence}`, found),
  };
}

const certaintyOf = (said: Verdict) => (said.kind === 'step confirmed' ? said.certainty : 0);
const percent = (share: number) => `${Math.floor(100 * share)} %`;

function sentenceOf(
  { verdict: said }: AlertSoFar,
  kind: AlertOutlook['kind'],
  range: { readonly from: string; readonly to: string; readonly pushes: number } | undefined,
  confidence: number,
  name: (id: PushId) => string,
): string {
  const change = 'evidence' in said && said.evidence?.changePct;
  const by =
    typeof change === 'number' ? ` of ${change > 0 ? '+' : '−'}${Math.abs(change).toFixed(1)} %` : '';
  if (kind === 'push' && range) return `step${by} confirmed at ${range.to} (${percent(confidence)} sure)`;
  if (kind === 'range' && range) {
    return `step${by} confirmed at ${range.from}..${range.to}, ${range.pushes} pushes (${percent(confidence)} sure)`;
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
  return said.kind === 'not yet' ? NOT_YET[said.reason] + moreOf(said.more, name) : '';
}

/** Pushes named in a sentence; the rest is counted. */
const NAMED_PUSHES = 2;

/** ' (3 more points on 0123456789ab and 2 other pushes)', or nothing when no points help. */
function moreOf(more: Extract<Verdict, { kind: 'not yet' }>['more'], name: (id: PushId) => string): string {
  const points = more.reduce((sum, m) => sum + m.points, 0);
  if (points === 0) return '';
  const others = more.length - NAMED_PUSHES;
  const named = more.slice(0, NAMED_PUSHES).map((m) => name(m.pushId));
  const where =
    others > 0
      ? `${named.join(', ')} and ${counted(others, 'other push', 'other pushes')}`
      : named.join(' and ');
  return ` (${counted(points, 'more point')} on ${where})`;
}

/** Suspects that are shown, each with at least this likelihood; the rest can be left to a bisection. */
const SHOWN_SUSPECTS = 12;
const LEAST_SHOWN = 0.005;

function suspectPushes(
  { suspects: found, strip }: AlertSoFar,
  byId: ReadonlyMap<PushId, Push>,
  backedOut: ReadonlySet<PushId>,
): readonly SuspectPush[] {
  const likely = (found?.ranked ?? []).filter((s) => s.confidence >= LEAST_SHOWN).slice(0, SHOWN_SUSPECTS);
  return likely.flatMap(({ pushId, confidence }) => {
    const push = byId.get(pushId);
    if (!push) return [];
    const older = strip.slice(
      0,
      Math.max(
        0,
        strip.findIndex((p) => p.id === pushId),
      ),
    );
    const previous = older.findLast((p) => p.have > 0) ?? older.at(-1);
    return [
      {
        pushId,
        revision: push.revision,
        confidence,
        backedOut: backedOut.has(pushId),
        previous: (previous && byId.get(previous.id)?.revision) ?? null,
        commits: push.commits.map((c) => ({
          revision: c.revision,
          author: c.author,
          title: titleOf(c.message),
          bug: bugOf(c.message),
        })),
      },
    ];
  });
}

/** For a bug: one line for each push and each of its commits, as far as they are known. */
function reportOf(head: string, found: readonly SuspectPush[]): string {
  const lines = found.flatMap(({ revision, confidence, backedOut, commits }) => [
    `${shortRevision(revision)} (${Math.round(100 * confidence)} %)${backedOut ? ', backed out since' : ''}`,
    ...commits.map(
      (c) =>
        `  ${shortRevision(c.revision)} ${c.bug === null ? '' : `bug ${c.bug}: `}${c.title} (${c.author})`,
    ),
  ]);
  return [head, 'Pushes that may have made it, most likely first:', ...lines].join('\n');
}

/** 'Bug 1990001 - …', as Mozilla's commits begin. */
function bugOf(message: string): number | null {
  const found = /\bbug\s+(\d{5,8})\b/i.exec(message)?.[1];
  return found === undefined ? null : Number(found);
}

/** The likeliest findings first: one that names a push speaks for the summary. */
const WEIGHT: readonly AlertOutlook['kind'][] = ['push', 'range', 'machines', 'no step', 'undecided'];

/** The most telling finding first: what stands first is what the bar speaks of. */
export const byWeight = (a: AlertOutlook, b: AlertOutlook) =>
  WEIGHT.indexOf(a.kind) - WEIGHT.indexOf(b.kind) || (a.range?.pushes ?? 0) - (b.range?.pushes ?? 0);

/**
 * One sentence for the bar: the most telling finding, how many tests say something else, and what may come next.
 */
export function describeOutlook(views: readonly AlertOutlook[], next: Next): string {
  const found = WEIGHT.map((kind) => views.filter((v) => v.kind === kind)).filter((list) => list.length > 0);
  const [first = [], ...rest] = found;
  const [best, ...alike] = first;
  if (!best || best.kind === 'undecided') return next.sentence;
  const others = rest.map((list) => `${list.length} ${COUNTED[list[0]?.kind ?? 'undecided']}`);
  const finding = `${best.name}${alike.length > 0 ? ` and ${alike.length} more` : ''}: ${best.sentence}${others.length > 0 ? `; ${others.join(', ')}` : ''}`;
  // what is decided needs no further word once a finding says it
  return next.kind === 'decided' ? finding : `${finding}. ${next.sentence}`;
}

const COUNTED: Readonly<Record<AlertOutlook['kind'], string>> = {
  push: 'with a step',
  range: 'with a step in a wider range',
  machines: 'that follow the run time',
  'no step': 'without a step',
  undecided: 'undecided',
};

/** The first line without 'Bug 1990001 - '. */
const titleOf = (message: string) =>
  (message.split('\n', 1)[0] ?? '').replace(/^\s*bug\s+\d{5,8}\s*(?:[-–—:.,]\s*)?/i, '');

/** What may come next, in words. */
export function describeNext(next: NextRound, judged: readonly AlertSoFar[]): Next {
  const name = (id: AlertSoFar['alertId']) => judged.find((a) => a.alertId === id)?.name ?? `alert ${id}`;
  switch (next.kind) {
    case 'waiting':
      return { kind: 'waiting', sentence: `Data is on its way for ${next.alerts.map(name).join(', ')}` };
    case 'decided':
      return { kind: 'decided', sentence: decidedBy(next.findings) };
    case 'next round': {
      const reasons = reasonsOf(next.reasons);
      const isNarrowing = next.reasons.every((r) => r.code === 'range too wide');
      const why = isNarrowing ? 'can narrow it down' : `would help: ${reasons.join('; ')}`;
      return { kind: 'next round', sentence: `Round ${next.number} ${why}`, reasons, aims: next.aims };
    }
    case 'stop':
      return {
        kind: 'stop',
        sentence: `${next.why === 'rounds used up' ? 'No more rounds' : 'More runs do not help'}: ${next.advice[0]?.text ?? ''}`,
        advice: next.advice.map((a) => a.text),
      };
  }
}

/** Why no further round is offered although rounds are left. */
function decidedBy(findings: Extract<NextRound, { kind: 'decided' }>['findings']): string {
  if (findings.some((f) => f.kind === 'push')) return 'The push is found: no further round is needed';
  const kinds = new Set(findings.map((f) => f.kind));
  if (kinds.has('machines'))
    return 'The levels follow the run time, likely infra: no further round is offered';
  return 'Nothing is left that a decision needs';
}

/** Reasons that only differ in the test are one: 'amazon, ares6: the levels lie too close for the noise so far'. */
function reasonsOf(reasons: Extract<NextRound, { kind: 'next round' }>['reasons']): readonly string[] {
  const parts = reasons.map(
    ({ text }) => /^(?<name>.*?): (?<why>.*)$/s.exec(text)?.groups ?? { name: '', why: text },
  );
  return [...Map.groupBy(parts, (p) => p.why ?? '')].map(([why, list]) =>
    [list.map((p) => p.name).join(', '), why].filter((part) => part !== '').join(': '),
  );
}

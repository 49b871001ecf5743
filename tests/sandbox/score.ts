import type { SummaryRecord } from './records.ts';
import { LAST_SHIFT_NONCE, type TrainingAnswer, trainingAnswers } from './scenarios/trainingAnswers.ts';
import { ALERT } from './treeherder/statusDerivation.ts';
import type { World } from './world.ts';

/** What a person has made of one summary of the training shift. */
export interface ScoredSummary {
  readonly summary: number;
  readonly title: string;
  /** `to do`: nothing was done yet, and something is to be. */
  readonly verdict: 'right' | 'to do' | 'not right';
  /** What was right or is to be done. */
  readonly said: string;
  readonly why: string;
  /** Jobs that were asked for here although none were needed. */
  readonly needlessJobs: number;
}

export interface Score {
  readonly summaries: readonly ScoredSummary[];
  readonly right: number;
  readonly jobs: number;
  readonly needlessJobs: number;
}

/** What the notes tell, read with a few patterns of their own and not with Deputy's grammar: the score is to judge that too. */
interface Told {
  readonly jobs: number;
  readonly state: string;
  readonly comments: string;
  readonly declined: ReadonlySet<number>;
  /** Comments and why rounds were ended as blocked. */
  readonly reasons: string;
}

function toldBy({ notes }: SummaryRecord): Told {
  const lines = (notes ?? '').split('\n');
  const all = (pattern: RegExp) => lines.flatMap((line) => pattern.exec(line) ?? []);
  const sent = lines.flatMap((line) => {
    const [, nonce, jobs] = /^sent \d+ (\S+) \S+ (\d+) /.exec(line) ?? [];
    return nonce === undefined || nonce === LAST_SHIFT_NONCE ? [] : [Number(jobs)];
  });
  const states = lines.flatMap((line) => {
    const [, name, at] = /^state (\S+) \S+ (\S+)/.exec(line) ?? [];
    return name === undefined || at === undefined ? [] : [{ name, at: Date.parse(at) }];
  });
  const blocked = all(/^blocked \d+ \S+ .*$/).map((line) => decodeURIComponent(line));
  const newest = states.reduce<(typeof states)[number] | null>(
    (last, s) => (last && last.at > s.at ? last : s),
    null,
  );
  const on = new Map<number, boolean>();
  for (const line of lines) {
    const [, id, word] = /^declined \S+ (\d+) (on|off) /.exec(line) ?? [];
    if (id !== undefined) on.set(Number(id), word === 'on');
  }
  const comments = lines.filter((line) => line.startsWith('[')).join('\n');
  return {
    jobs: sent.reduce((sum, n) => sum + n, 0),
    state: blocked.length > 0 && newest?.name === 'collecting-data' ? 'needs-data' : (newest?.name ?? ''),
    comments,
    declined: new Set([...on].flatMap(([id, isOn]) => (isOn ? [id] : []))),
    reasons: [comments, ...blocked].join('\n'),
  };
}

/** What stands against the right answer; null when nothing does. `to do` when nothing was done at all. */
function missing(world: World, { right, summary }: TrainingAnswer, told: Told): string | null {
  const alerts = world.alertsOf(summary);
  const related = alerts.filter((a) => a.status === ALERT.downstream);
  const isElse = (kind: string) => (right.kind === kind ? false : related.length > 0);
  if (isElse('downstream')) return 'it is not downstream of anything';
  switch (right.kind) {
    case 'round':
      if (told.jobs === 0) return 'send round 1';
      if (right.declining !== undefined && !told.declined.has(right.declining)) {
        return `say that it is not downstream: press "Not #${right.declining}"`;
      }
      return told.state === 'data-ready' ? null : 'hand it over as data ready';
    case 'downstream': {
      const all = related.length === alerts.length && related.every((a) => a.relatedSummaryId === right.of);
      return all ? null : `mark all its alerts downstream of #${right.of}`;
    }
    case 'needs data':
      if (told.state !== 'needs-data') return 'set its state to "needs data"';
      return right.reason.test(told.reasons) ? null : 'give the reason that fits';
    case 'hand over':
      return told.state === 'data-ready' ? null : 'hand it over as data ready';
    case 'note':
      return told.comments.includes(String(right.naming))
        ? null
        : `leave a comment that names #${right.naming}`;
    case 'leave':
      return told.state === '' ? null : 'leave its state as it was';
  }
}

const RIGHTLY: Readonly<Record<TrainingAnswer['right']['kind'], string>> = {
  round: 'round 1 was asked for and handed over',
  downstream: 'marked downstream',
  'needs data': 'handed over as needing data, with its reason',
  'hand over': 'handed over without a job',
  note: 'a comment, and no job',
  leave: 'left as it was',
};

function scoreOf(world: World, answer: TrainingAnswer): ScoredSummary & { readonly jobs: number } {
  const told = toldBy(world.summary(answer.summary));
  const lacks = missing(world, answer, told);
  const needless = answer.right.kind === 'round' ? 0 : told.jobs;
  const base = { summary: answer.summary, title: answer.title, why: answer.why, jobs: told.jobs };
  if (needless > 0) {
    const said = `${needless} jobs for nothing${lacks === null ? '' : `; and: ${lacks}`}`;
    return { ...base, verdict: 'not right', said, needlessJobs: needless };
  }
  if (lacks === null) return { ...base, verdict: 'right', said: RIGHTLY[answer.right.kind], needlessJobs: 0 };
  const isTouched = told.comments.includes('[sheriff]') || told.declined.size > 0;
  const isWrong = isTouched || lacks.startsWith('it is not') || lacks.startsWith('leave its');
  return { ...base, verdict: isWrong ? 'not right' : 'to do', said: lacks, needlessJobs: 0 };
}

/** The score of the training shift as it stands; null in a world of another scenario. */
export function scoreOfShift(world: World): Score | null {
  const answers = trainingAnswers(world);
  if (answers.length === 0) return null;
  const summaries = answers.map((answer) => scoreOf(world, answer));
  const sum = (of: (s: (typeof summaries)[number]) => number) => summaries.reduce((n, s) => n + of(s), 0);
  return {
    summaries,
    right: summaries.filter((s) => s.verdict === 'right').length,
    jobs: sum((s) => s.jobs),
    needlessJobs: sum((s) => s.needlessJobs),
  };
}

/** For the terminal and for `/__sandbox/score`. */
export function scoreInWords({ summaries, right, jobs, needlessJobs }: Score): string {
  const lines = summaries.flatMap((s) => [
    `${s.verdict.padEnd(9)}  #${s.summary} ${s.title}: ${s.said}.`,
    ...(s.verdict === 'right' ? [] : [`           ${s.why}`]),
  ]);
  const spent = `${jobs} jobs asked for, ${needlessJobs} of them for nothing`;
  return [`${right} of ${summaries.length} right; ${spent}.`, '', ...lines].join('\n');
}

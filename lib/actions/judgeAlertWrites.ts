import type { AlertSummary } from '@/lib/model/alert';
import type { AlertSnapshot, AlertState } from '@/lib/model/alertSnapshot';
import type { AlertId } from '@/lib/model/ids';
import {
  failed,
  isOk,
  type NotOk,
  type Outcome,
  ok,
  type Problem,
  refused,
  unclear,
} from '@/lib/model/outcome';
import { counted } from '@/lib/triage/describePlan';
import { foresee } from '@/lib/triage/foreseenStatus';
import { alertName } from '@/lib/triage/listedAlerts';
import type {
  AlertAnswer,
  AlertFailure,
  AlertQuestion,
  AlertsJudged,
  AlertWish,
  AlertWrite,
} from './alertQuestions';
import { holds, joinSnapshots, snapshotOf, statesOf, withFields } from './alertSnapshots';
import { halts } from './halts';
import { planAlertWrites } from './planAlertWrites';
import { judgeUndo, settlingWrites } from './undoPlan';

/** The background's answer to a question of `askAboutAlerts`. Pure. */
export function answerAlertQuestion(question: AlertQuestion): Outcome<AlertAnswer> {
  switch (question.kind) {
    case 'plan':
      return planAlertWrites(question.wish, question.fresh);
    case 'judge':
      return judgeWrites(question);
    case 'judge table':
      return ok(judgeTable(question));
    case 'judge undo':
      return ok(judgeUndo(question));
  }
}

/**
 * What became of the writes of one click, by what was read back, and what an undo of them needs.
 * @returns not ok when nothing at all was written
 */
function judgeWrites({
  wish,
  plan,
  before,
  after,
  failures: sent,
}: AlertQuestion<'judge'>): Outcome<AlertsJudged> {
  const { there, writes } = plan;
  const found = statesOf(after);
  const failures = new Map<AlertId, Problem>();
  const worked: AlertWrite[] = [];
  for (const write of writes) {
    const { id } = write.alert;
    const now = found.get(id);
    const failure = sent.find((f) => f.alert === id)?.problem;
    if (now ? holds(now, write.fields) : !failure) worked.push(write);
    else failures.set(id, failure ?? changedMeanwhile(id));
  }
  const [first] = failures.values();
  if (first && worked.length === 0 && there.length === 0) {
    return notOk(
      first,
      writes.every((w) => found.has(w.alert.id)),
    );
  }
  const done = [...there, ...worked.map((w) => w.alert.id)].sort((a, b) => a - b);
  return ok({
    done,
    notDone: [...failures].map(([alert, problem]) => ({ alert, problem })),
    undo:
      worked.length === 0
        ? null
        : snapshotOf(
            before,
            after,
            new Map(worked.map((w) => [w.alert.id, withFields(w.alert, w.fields)])),
            changedBy(before, worked, found),
          ),
    sentence: sentenceOf(done.length, failures, inWords(wish)),
    note: wish.kind === 'relate' && done.length > 0 ? noteOf(wish, done, before) : null,
    settle:
      wish.kind === 'undo'
        ? settlingWrites(wish.snapshot, before, writes.length > 0 ? after : before, failures.size === 0)
        : [],
  });
}

/** Alerts named in a note's line; the rest is counted. */
const NAMED = 3;

function noteOf(
  { relation, target, seen }: AlertWish & { readonly kind: 'relate' },
  done: readonly AlertId[],
  before: readonly AlertSummary[],
): AlertsJudged['note'] {
  const words = `${relation === 'downstream' ? 'downstream of' : 'reassigned to'} #${target}`;
  const own = before.find((s) => s.id === seen.id)?.alerts ?? [];
  const names = own.filter((a) => done.includes(a.id)).map((a) => alertName(a.signature));
  const rest = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return {
    line: `${words}: ${names.slice(0, NAMED).join(', ')}${rest}`,
    what: `${counted(done.length, 'alert')} ${words}`,
  };
}

/** How a sentence names what is so now. */
function inWords(wish: AlertWish): string {
  switch (wish.kind) {
    case 'relate':
      return `${wish.relation === 'downstream' ? 'marked downstream of' : 'reassigned to'} #${wish.target}`;
    case 'star':
      return wish.starred ? 'starred' : 'without star';
    case 'undo':
      return 'as before again';
  }
}

/** @param isSeen the alerts were read back, and are as they were */
function notOk(problem: Problem, isSeen: boolean): NotOk {
  // with these the server did nothing, or was not asked
  const isCertain = halts(problem) || problem.kind === 'bad request' || problem.kind === 'not found';
  return isCertain ? refused(problem) : isSeen ? failed(problem) : unclear(problem);
}

const changedMeanwhile = (id: AlertId): Problem => ({
  kind: 'alerts changed',
  message: `Alert ${id} was written, but somebody else changed it at the same moment.`,
});

/** The written alerts, and those that the server set back because of them; what else changed meanwhile is not ours. */
function changedBy(
  before: readonly AlertSummary[],
  worked: readonly AlertWrite[],
  found: ReadonlyMap<AlertId, AlertState>,
): readonly AlertId[] {
  const foreseen = foresee(
    before,
    worked.flatMap(({ alert, fields: { status, relatedSummaryId } }) =>
      status === undefined || relatedSummaryId === undefined
        ? []
        : [{ kind: 'alert', id: alert.id, status, relatedSummaryId }],
    ),
  );
  const setBack = [...foreseen.values()].flatMap((f) => f.setBack);
  return [...worked.map((w) => w.alert.id), ...setBack.filter((id) => found.get(id)?.status === 'untriaged')];
}

function sentenceOf(done: number, failures: ReadonlyMap<AlertId, Problem>, what: string): string {
  const total = done + failures.size;
  const alerts = total === 1 ? '1 alert' : `${total} alerts`;
  if (failures.size === 0) return `${alerts} ${what}.`;
  const reasons = [...new Set([...failures.values()].map((p) => p.message))];
  return `${done} of ${alerts} ${what}. Not done: ${[...failures.keys()].join(', ')}. ${reasons.join(' ')}`;
}

/** The rows of a table as one: what was done, and one undo for all of it. */
function judgeTable({ rows, told }: AlertQuestion<'judge table'>): AlertsJudged {
  const done: AlertId[] = [];
  const notDone: AlertFailure[] = [];
  const sentences: string[] = [];
  const targets: string[] = [];
  let undo: AlertSnapshot | null = null;
  told.forEach(({ target, outcome }, i) => {
    if (!isOk(outcome)) {
      const { problem } = outcome;
      notDone.push(...(rows[i]?.alerts ?? []).map((alert) => ({ alert, problem })));
      if (problem.kind !== 'stopped') sentences.push(`Nothing done for #${target}: ${problem.message}`);
      return;
    }
    done.push(...outcome.value.done);
    if (outcome.value.done.length > 0) targets.push(`#${target} (${outcome.value.done.length})`);
    notDone.push(...outcome.value.notDone);
    const { notDone: left } = outcome.value;
    const wasStopped = left.length > 0 && left.every((n) => n.problem.kind === 'stopped');
    const share = `${outcome.value.done.length} of ${rows[i]?.alerts.length} alerts marked for #${target}.`;
    sentences.push(wasStopped ? share : outcome.value.sentence);
    const mine = outcome.value.undo;
    if (mine) undo = undo ? joinSnapshots(undo, mine) : mine;
  });
  const stopped = notDone.filter((n) => n.problem.kind === 'stopped').length;
  if (stopped > 0) sentences.push(`Stopped: ${stopped === 1 ? '1 alert is' : `${stopped} alerts are`} left.`);
  const summaries = targets.length === 1 ? '1 summary' : `${targets.length} summaries`;
  const note = targets.length > 0 && {
    line: `downstream of ${targets.join(', ')}`,
    what: `${counted(done.length, 'alert')} downstream of ${summaries}`,
  };
  return { done, notDone, undo, sentence: sentences.join(' '), note: note || null, settle: [] };
}

import type { CancelProgress, CancelReport } from '@/lib/model/cancelling';
import { type Instant, shortRevision } from '@/lib/model/ids';
import type { RoundView } from '@/lib/model/views';
import { counted, NEEDS_DATA_REASONS, type NotedSummary, type TailRound } from '@/lib/notes/notes';
import { roundClosing } from './closeRound';
import { openRound } from './openRound';
import type { DeskSight } from './viewSubject';

/** What can be done about the rounds of a summary, and what their data say; null before the first was sent. */
export function roundView(
  summary: NotedSummary,
  { desk, me, now }: { readonly desk: DeskSight; readonly me: string; readonly now: Instant },
): RoundView | null {
  const open = openRound(summary, now, me);
  const outlook = desk.planState.kind === 'ready' ? desk.planState.report.outlook : null;
  const { cancelling, notices } = desk;
  const number = open?.number ?? outlook?.number;
  const cancel = cancelWords(cancelling);
  if (number === undefined) return null;
  const end = outlook && outlook.number === open?.number ? outlook.end : null;
  const lost = end?.text.split('; lost: ')[1] ?? null;
  const closing = open ? roundClosing(open, end, lost && `lost: ${lost}`) : null;
  const isWaiting = open?.status === 'pending' && (end === null || end.kind === 'waiting');
  const isWorking = !['idle', 'done', 'stopped'].includes(cancelling.kind);
  return {
    number,
    canCancel: isWaiting && !isWorking && open.receipts.some((r) => r.actionTask !== null),
    cancel,
    cancelProblem: cancelling.kind === 'stopped' || cancelling.kind === 'done' ? cancelling.problem : null,
    closing: closing?.canClose
      ? { advised: closing.advised, blockedBy: closing.blockedBy ?? '', reasons: NEEDS_DATA_REASONS }
      : null,
    notices: isWaiting ? notices : null,
    outlook: outlook && {
      alerts: outlook.alerts,
      advice: outlook.next.kind === 'stop' ? outlook.next.advice : [],
      reasons: outlook.next.kind === 'next round' ? outlook.next.reasons : [],
    },
    standsOn: summary.revision,
  };
}

/** Where cancelling stands, and what became of it. */
function cancelWords(progress: CancelProgress): RoundView['cancel'] {
  switch (progress.kind) {
    case 'checking':
      return { text: 'Checking your login…', failures: [], isOver: false };
    case 'looking':
      return {
        text: `Looking which jobs of round ${progress.round} still wait…`,
        failures: [],
        isOver: false,
      };
    case 'cancelling':
      return {
        text: `Cancelling: ${progress.done} of ${counted(progress.total, 'job')}…`,
        failures: [],
        isOver: false,
      };
    case 'done':
      return { ...reportWords(progress.report), isOver: true };
    default:
      return null;
  }
}

function reportWords(report: CancelReport): { readonly text: string; readonly failures: readonly string[] } {
  const { round, cancelled, underWay, unmade, running, ended, failures } = report;
  const said = [
    cancelled > 0 && `${counted(cancelled, 'waiting job')} cancelled`,
    underWay > 0 && `${underWay} being cancelled already`,
    running > 0 &&
      `${running} ${running === 1 ? 'runs' : 'run'} already and ${running === 1 ? 'is' : 'are'} left to it`,
    ended > 0 && `${ended} had ended`,
    unmade > 0 && `${counted(unmade, 'job')} not made yet: cancel again in some minutes`,
  ].filter((part) => part !== false);
  return {
    text: `Round ${round}: ${said.length > 0 ? said.join(', ') : 'nothing waits that could be cancelled'}.`,
    failures: failures.map(
      (f) => `${shortRevision(f.revision)}, ${counted(f.jobs, 'job')} not cancelled: ${f.reason}`,
    ),
  };
}

/** What the bar says once a round was sent and its data can be judged; null before that. */
export function outlookSentence(desk: DeskSight, open: TailRound | null): string | null {
  const outlook = desk.planState.kind === 'ready' ? desk.planState.report.outlook : null;
  if (!outlook || (open && (open.status === 'claimed' || open.number !== outlook.number))) return null;
  if (!open || outlook.end.kind !== 'waiting') return `Round ${outlook.number}: ${outlook.sentence}`;
  return null;
}

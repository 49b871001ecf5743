import { type OtherPlan, PlanDialog } from '@/components/planDialog';
import { subjectOf } from '@/lib/model/graphPoint';
import type { SummaryId } from '@/lib/model/ids';
import type { ViewContext } from './viewContext';

/** The two rounds of one click, as a dialog needs them. */
export interface Together {
  readonly there: SummaryId;
  /** Both are worked out. */
  readonly isReady: boolean;
  readonly send: () => void;
}

/** The plan of a summary as a dialog; null while there is no plan to show. */
export function planDialog(
  id: SummaryId,
  context: ViewContext,
  close: () => void,
  together: Together | null = null,
) {
  const desk = context.desks.get(id);
  const planState = desk?.state().planState;
  if (!desk || planState?.kind !== 'ready') return null;
  const { plan, sheet, outlook } = planState.report;
  const { choices, expects, round } = desk.state();
  const isShown = together === null || together.isReady;
  return (
    <PlanDialog
      title={`Round ${plan.number} of ${subjectOf(id)}`}
      number={plan.number}
      sheet={isShown ? sheet : null}
      choices={choices}
      expects={expects}
      reason={
        plan.number > 1
          ? {
              text: round.reason,
              suggestions: outlook?.next.kind === 'next round' ? outlook.next.reasons : [],
            }
          : null
      }
      onReason={desk.round.giveReason}
      // the dialog stands above the page and does not move with it
      stillness={{ stillFor: () => Number.POSITIVE_INFINITY, onTooEarly: () => {} }}
      onChoose={(change) => void desk.choose(change)}
      onExpect={(text) => desk.expect(text)}
      onSend={context.acted(id, () => {
        if (together) return together.send();
        close();
        void desk.send();
      })}
      onClose={close}
      other={together ? otherPlan(sheet?.sendText ?? null, together, context) : undefined}
    />
  );
}

function otherPlan(
  sendsHere: string | null,
  { there, isReady }: Together,
  { desks, store }: ViewContext,
): OtherPlan {
  const desk = desks.of(there);
  const { planState, choices, expects } = desk.state();
  const report = isReady && planState.kind === 'ready' ? planState.report : null;
  const sendsThere = report?.sheet?.sendText ?? null;
  return {
    heading: `Round ${report?.plan.number ?? 1} of alert #${there} on ${store.get(there)?.summary?.repository}`,
    sheet: report?.sheet ?? null,
    sendText: sendsHere && sendsThere ? `${sendsHere}, and ${ofOther(sendsThere, there)}` : sendsHere,
    choices,
    expects,
    onChoose: (change) => void desk.choose(change),
    onExpect: (text) => desk.expect(text),
  };
}

/** 'round 1 of #51000: 12 jobs' */
const ofOther = (sendText: string, there: SummaryId) =>
  sendText.replace(/^Send (round \d+)/, `$1 of #${there}`);

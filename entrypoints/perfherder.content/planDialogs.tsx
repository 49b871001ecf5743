import { PlanDialog } from '@/components/planDialog';
import { subjectOf } from '@/lib/model/graphPoint';
import type { SummaryId } from '@/lib/model/ids';
import type { ViewContext } from './viewContext';

/** The plan of a summary as a dialog; null while there is no plan to show. */
export function planDialog(id: SummaryId, context: ViewContext, close: () => void) {
  const desk = context.desks.get(id);
  const planState = desk?.state().planState;
  if (!desk || planState?.kind !== 'ready') return null;
  const { plan, sheet, outlook } = planState.report;
  const { choices, expects, round } = desk.state();
  return (
    <PlanDialog
      title={`Round ${plan.number} of ${subjectOf(id)}`}
      number={plan.number}
      sheet={sheet}
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
      onChoose={(change) => desk.choose(change)}
      onExpect={(text) => desk.expect(text)}
      onSend={context.acted(id, () => {
        close();
        void desk.send();
      })}
      onClose={close}
    />
  );
}

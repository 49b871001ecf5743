import { PlanDialog } from '@/components/planDialog';
import type { AlertId, SummaryId } from '@/lib/model/ids';
import type { ViewContext } from './viewContext';

/** The plan of a summary as a dialog; null while there is no plan to show. */
export function planDialog(id: SummaryId, context: ViewContext, close: () => void) {
  const { desks, store, settings, worked } = context;
  const desk = desks.get(id);
  const planState = desk?.state().planState;
  const texts = worked.get(id)?.bar.planTexts;
  if (!desk || !texts || planState?.kind !== 'ready') return null;
  const { plan, live, spend } = planState.report;
  const summary = store.get(id)?.summary;
  const { choices } = desk.state();
  return (
    <PlanDialog
      plan={plan}
      {...texts}
      form={choices.form}
      dropped={new Set(choices.dropped)}
      alerts={summary ? [...summary.alerts, ...summary.relatedAlerts] : []}
      rules={settings.rules}
      spend={spend}
      live={live}
      // the dialog stands above the page and does not move with it
      stillness={{ stillFor: () => Number.POSITIVE_INFINITY, onTooEarly: () => {} }}
      onForm={(form) => desk.choose({ form })}
      onDrop={(alert: AlertId, drop: boolean) => {
        const dropped = new Set(choices.dropped);
        if (drop) dropped.add(alert);
        else dropped.delete(alert);
        desk.choose({ dropped: [...dropped] });
      }}
      onSend={context.acted(id, () => {
        close();
        void desk.send();
      })}
      onClose={close}
    />
  );
}

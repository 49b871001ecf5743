import { type BarActions, SummaryBar } from '@/components/summaryBar';
import type { SummaryId } from '@/lib/model/ids';
import { liveView } from '@/lib/rounds/liveView';
import { taskPage } from '@/lib/taskcluster/roots';
import { goesFirst } from '@/lib/triage/adviceOrder';
import { draw } from './drawing';
import type { NotesDialogs } from './notesDialogs';
import { suggestionsView } from './suggestionViews';
import type { ViewContext } from './viewContext';

/** Dialogs that a bar opens. */
export interface BarDialogs extends Pick<NotesDialogs, 'actionsOf'> {
  readonly openPlan: (id: SummaryId) => void;
}

export function drawBar(shadow: ShadowRoot, id: SummaryId, context: ViewContext, dialogs: BarDialogs): void {
  const { store, desks, clock, worked } = context;
  const view = liveView(id, worked.get(id), desks.of(id).state(), store.get(id)?.problem ?? null);
  draw(
    shadow,
    <SummaryBar
      view={view}
      actions={actionsOf(id, context, dialogs)}
      stillness={context.stillness(id)}
      now={clock.now()}
      taskUrl={(task) => (view.root ? taskPage(view.root, task) : null)}
      isLastActed={context.lastActed() === id}
      tooEarly={context.tooEarly() === id}
      adviceFirst={goesFirst(context.suggestions(id).state().report?.suggestions[0])}
    >
      {suggestionsView(id, context.suggestions(id), context)}
    </SummaryBar>,
  );
}

function actionsOf(id: SummaryId, context: ViewContext, dialogs: BarDialogs): BarActions {
  const { host, signal } = context;
  const desk = context.desks.of(id);
  const acted = (work: () => unknown) => context.acted(id, work);
  return {
    ...dialogs.actionsOf(id),
    send: acted(() => desk.send()),
    cancel: acted(() => desk.cancel()),
    resume: acted(() => desk.resume()),
    dismiss: acted(() => desk.dismiss()),
    plan: acted(() => dialogs.openPlan(id)),
    look: () => void desk.readLive(),
    writeNow: acted(() => desk.outbox.writeNow()),
    writeBoth: acted(() => desk.outbox.writeNow(true)),
    takeBack: acted(() => desk.outbox.takeBack()),
    undo: acted(() => desk.undo()),
    logIn: acted(async () => {
      const { planState } = desk.state();
      const root = planState.kind === 'ready' ? planState.report.root : null;
      if (!root) return;
      const result = await host().logInToTaskcluster(root, signal);
      // logged in for this very round: it goes on to its grace, where it can still be cancelled
      if (result === 'logged in' && desk.state().send.kind === 'stopped') void desk.send();
    }),
    reload: () => location.reload(),
  };
}

import { type BarActions, SummaryBar } from '@/components/summaryBar';
import { isPoint } from '@/lib/model/graphPoint';
import type { SummaryId } from '@/lib/model/ids';
import type { Suggestion } from '@/lib/model/suggestions';
import { liveView } from '@/lib/rounds/liveView';
import { tickedInWords } from '@/lib/rounds/rowSelection';
import { goesFirst } from '@/lib/triage/adviceOrder';
import { draw } from './drawing';
import type { NotesDialogs } from './notesDialogs';
import { suggestionsView } from './suggestionViews';
import type { ViewContext } from './viewContext';

/** Dialogs that a bar opens. */
export interface BarDialogs extends Pick<NotesDialogs, 'actionsOf'> {
  readonly openPlan: (id: SummaryId) => void;
  readonly openBoth: (id: SummaryId, suggestion: Suggestion) => void;
}

/** Bars that have shown what they are about. */
const begun = new WeakSet<ShadowRoot>();

/**
 * @returns false when a part is left for the next frame: a bar that shows its content for the first time is drawn in two, for
 *   both together are a long task on a slow machine
 */
export function drawBar(
  shadow: ShadowRoot,
  id: SummaryId,
  context: ViewContext,
  dialogs: BarDialogs,
): boolean {
  const { store, desks, clock, settings, worked } = context;
  const views = worked.get(id);
  const isWhole = !views || begun.has(shadow);
  if (views) begun.add(shadow);
  const view = liveView(
    id,
    views,
    desks.of(id).state(),
    store.get(id)?.problem ?? (views ? null : worked.problem()),
  );
  draw(
    shadow,
    <SummaryBar
      view={view}
      actions={actionsOf(id, context, dialogs)}
      stillness={context.stillness(id)}
      now={clock.now()}
      isLastActed={context.lastActed() === id}
      tooEarly={context.tooEarly() === id}
      ticked={context.ticked(id)}
      mayMove={settings.role === 'perf sheriff' && context.canWrite() && !isPoint(id)}
      adviceFirst={goesFirst(context.suggestions(id).state().report?.suggestions[0])}
    >
      {isWhole &&
        suggestionsView(
          id,
          context.suggestions(id),
          context,
          view.canPlan && context.canWrite() ? (s) => dialogs.openBoth(id, s) : null,
        )}
    </SummaryBar>,
  );
  return isWhole;
}

function actionsOf(id: SummaryId, context: ViewContext, dialogs: BarDialogs): BarActions {
  const { host, signal } = context;
  const desk = context.desks.of(id);
  const acted = (work: () => unknown) => context.acted(id, work);
  return {
    ...dialogs.actionsOf(id),
    send: acted(() => desk.send(context.worked.shown(id))),
    cancel: acted(() => desk.cancel()),
    resume: acted(() => desk.resume()),
    dismiss: acted(() => desk.dismiss()),
    cancelJobs: acted(() => desk.round.cancelJobs()),
    markComplete: acted(() => desk.round.markComplete()),
    endAsBlocked: (reason) => acted(() => desk.round.endAsBlocked(reason))(),
    tellMe: acted(() => desk.round.tellMe()),
    move: (to, previous, why) => acted(() => desk.round.moveTo(to, previous, why))(),
    reassign: (instead) =>
      acted(() => {
        desk.round.dismiss();
        return context.suggestions(id).relate(instead);
      })(),
    copy: (text) =>
      void navigator.clipboard.writeText(text).then(
        () => desk.round.copied(true),
        () => desk.round.copied(false),
      ),
    plan: acted(() => dialogs.openPlan(id)),
    look: () => void desk.readLive(),
    writeNow: acted(() => desk.outbox.writeNow()),
    writeBoth: acted(() => desk.outbox.writeNow(true)),
    takeBack: acted(() => desk.outbox.takeBack()),
    undo: acted(() => {
      context.suggestions(id).undone();
      void desk.undo();
    }),
    tickRows: (alerts) =>
      acted(async () => {
        const result = await host().tickRows(id, new Set(alerts));
        const summary = context.store.get(id)?.summary;
        if (summary) context.sayTicked(id, tickedInWords(summary, alerts, result));
      })(),
    logIn: acted(async () => {
      const { planState } = desk.state();
      const root = planState.kind === 'ready' ? planState.report.root : null;
      if (!root) return;
      const result = await host().logInToTaskcluster(root, signal);
      // logged in for this very round: it goes on to its grace, where it can still be cancelled
      if (result === 'logged in' && desk.state().send.kind === 'stopped')
        void desk.send(context.worked.shown(id));
    }),
    reload: () => location.reload(),
  };
}

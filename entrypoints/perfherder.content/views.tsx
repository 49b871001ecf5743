import { type ComponentChild, render as renderInto } from 'preact';
import { AlertCell } from '@/components/alertCell';
import { isLive, STILL_MS } from '@/components/guardedClick';
import { NoticeLine } from '@/components/noticeLine';
import { PlanDialog } from '@/components/planDialog';
import { type BarActions, SummaryBar } from '@/components/summaryBar';
import type { Host, MountKey } from '@/lib/host';
import type { AlertId, SummaryId } from '@/lib/model/ids';
import { cellView } from '@/lib/rounds/cellView';
import { sendText, summaryView } from '@/lib/rounds/summaryView';
import { createGate } from '@/lib/rounds/waiting';
import type { Settings } from '@/lib/settings/settings';
import type { SummaryStore } from '@/lib/store/summaryStore';
import { taskPage } from '@/lib/taskcluster/roots';
import type { ServerClock } from '@/lib/treeherder/serverClock';
import { describePlan } from '@/lib/triage/describePlan';
import { type Desks, isBusy } from './desks';

/** Bars whose cost is worked out at the same time. */
const WORKED_OUT_AT_ONCE = 2;
/** Clocks and ages in the bars move on this often, data of a round is looked for. */
const MINUTE_MS = 60_000;

export interface Views {
  mount(key: MountKey, shadow: ShadowRoot): void;
  unmount(key: MountKey, shadow: ShadowRoot): void;
  /** Draws the bar and the cells of a summary anew, at the next frame. */
  render(id: SummaryId): void;
  setVisible(ids: ReadonlySet<SummaryId>): void;
  setWriter(canWrite: boolean): void;
  /** Says something above the list until it is dismissed. */
  warn(id: SummaryId | null, text: string): void;
}

/** Draws desks into the places that the host offers. Holds no state but what is open and which bar was acted on. */
export function createViews(deps: {
  readonly desks: Desks;
  readonly store: SummaryStore;
  readonly clock: ServerClock;
  readonly settings: Settings;
  readonly host: () => Host;
  readonly username: () => string;
  readonly signal: AbortSignal;
}): Views {
  const { desks, store, clock, settings, signal } = deps;
  const bars = new Map<SummaryId, ShadowRoot>();
  const cells = new Map<string, { key: MountKey & { kind: 'cell' }; shadow: ShadowRoot }>();
  const cellsOf = new Map<SummaryId, Set<string>>();
  let line: ShadowRoot | null = null;
  let overlay: ShadowRoot | null = null;
  let visible: ReadonlySet<SummaryId> = new Set();
  let canWrite = false;
  let planOpen: SummaryId | null = null;
  let lastActed: SummaryId | null = null;
  let tooEarly: SummaryId | null = null;
  let warnings: readonly { readonly id: SummaryId | null; readonly text: string }[] = [];
  const dirty = new Set<SummaryId>();
  let frame = 0;
  const gate = createGate(WORKED_OUT_AT_ONCE);
  const inView = new Set<SummaryId>();

  const sight = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const id = [...bars].find(([, shadow]) => shadow.host === entry.target)?.[0];
        if (id === undefined) continue;
        if (entry.isIntersecting) {
          inView.add(id);
          workOut(id);
        } else inView.delete(id);
      }
    },
    { rootMargin: '200px' },
  );
  signal.addEventListener('abort', () => sight.disconnect(), { once: true });

  /** A bar's cost is worked out when it comes into view, two at a time, and not in a hidden tab. */
  function workOut(id: SummaryId): void {
    if (document.visibilityState === 'hidden' || !store.get(id)?.summary) return;
    void gate(async () => {
      if (inView.has(id)) await desks.of(id).show();
    });
  }

  const stillness = (id: SummaryId) => ({
    stillFor: () => performance.now() - deps.host().lastMoved(id),
    onTooEarly: () => {
      tooEarly = id;
      renderSoon(id);
    },
  });
  const rootOf = (id: SummaryId) => {
    const planState = desks.get(id)?.state().planState;
    return planState?.kind === 'ready' ? planState.report.root : null;
  };
  const acted = (id: SummaryId, work: () => unknown) => () => {
    lastActed = id;
    tooEarly = null;
    work();
    renderSoon(id);
  };

  function actionsOf(id: SummaryId): BarActions {
    const desk = desks.of(id);
    return {
      send: acted(id, () => desk.send()),
      cancel: acted(id, () => desk.cancel()),
      resume: acted(id, () => desk.resume()),
      dismiss: acted(id, () => desk.dismiss()),
      plan: acted(id, () => {
        planOpen = id;
        renderOverlay();
        void desk.readLive(true);
      }),
      look: () => void desk.readLive(),
      writeNow: acted(id, () => desk.outbox.writeNow()),
      writeBoth: acted(id, () => desk.outbox.writeNow(true)),
      undo: acted(id, () => desk.undo()),
      takeBack: acted(id, () => desk.outbox.takeBack()),
      logIn: acted(id, async () => {
        const root = rootOf(id);
        if (!root) return;
        const result = await deps.host().logInToTaskcluster(root, signal);
        // logged in for this very round: it goes on to its grace, where it can still be cancelled
        if (result === 'logged in' && desk.state().send.kind === 'stopped') void desk.send();
      }),
      reload: () => location.reload(),
    };
  }

  function renderBar(id: SummaryId): void {
    const shadow = bars.get(id);
    if (!shadow) return;
    const entry = store.get(id);
    const view = summaryView(id, {
      summary: entry?.summary ?? null,
      readProblem: entry?.problem ?? null,
      desk: desks.of(id).state(),
      rules: settings.rules,
      me: deps.username(),
      now: clock.now(),
    });
    draw(
      shadow,
      <SummaryBar
        view={view}
        actions={actionsOf(id)}
        stillness={stillness(id)}
        now={clock.now()}
        taskUrl={(task) => (view.root ? taskPage(view.root, task) : null)}
        isLastActed={lastActed === id}
        tooEarly={tooEarly === id}
      />,
    );
  }

  function renderCell(name: string): void {
    const cell = cells.get(name);
    if (!cell) return;
    const { summaryId: id, alertId } = cell.key;
    const view = cellView(
      store.get(id)?.summary ?? null,
      alertId,
      desks.get(id)?.state() ?? null,
      settings.rules,
      clock.now(),
    );
    draw(
      cell.shadow,
      view && (
        <AlertCell
          view={view}
          canWrite={canWrite}
          onToggle={acted(id, () => desks.of(id).outbox.toggleMark(alertId))}
          stillness={stillness(id)}
        />
      ),
    );
  }

  function renderOverlay(): void {
    if (!overlay) return;
    const id = planOpen;
    const desk = id === null ? null : desks.get(id);
    const planState = desk?.state().planState;
    if (id === null || !desk || planState?.kind !== 'ready') {
      draw(overlay, null);
      return;
    }
    const { plan, live, spend } = planState.report;
    const summary = store.get(id)?.summary;
    const close = () => {
      planOpen = null;
      renderOverlay();
    };
    const { choices } = desk.state();
    draw(
      overlay,
      <PlanDialog
        plan={plan}
        sentence={describePlan(plan, clock.now())}
        sendText={sendText(plan)}
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
        onSend={acted(id, () => {
          close();
          void desk.send();
        })}
        onClose={close}
      />,
    );
  }

  function renderLine(): void {
    if (!line) return;
    const items = desks
      .ids()
      .filter((id) => !visible.has(id))
      .flatMap((id) => {
        const desk = desks.get(id);
        return desk && isBusy(desk) ? [{ id, send: desk.state().send, pending: desk.state().pending }] : [];
      });
    const nothing = items.length === 0 && warnings.length === 0;
    draw(
      line,
      nothing ? null : (
        <NoticeLine
          items={items}
          warnings={warnings}
          onDismiss={(id) => desks.get(id)?.dismiss()}
          onDismissWarning={(text) => {
            warnings = warnings.filter((w) => w.text !== text);
            renderLine();
          }}
        />
      ),
    );
  }

  function draw(shadow: ShadowRoot, view: ComponentChild): void {
    // the fallback style sheet of older browsers stands in the same root: views have an element of their own
    let box = shadow.querySelector<HTMLElement>('div.views');
    if (!box) {
      box = document.createElement('div');
      box.className = 'views';
      shadow.append(box);
    }
    renderInto(view, box);
  }

  function renderSoon(id: SummaryId): void {
    dirty.add(id);
    if (frame !== 0) return;
    // a round in flight goes on in a hidden tab; drawing waits until somebody looks
    frame = requestAnimationFrame(() => {
      frame = 0;
      const ids = [...dirty];
      dirty.clear();
      // looked up before drawing: what is drawn dead must be woken, however long the drawing takes
      const dead = ids.filter((id) => bars.has(id) && !isLive(stillness(id)));
      for (const each of ids) {
        renderBar(each);
        for (const name of cellsOf.get(each) ?? []) renderCell(name);
        if (planOpen === each) renderOverlay();
      }
      renderLine();
      countDown(ids);
      enliven(dead);
    });
  }

  /** While a grace runs its bar shows the seconds. */
  let ticking = 0;
  function countDown(ids: readonly SummaryId[]): void {
    const inGrace = (id: SummaryId) => {
      const state = desks.get(id)?.state();
      return state?.send.kind === 'grace' || state?.pending?.state.kind === 'grace';
    };
    if (ticking !== 0 || !ids.some(inGrace)) return;
    ticking = window.setTimeout(() => {
      ticking = 0;
      for (const id of desks.ids()) if (inGrace(id)) renderSoon(id);
    }, 500);
  }

  /** Controls of a bar that moved come alive when it has lain still; drawn again once, then. */
  let waking = 0;
  function enliven(ids: readonly SummaryId[]): void {
    for (const id of ids) asleep.add(id);
    if (ids.length === 0 || waking !== 0) return;
    const left = ids.map((id) => STILL_MS - stillness(id).stillFor());
    waking = window.setTimeout(
      () => {
        waking = 0;
        const all = [...asleep];
        asleep.clear();
        for (const id of all) if (bars.has(id)) renderSoon(id);
      },
      Math.max(0, ...left) + 20,
    );
  }
  const asleep = new Set<SummaryId>();

  const minute = window.setInterval(() => {
    if (document.visibilityState === 'hidden') return;
    for (const id of inView) {
      renderSoon(id);
      workOut(id);
    }
  }, MINUTE_MS);
  signal.addEventListener('abort', () => window.clearInterval(minute), { once: true });

  return {
    mount(key, shadow) {
      if (key.kind === 'bar') {
        bars.set(key.summaryId, shadow);
        sight.observe(shadow.host);
        renderSoon(key.summaryId);
      } else if (key.kind === 'cell') {
        cells.set(key.id, { key, shadow });
        const names = cellsOf.get(key.summaryId) ?? new Set<string>();
        cellsOf.set(key.summaryId, names.add(key.id));
        renderSoon(key.summaryId);
      } else if (key.kind === 'line') {
        line = shadow;
        renderLine();
      } else {
        overlay = shadow;
        renderOverlay();
      }
    },
    unmount(key, shadow) {
      const box = shadow.querySelector('div.views');
      if (box) renderInto(null, box);
      if (key.kind === 'bar') {
        sight.unobserve(shadow.host);
        bars.delete(key.summaryId);
        inView.delete(key.summaryId);
        if (tooEarly === key.summaryId) tooEarly = null;
      } else if (key.kind === 'cell') {
        cells.delete(key.id);
        const names = cellsOf.get(key.summaryId);
        names?.delete(key.id);
        if (names?.size === 0) cellsOf.delete(key.summaryId);
      } else if (key.kind === 'line') line = null;
      else overlay = null;
    },
    render(id) {
      // a summary may become known before or after its bar comes into view
      if (inView.has(id) && (desks.get(id)?.state().planState.kind ?? 'none') === 'none') workOut(id);
      renderSoon(id);
    },
    setVisible(ids) {
      visible = ids;
      // a tab that was left while it was reading is looked at again
      for (const id of inView) if (desks.get(id)?.state().planState.kind === 'none') workOut(id);
      if (planOpen !== null && !ids.has(planOpen)) {
        planOpen = null;
        renderOverlay();
      }
      renderLine();
    },
    warn(id, text) {
      warnings = [...warnings.filter((w) => w.text !== text), { id, text }];
      renderLine();
    },
    setWriter(next) {
      if (next === canWrite) return;
      canWrite = next;
      for (const id of bars.keys()) renderSoon(id);
    },
  };
}

import { AlertCell } from '@/components/alertCell';
import { KeysHelp } from '@/components/keysHelp';
import { NoticeLine } from '@/components/noticeLine';
import { goTo, type MountKey, wasOpenedToWorkOn } from '@/lib/host';
import { isPoint } from '@/lib/model/graphPoint';
import type { SummaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import type { Suggestion } from '@/lib/model/suggestions';
import { createAskViews } from '@/lib/rounds/askViews';
import { liveCell } from '@/lib/rounds/liveView';
import { drawBar } from './bars';
import { unfinished } from './desks';
import { createFrames, draw, erase, take } from './drawing';
import { createNotesDialogs } from './notesDialogs';
import { planDialog } from './planDialogs';
import { createAdvance, createQueueStrip } from './queueStrip';
import { createSight } from './sight';
import { pointAt, Tour } from './tour';
import type { ViewContext, ViewDeps } from './viewContext';
import { createWaking } from './waking';

export interface Views {
  mount(key: MountKey, shadow: ShadowRoot): void;
  unmount(key: MountKey, shadow: ShadowRoot): void;
  /** Draws the bar and the cells of a summary anew, at the next frame. */
  render(id: SummaryId): void;
  /** The bar alone: hundreds of cells know nothing of other summaries. */
  renderBar(id: SummaryId): void;
  setVisible(ids: ReadonlySet<SummaryId>): void;
  /** Cells that were placed are drawn in the frame of the look that began then; see `Frames`. */
  drawNow(since: number): void;
  setWriter(canWrite: boolean): void;
  /** Does it wait for somebody of the sheriff's role? */
  isMine(id: SummaryId): boolean;
  /** Opens the first that waits and is not on the page; false when there is none. */
  openNext(onPage: ReadonlySet<SummaryId>): boolean;
  /** Shows the list of keys, or hides it. */
  toggleHelp(): void;
  /** Says something above the list until it is dismissed. */
  warn(id: SummaryId | null, text: string): void;
}

/** The one dialog that is open. */
type OpenDialog =
  | { readonly kind: 'plan'; readonly id: SummaryId }
  | { readonly kind: 'keys'; readonly id: null }
  | { readonly kind: 'tour'; readonly id: null; readonly at: number }
  /** The rounds of a summary and of the one that it may come from. */
  | { readonly kind: 'both'; readonly id: SummaryId; readonly there: SummaryId; readonly isReady: boolean };

const concerns = (open: OpenDialog | null, id: SummaryId) =>
  open?.id === id || (open?.kind === 'both' && open.there === id);

/** Draws desks into the places that the host offers. Holds no state but what is open and which bar was acted on. */
export function createViews(deps: ViewDeps): Views {
  const { desks, store, signal } = deps;
  const bars = new Map<SummaryId, ShadowRoot>();
  const cells = new Map<string, { key: MountKey & { kind: 'cell' }; shadow: ShadowRoot }>();
  const cellsOf = new Map<SummaryId, Set<string>>();
  let line: ShadowRoot | null = null;
  let overlay: ShadowRoot | null = null;
  let visible: ReadonlySet<SummaryId> = new Set();
  let canWrite = false;
  let open: OpenDialog | null = null;
  let lastActed: SummaryId | null = null;
  let tooEarly: SummaryId | null = null;
  let ticked: { readonly id: SummaryId; readonly text: string } | null = null;
  let warnings: readonly { readonly id: SummaryId | null; readonly text: string }[] = [];
  /** What is drawn at the next frame, with its cells or without. */
  const dirty = new Set<SummaryId>();
  const dirtyCells = new Set<string>();
  // a round in flight goes on in a hidden tab; drawing waits until somebody looks
  const frames = createFrames(drawSome);
  /** Opened by "Next one": its bar is gone to as soon as it stands. */
  let waitingForBar: SummaryId | null = null;

  const worked = createAskViews({
    call: deps.call,
    store,
    desk: (id) => desks.of(id).state(),
    username: deps.username,
    now: deps.clock.now,
    onChange: renderSoon,
  });
  const context: ViewContext = {
    ...deps,
    worked,
    renderSoon,
    acted: (id, work) => () => {
      lastActed = id;
      tooEarly = null;
      ticked = null;
      work();
      renderSoon(id);
    },
    stillness: (id) => ({
      stillFor: () => performance.now() - deps.host().lastMoved(id),
      onTooEarly: () => {
        tooEarly = id;
        renderSoon(id);
      },
    }),
    canWrite: () => canWrite,
    lastActed: () => lastActed,
    tooEarly: () => tooEarly,
    ticked: (id) => (ticked?.id === id ? ticked.text : ''),
    sayTicked: (id, text) => {
      ticked = { id, text };
      renderSoon(id);
    },
  };
  const sight = createSight(
    (id) => {
      const summary = store.get(id)?.summary;
      // a page with one summary, or the one that was acted on last, is what the sheriff looks at
      if (summary && !isPoint(id)) deps.look.want([summary], bars.size === 1 || lastActed === id ? id : null);
    },
    async (id) => {
      const summary = store.get(id)?.summary;
      if (!summary) return;
      const { planState } = desks.of(id).state();
      await desks.of(id).show();
      if (planState === desks.of(id).state().planState) return;
      // the pushes that a plan reads tell of backouts
      deps.look.forget(id);
      deps.look.want([summary], null);
    },
    signal,
  );
  const waking = createWaking({
    stillness: context.stillness,
    hasBar: (id) => bars.has(id),
    inGrace: () =>
      desks.ids().filter((id) => {
        const state = desks.get(id)?.state();
        return state?.send.kind === 'grace' || state?.pending?.state.kind === 'grace';
      }),
    render: renderSoon,
    everyMinute: () => {
      for (const id of sight.inView()) {
        renderSoon(id);
        sight.work(id);
      }
    },
    signal,
  });
  const strip = createQueueStrip({
    call: deps.call,
    username: deps.username,
    isThere: () => line !== null,
    onChange: renderLine,
    signal,
  });
  const advance = createAdvance(strip, deps.nextOne);
  const notes = createNotesDialogs(context, renderOverlay);
  const openDialog = (next: OpenDialog | null) => {
    if (open?.kind === 'both' && next?.kind !== 'both') deps.both.close(open.id, open.there);
    open = next;
    // one dialog at a time; what was typed stays as a draft
    if (next) notes.close();
    renderOverlay();
  };
  const dialogs = {
    actionsOf: notes.actionsOf,
    openPlan: (id: SummaryId) => {
      openDialog({ kind: 'plan', id });
      void desks.of(id).readLive(true);
    },
    openBoth: async (id: SummaryId, suggestion: Suggestion) => {
      const there = suggestion.target?.id;
      if (there === undefined) return;
      const mine: OpenDialog = { kind: 'both', id, there, isReady: false };
      openDialog(mine);
      const opened = await deps.both.open(id, suggestion);
      if (open !== mine) return;
      openDialog(isOk(opened) ? { ...mine, isReady: true } : null);
      if (!isOk(opened)) deps.suggestions(id).tell(opened);
    },
  };

  function renderCell(name: string): void {
    const cell = cells.get(name);
    if (!cell) return;
    const { summaryId: id, alertId } = cell.key;
    const view = liveCell(
      worked.get(id),
      alertId,
      desks.get(id)?.state() ?? null,
      store.get(id)?.summary ?? null,
    );
    draw(
      cell.shadow,
      view && (
        <AlertCell
          view={view}
          canWrite={canWrite}
          onToggle={context.acted(id, () => desks.of(id).outbox.toggleMark(alertId))}
          stillness={context.stillness(id)}
        />
      ),
    );
  }

  function drawn() {
    const close = () => openDialog(null);
    if (open?.kind === 'plan') return planDialog(open.id, context, close);
    if (open?.kind === 'both') {
      const { id, there } = open;
      const send = async () => {
        // what is sent is not put away
        open = null;
        renderOverlay();
        deps.suggestions(id).tell(await deps.both.send(id, there));
      };
      return planDialog(id, context, close, { ...open, send });
    }
    const step = open?.kind === 'tour' && deps.tour[open.at];
    if (step) return <Tour step={step} onPress={onPress} onEnd={() => onPress('tour end')} />;
    return open && <KeysHelp help={deps.help} onPress={onPress} onClose={close} />;
  }

  /** What is pressed in parts that the background has drawn. */
  function onPress(name: string, event?: Event): void {
    if (name === 'next one') {
      deps.nextOne(event);
      return;
    }
    if (name.startsWith('tour') && name !== 'tour end') {
      openDialog({ kind: 'tour', id: null, at: Number(name.slice(5)) });
      pointAt(deps.tour[Number(name.slice(5))]?.at, [
        line,
        ...bars.values(),
        ...[...cells.values()].map((c) => c.shadow),
      ]);
      return;
    }
    if (open?.kind === 'tour') openDialog(null);
    pointAt(undefined, []);
    void strip.look(name).then(() => {
      // another role sees other buttons
      if (!name.startsWith('role')) return;
      worked.keepOnly(new Set());
      for (const id of bars.keys()) renderSoon(id);
    });
  }

  function renderOverlay(): void {
    if (!overlay) return;
    if (notes.openId() !== null) open = null;
    draw(overlay, notes.dialog() ?? drawn());
  }

  function renderLine(): void {
    if (!line) return;
    const items = unfinished(desks, visible);
    const last = deps.undoList.last();
    const undo = last && !visible.has(last.summary) ? { id: last.summary, what: last.what } : null;
    const drawnStrip = strip.shown()?.drawn ?? [];
    const nothing = drawnStrip.length + items.length + warnings.length === 0 && !undo;
    draw(
      line,
      nothing ? null : (
        <NoticeLine
          strip={drawnStrip}
          items={items}
          undo={undo}
          warnings={warnings}
          onPress={onPress}
          onUndo={(id) => void desks.of(id).undo()}
          onDismiss={(id) => desks.get(id)?.dismiss()}
          onDismissWarning={(text) => {
            warnings = warnings.filter((w) => w.text !== text);
            renderLine();
          }}
        />
      ),
    );
  }

  function renderSoon(id: SummaryId, withCells = true): void {
    dirty.add(id);
    if (withCells) for (const name of cellsOf.get(id) ?? []) dirtyCells.add(name);
    frames.soon();
  }

  /** Draws what is due, bars first, until then; the rest comes with the next frames. */
  function drawSome(end: number): void {
    const goOn = () => performance.now() < end;
    // a summary without a bar is not drawn
    void worked.want([...dirty].filter((id) => bars.has(id)));
    take(dirty, goOn, (id) => {
      // looked up before drawing: what is drawn dead must be woken, however long the drawing takes
      const dead = waking.dead([id]);
      const bar = bars.get(id);
      if (id === lastActed) advance(id, worked.get(id)?.bar.isMine);
      if (bar && !drawBar(bar, id, context, dialogs)) renderSoon(id, false);
      if (concerns(open, id) || notes.openId() === id) renderOverlay();
      if (bar && waitingForBar === id) {
        waitingForBar = null;
        goTo(bar.querySelector<HTMLElement>('.bar'));
      }
      waking.enliven(dead);
    });
    take(dirtyCells, goOn, renderCell);
    renderLine();
    waking.countDown();
    if (dirty.size + dirtyCells.size > 0) frames.soon();
  }

  const mounted = {
    bar: (key: MountKey & { kind: 'bar' }, shadow: ShadowRoot) => {
      bars.set(key.summaryId, shadow);
      sight.watch(key.summaryId, shadow.host);
      renderSoon(key.summaryId);
      if (wasOpenedToWorkOn(window)) waitingForBar = key.summaryId;
    },
    cell: (key: MountKey & { kind: 'cell' }, shadow: ShadowRoot) => {
      cells.set(key.id, { key, shadow });
      const names = cellsOf.get(key.summaryId) ?? new Set<string>();
      cellsOf.set(key.summaryId, names.add(key.id));
      dirtyCells.add(key.id);
      frames.soon();
    },
  };

  return {
    mount(key, shadow) {
      if (key.kind === 'bar') mounted.bar(key, shadow);
      else if (key.kind === 'cell') mounted.cell(key, shadow);
      else if (key.kind === 'line') {
        line = shadow;
        renderLine();
      } else {
        overlay = shadow;
        renderOverlay();
      }
    },
    unmount(key, shadow) {
      erase(shadow);
      if (key.kind === 'bar') {
        sight.forget(key.summaryId, shadow.host);
        bars.delete(key.summaryId);
        if (tooEarly === key.summaryId) tooEarly = null;
      } else if (key.kind === 'cell') {
        cells.delete(key.id);
        const names = cellsOf.get(key.summaryId);
        names?.delete(key.id);
        if (names?.size === 0) cellsOf.delete(key.summaryId);
      } else if (key.kind === 'line') line = null;
      else overlay = null;
    },
    renderBar: (id) => renderSoon(id, false),
    render(id) {
      // a summary may become known before or after its bar comes into view
      const known = desks.get(id)?.state().planState.kind ?? 'none';
      if (sight.inView().has(id) && known === 'none') sight.work(id);
      renderSoon(id);
    },
    setVisible(ids) {
      // only what was acted on has gone: the page hides what is dealt with. Who is somewhere else by now stays there.
      const last = lastActed as SummaryId;
      const isHidden = visible.size - ids.size === 1 && visible.has(last) && !ids.has(last);
      visible = ids;
      worked.keepOnly(ids);
      // a tab that was left while it was reading is looked at again
      for (const id of sight.inView()) {
        if (desks.get(id)?.state().planState.kind === 'none') sight.work(id);
      }
      if (open && open.id !== null && !ids.has(open.id)) openDialog(null);
      const noted = notes.openId();
      if (noted !== null && !ids.has(noted)) notes.close();
      renderLine();
      if (isHidden && document.activeElement === document.body) advance(last, false);
    },
    drawNow(since) {
      // a bar takes longer than a row of cells, and has a frame of its own
      if (dirty.size === 0) frames.now(since);
    },
    openNext: (onPage) => strip.openNext(onPage),
    isMine: (id) => worked.get(id)?.bar.isMine === true,
    toggleHelp: () => openDialog(open?.kind === 'keys' ? null : { kind: 'keys', id: null }),
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

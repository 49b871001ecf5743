import type { FeatureName } from '@/lib/model/features';
import type { GraphChoice } from '@/lib/model/graphPoint';
import type { AlertId, Instant, SummaryId } from '@/lib/model/ids';
import { after } from '@/lib/timers/timers';
import { type Block, graphBlock, KnownRows, visibleBlocks } from './anchors';
import { Bridge, type RefetchResult } from './bridge';
import { chosenPoint } from './chosenPoint';
import { newInstanceId } from './instance';
import type { MountKey } from './mountPoint';
import { Mounts } from './mounts';
import { type OpenedEditor, onTrustedSave, type SaveHandler } from './notesEditor';
import { type Page, pageKind } from './pageKind';
import type { PageRequest } from './pageRequests';
import { type TickedRows, tickRows } from './rowBoxes';
import { findOne } from './selectors';
import { type CredentialsResult, readCredentials, readCsrfToken } from './session';
import { type LoginResult, startTaskclusterLogin } from './taskclusterLogin';
import { type HostEvent, watchPage } from './watch';

/** What happens on the page, to the rest of Deputy. */
export interface HostCallbacks {
  /** The address changed, a request of the page ended, or (after our nodes were put in place) the page's nodes changed. */
  readonly onEvent: (event: HostEvent) => void;
  /** A new, empty shadow root stands at this place. */
  readonly onMount: (key: MountKey, shadow: ShadowRoot) => void;
  /** The place is about to go. */
  readonly onUnmount: (key: MountKey, shadow: ShadowRoot) => void;
  /** A newer copy of Deputy has taken the page over; this one is stopped. */
  readonly onSuperseded: () => void;
}

export interface HostOptions extends HostCallbacks {
  readonly view: Window & typeof globalThis;
  /** Styles of all views, in every shadow root. */
  readonly css: string;
  /** Treeherder's clock, for the expiry of credentials. */
  readonly now: () => Instant;
  /** Features that are switched off: nothing of them is placed. */
  readonly off: readonly FeatureName[];
  /** Aborting takes everything of this copy out of the page. */
  readonly signal: AbortSignal;
}

/** Perfherder's page as the rest of Deputy knows it. */
export interface Host {
  /** Which page the address shows now. */
  page(): Page;
  /** The query of the address while it shows the alerts list; null on other pages. */
  listSearch(): string | null;
  /** The summaries and rows that are in the page now. */
  blocks(): Block[];
  /** When the bar of a summary was last moved by something, on the page's steady clock (`performance.now`). */
  lastMoved(summaryId: SummaryId): number;
  /** Has the page fetch a summary again after our own writes. See `Bridge`. */
  requestPageRefetch(summaryId: SummaryId, signal?: AbortSignal): Promise<RefetchResult>;
  /** Holds each trusted Save in the page's own notes editor. See `onTrustedSave`. */
  onTrustedNotesSave(handler: SaveHandler, onOpened: (editor: OpenedEditor) => void): void;
  /** Ticks the page's own boxes of these alerts. See `tickRows`. */
  tickRows(summaryId: SummaryId, alerts: ReadonlySet<AlertId>): Promise<TickedRows>;
  /** Of this very moment; null when nobody is logged in. */
  csrfToken(): string | null;
  /** Of this very moment; to be dropped after use. */
  credentials(root: string): CredentialsResult;
  /** The site's own Taskcluster login, in a new tab; needs a person's click. */
  logInToTaskcluster(root: string, signal: AbortSignal): Promise<LoginResult>;
  /** The point that is chosen on the graphs page; null elsewhere and without one. */
  chosenPoint(): GraphChoice | null;
  /** Whose bar stands below the drawings of the graphs page. */
  showGraphBar(id: SummaryId | null): void;
}

/** Settles Deputy in the page and keeps it there until the signal is aborted or a newer copy arrives. */
export function createHost(options: HostOptions): Host {
  const { view, css, now, off, onEvent, onMount, onUnmount, onSuperseded } = options;
  const { document, location, localStorage } = view;
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  const steadyNow = () => view.performance.now();

  const mounts = new Mounts({
    document,
    instance: newInstanceId(Date.now(), Math.random()),
    css,
    now: steadyNow,
    onMount,
    onUnmount,
    onSuperseded: () => {
      stopping.abort();
      onSuperseded();
    },
  });
  signal.addEventListener('abort', () => mounts.stop(), { once: true });

  const requestListeners = new Set<(request: PageRequest) => void>();
  const bridge = new Bridge({
    view,
    onPageRequest: (listener) => {
      requestListeners.add(listener);
      return () => requestListeners.delete(listener);
    },
    now: steadyNow,
    newId: () => view.crypto.randomUUID(),
  });

  const page = () => pageKind(location.href);
  const isOn = (name: FeatureName) => !off.includes(name);
  const showsAlerts = () => isOn('bars') && ['list', 'detail'].includes(page().kind);
  /** What was seen at the look that goes on now: nothing changes in the meantime but by us. */
  let seen: Block[] | null = null;
  const knownRows = new KnownRows();
  let graphBar: SummaryId | null = null;
  const graph = () =>
    isOn('graphs') && page().kind === 'graphs' ? findOne('graphContainer', document) : null;
  const look = () => {
    if (showsAlerts()) {
      const found = visibleBlocks(findOne('root', document) ?? document, knownRows);
      return isOn('cells') ? found : found.map((block) => ({ ...block, rows: [], headerRow: null }));
    }
    const block = graphBar === null ? null : graphBlock(graph(), graphBar);
    return block ? [block] : [];
  };
  const blocks = () => seen ?? look();
  let wasHere = false;

  const lookAgain = watchPage({
    view,
    signal,
    sift: (records) => {
      const foreign = mounts.foreignOf(records);
      knownRows.changed(foreign);
      // what the drawings do inside moves nothing of ours: they keep their height
      const drawn = graph();
      mounts.stillness.changed(drawn ? foreign.filter((r) => !drawn.contains(r.target)) : foreign);
      return foreign.length > 0;
    },
    emit: (event) => {
      if (event.type === 'request') for (const listener of [...requestListeners]) listener(event);
      if (event.type === 'dom') {
        // On the site's other pages nothing of ours appears before one of Perfherder's was seen once.
        const drawn = graph();
        wasHere ||= showsAlerts() || drawn !== null;
        if (!wasHere) return;
        seen = look();
        if (!mounts.reconcile(seen, drawn)) lookAgain();
        if (signal.aborted) return;
      }
      onEvent(event);
      seen = null;
    },
  });

  return {
    page,
    listSearch: () => (page().kind === 'list' ? location.search : null),
    blocks,
    lastMoved: (id) => mounts.stillness.lastMoved(id),
    requestPageRefetch: (id, until = signal) =>
      bridge.requestPageRefetch(id, AbortSignal.any([signal, until])),
    onTrustedNotesSave: (handler, onOpened) => onTrustedSave(document, handler, signal, onOpened),
    tickRows: (id, alerts) =>
      tickRows(blocks, id, alerts, () => new Promise((resolve) => void after(0, resolve))),
    csrfToken: () => readCsrfToken(document.cookie),
    credentials: (root) => readCredentials(root, now(), localStorage),
    logInToTaskcluster: (root, until) =>
      startTaskclusterLogin({ view, root, now, signal: AbortSignal.any([signal, until]) }),
    chosenPoint: () => (graph() ? chosenPoint(location.href, document) : null),
    showGraphBar(id) {
      graphBar = id;
      lookAgain();
    },
  };
}

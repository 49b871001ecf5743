import { type PanelState, PointPanel } from '@/components/pointPanel';
import type { Host } from '@/lib/host';
import type { CallBackground } from '@/lib/messages/background';
import { fromMessage, toMessage } from '@/lib/messages/records';
import type { PointView } from '@/lib/model/graphPoint';
import { draw } from './drawing';

/** The panel on the graphs page. */
export interface GraphPanel {
  mount(shadow: ShadowRoot): void;
  unmount(): void;
  /** The page or its address changed: another point may be chosen. */
  look(): void;
  /** Somebody on this page asked for jobs: they appear within minutes. */
  triggered(): void;
}

/** Data comes in over hours; how old an answer may be is the background's to know. */
const MINUTE_MS = 60_000;
/** After a trigger: its action task is there within seconds, Treeherder has it and its jobs within minutes. */
const AFTER_TRIGGER_MS: readonly number[] = [3_000, 60_000, 180_000];

const say = (text: string, isProblem = false): PanelState => ({ kind: 'text', text, isProblem });

export function createGraphPanel(deps: {
  readonly host: () => Host;
  readonly call: CallBackground;
  readonly signal: AbortSignal;
}): GraphPanel {
  const { signal } = deps;
  let shadow: ShadowRoot | null = null;
  let key = '';
  let questions = 0;
  let state: PanelState | null = null;

  const show = (next: PanelState) => {
    state = next;
    if (shadow) draw(shadow, <PointPanel state={next} actions={{ copy, look: () => void ask(true) }} />);
  };

  async function copy() {
    if (state?.kind !== 'point') return;
    const copied = await navigator.clipboard.writeText(state.view.report).then(
      () => 'Copied',
      () => 'The browser did not let it be copied',
    );
    if (state.kind === 'point') show({ ...state, copied });
  }

  async function ask(fresh: boolean) {
    const chosen = deps.host().chosenPoint();
    if (!chosen) return;
    const question = ++questions;
    if (state?.kind === 'point') show({ ...state, reading: true });
    const answer = await deps
      .call('content-bg graph point', { chosen: toMessage(chosen), fresh })
      .catch(() => null);
    // another point was chosen meanwhile
    if (question !== questions || signal.aborted) return;
    if (answer?.kind !== 'ok') {
      deps.host().showGraphBar(null);
      return show(say(answer?.problem.message ?? 'Deputy was updated: reload the page.', true));
    }
    const view = fromMessage<PointView>(answer.value);
    deps.host().showGraphBar(view.bar);
    show({ kind: 'point', view, reading: false, copied: '' });
  }

  const isInSight = () => shadow !== null && document.visibilityState !== 'hidden';
  const later = (ms: number, fresh: boolean) =>
    window.setTimeout(() => {
      if (isInSight() && !signal.aborted) void ask(fresh);
    }, ms);
  const minute = window.setInterval(
    () => isInSight() && state?.kind === 'point' && void ask(false),
    MINUTE_MS,
  );
  signal.addEventListener('abort', () => window.clearInterval(minute), { once: true });

  return {
    mount(root) {
      shadow = root;
      key = '';
      this.look();
    },
    unmount() {
      shadow = null;
    },
    look() {
      if (!shadow) return;
      const chosen = deps.host().chosenPoint();
      // the tooltip that comes up at the point of the address is no other choice
      const isShown =
        state?.kind === 'point' && state.view.revision.startsWith(chosen?.tooltip?.revision ?? '');
      const next = JSON.stringify(isShown && chosen ? { ...chosen, tooltip: null } : chosen);
      if (next === key) return;
      key = next;
      questions += 1;
      // a round of the point before must not be sent from here any more
      deps.host().showGraphBar(null);
      if (!chosen) {
        show(say('Click a point: its data on both sides, the verdict and its rounds are shown here.'));
      } else {
        if (state?.kind !== 'point') show(say('Reading…'));
        void ask(false);
      }
    },
    triggered() {
      for (const ms of AFTER_TRIGGER_MS) later(ms, true);
    },
  };
}

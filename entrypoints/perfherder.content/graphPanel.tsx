import type { ComponentChildren } from 'preact';
import { fromDrawn } from '@/components/fromDrawn';
import { trustedClick } from '@/components/guardedClick';
import { orphaned } from '@/lib/actions/leaseHolder';
import type { Host } from '@/lib/host';
import type { CallBackground } from '@/lib/messages/background';
import { fromMessage, toMessage } from '@/lib/messages/records';
import type { DrawnPoint } from '@/lib/model/graphPoint';
import { shortRevision } from '@/lib/model/ids';
import { failed } from '@/lib/model/outcome';
import { after, everyWhileSeen } from '@/lib/timers/timers';
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

/** Follows the point that is chosen on the graphs page and draws what is known about it. */
export function createGraphPanel(deps: {
  readonly host: () => Host;
  readonly call: CallBackground;
  readonly signal: AbortSignal;
}): GraphPanel {
  const { host, signal } = deps;
  let shadow: ShadowRoot | null = null;
  let key = '';
  let questions = 0;
  let view: DrawnPoint | null = null;

  const show = (name: string, isBusy: boolean, children: ComponentChildren) => {
    if (!shadow) return;
    draw(
      shadow,
      <section class="bar point" aria-label={`Deputy: point${name}`} aria-busy={isBusy}>
        {children}
      </section>,
    );
  };
  /** Says something in place of a point. */
  const say = (text: string, role?: 'alert') => {
    view = null;
    show('', false, <p role={role}>{text}</p>);
  };
  const showPoint = (isBusy: boolean, copied = '') => {
    if (!view) return;
    show(
      ` ${shortRevision(view.revision)}`,
      isBusy,
      <>
        <div class="row">
          {view.head.map(fromDrawn)}
          <button type="button" onClick={trustedClick(copy)}>
            Copy as text
          </button>
          <span role="status">{copied}</span>
          <button type="button" onClick={trustedClick(() => void ask(true))}>
            Look again
          </button>
        </div>
        {view.around.map(fromDrawn)}
      </>,
    );
  };

  function copy() {
    void navigator.clipboard.writeText(view?.report ?? '').then(
      () => showPoint(false, 'Copied'),
      () => showPoint(false, 'Not copied'),
    );
  }

  async function ask(fresh: boolean) {
    const choice = host().chosenPoint();
    if (!choice) return;
    const question = ++questions;
    showPoint(true);
    const answer = await deps
      .call('content-bg graph point', { choice: toMessage(choice), fresh })
      .catch((error) => failed(orphaned(error)));
    // another point was chosen meanwhile
    if (question !== questions || signal.aborted) return;
    view = answer.kind === 'ok' ? fromMessage<DrawnPoint>(answer.value) : null;
    host().showGraphBar(view?.bar ?? null);
    if (answer.kind !== 'ok') say(answer.problem.message, 'alert');
    showPoint(false);
  }

  const askIfSeen = (fresh: boolean) => {
    if (view && shadow && document.visibilityState !== 'hidden') void ask(fresh);
  };
  everyWhileSeen(document, MINUTE_MS, () => askIfSeen(false), signal);

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
      const choice = host().chosenPoint();
      // the tooltip that comes up at the point of the address is no other choice
      const isShown = view && choice?.tooltip?.includes(shortRevision(view.revision));
      const next = JSON.stringify(isShown && choice ? { ...choice, tooltip: null } : choice);
      if (next === key) return;
      key = next;
      questions += 1;
      // a round of the point before must not be sent from here any more
      host().showGraphBar(null);
      if (!choice) return say('Click a point.');
      if (!view) say('Reading…');
      void ask(false);
    },
    triggered() {
      for (const ms of AFTER_TRIGGER_MS) after(ms, () => askIfSeen(true));
    },
  };
}

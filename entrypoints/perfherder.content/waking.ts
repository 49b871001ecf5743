import { isLive, STILL_MS, type Stillness } from '@/components/guardedClick';
import type { SummaryId } from '@/lib/model/ids';

/** How often a running grace shows its seconds anew. */
const COUNT_DOWN_MS = 500;
/** Clocks and ages in the bars move on this often, and data of a round is looked for. */
const MINUTE_MS = 60_000;

/** Draws bars anew because time went by: a grace counts down, a control comes alive, a clock moves on. */
export interface Waking {
  /** Of these, which are dead for having moved; asked before drawing. */
  dead(ids: readonly SummaryId[]): readonly SummaryId[];
  /** After drawing: what was drawn dead is drawn again once it has lain still. */
  enliven(dead: readonly SummaryId[]): void;
  countDown(): void;
}

export function createWaking(deps: {
  readonly stillness: (id: SummaryId) => Stillness;
  readonly hasBar: (id: SummaryId) => boolean;
  /** Summaries with something that counts down. */
  readonly inGrace: () => readonly SummaryId[];
  readonly render: (id: SummaryId) => void;
  readonly everyMinute: () => void;
  readonly signal: AbortSignal;
}): Waking {
  const asleep = new Set<SummaryId>();
  let waking = 0;
  let ticking = 0;
  const minute = window.setInterval(() => {
    if (document.visibilityState !== 'hidden') deps.everyMinute();
  }, MINUTE_MS);
  deps.signal.addEventListener('abort', () => window.clearInterval(minute), { once: true });

  return {
    dead: (ids) => ids.filter((id) => deps.hasBar(id) && !isLive(deps.stillness(id))),
    enliven(dead) {
      for (const id of dead) asleep.add(id);
      if (dead.length === 0 || waking !== 0) return;
      const left = dead.map((id) => STILL_MS - deps.stillness(id).stillFor());
      waking = window.setTimeout(
        () => {
          waking = 0;
          const all = [...asleep];
          asleep.clear();
          for (const id of all) if (deps.hasBar(id)) deps.render(id);
        },
        Math.max(0, ...left) + 20,
      );
    },
    countDown() {
      if (ticking !== 0 || deps.inGrace().length === 0) return;
      ticking = window.setTimeout(() => {
        ticking = 0;
        for (const id of deps.inGrace()) deps.render(id);
      }, COUNT_DOWN_MS);
    },
  };
}

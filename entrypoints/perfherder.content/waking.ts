import { isLive, STILL_MS, type Stillness } from '@/components/guardedClick';
import type { SummaryId } from '@/lib/model/ids';
import { after, everyWhileSeen } from '@/lib/timers/timers';

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

/** The minute's beat begins at once and ends with `signal`. */
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
  let waking = false;
  let ticking = false;
  everyWhileSeen(document, MINUTE_MS, deps.everyMinute, deps.signal);

  return {
    dead: (ids) => ids.filter((id) => deps.hasBar(id) && !isLive(deps.stillness(id))),
    enliven(dead) {
      for (const id of dead) asleep.add(id);
      if (dead.length === 0 || waking) return;
      const left = dead.map((id) => STILL_MS - deps.stillness(id).stillFor());
      waking = true;
      after(Math.max(0, ...left) + 20, () => {
        waking = false;
        const all = [...asleep];
        asleep.clear();
        for (const id of all) if (deps.hasBar(id)) deps.render(id);
      });
    },
    countDown() {
      if (ticking || deps.inGrace().length === 0) return;
      ticking = true;
      after(COUNT_DOWN_MS, () => {
        ticking = false;
        for (const id of deps.inGrace()) deps.render(id);
      });
    },
  };
}

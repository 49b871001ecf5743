import type { Drawn } from '@/lib/model/drawn';
import type { Instant, SummaryId } from '@/lib/model/ids';
import { type QueueStrip, TOUR_KEY } from '@/lib/model/strip';
import { sheriffName } from '@/lib/notes/notes';
import { ROLES, SETTINGS_KEY, type Settings, withStored } from '@/lib/settings/settings';
import type { QueueStrips } from '@/lib/shift/queueStrip';
import type { KeyValueStorage } from './journal';

/** When the sheriff last said "seen"; the dashboard's too. */
export const SEEN_KEY = 'shift seen at';

/**
 * Whether somebody has asked for the queues in this browser: reading them costs a dozen requests, which nobody pays who works
 * from the list alone.
 */
const WANTED_KEY = 'queues wanted';

/** Answers what is looked at and pressed in the strip above the list and in the list of keys: components/queueStrip, keysList. */
export function createStripHandler(deps: {
  readonly strips: QueueStrips;
  readonly settings: () => Promise<Settings>;
  readonly local: KeyValueStorage;
  readonly now: () => Instant;
  readonly draw: (strip: QueueStrip, nextKey: string) => readonly Drawn[];
  /** A web page may not link into the extension: the background opens what it is asked for. */
  readonly openGuide: () => Promise<unknown>;
}) {
  const { strips, local } = deps;
  return async (press: string, me: string) => {
    if (press === 'guide') await deps.openGuide();
    if (press === 'seen') await local.set({ [SEEN_KEY]: deps.now() });
    if (press === 'no tour' || press === 'tour end') await local.set({ [TOUR_KEY]: true });
    if (press === 'show queues') await local.set({ [WANTED_KEY]: true });
    if (press === 'hide queues') await local.set({ [WANTED_KEY]: false });
    const wanted = ROLES.find((role) => press === `role ${role}`);
    if (wanted) {
      const stored = (await local.get([SETTINGS_KEY]))[SETTINGS_KEY];
      await local.set({ [SETTINGS_KEY]: withStored(stored, 'role', wanted) });
    }
    const [{ role, keys, autoAdvance }, kept] = await Promise.all([
      deps.settings(),
      local.get([SEEN_KEY, TOUR_KEY, WANTED_KEY]),
    ]);
    const seenAt = kept[SEEN_KEY];
    const strip = await strips.look({
      role,
      me: sheriffName(me),
      seenAt: typeof seenAt === 'number' ? seenAt : null,
      offersTour: kept[TOUR_KEY] !== true,
      isWanted: kept[WANTED_KEY] === true,
      fresh: press === 'read again',
    });
    return {
      drawn: [...deps.draw(strip, keys['next one'])],
      // data that still comes in is nothing to go on with
      next: (strip.queues ?? [])
        .filter((q) => q.name !== 'data ready: data coming')
        .flatMap((q) => q.items.map((item): SummaryId => item.id)),
      autoAdvance,
    };
  };
}

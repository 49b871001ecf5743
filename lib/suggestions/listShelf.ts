import { instant } from '@/lib/model/ids';
import type { CandidateList } from './candidates';
import { pack, unpack } from './listedSummary';

/** `storage.session`, as far as it is needed. */
export interface SessionStorage {
  get(keys: string[]): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
}

export interface ListShelf {
  get(key: string): Promise<CandidateList | null>;
  put(key: string, list: CandidateList): Promise<void>;
}

/** Key in the session's storage. */
export const LISTS_KEY = 'candidate lists';
/** Of what goes across tabs (design 2): the lists that were used last, as far as they fit. */
export const MOST_STORED_BYTES = 90_000;
/** Lists in memory; a sheriff looks at a few frameworks and branches. */
const MOST_LISTS = 12;
/** Stored with the lists; another form is not read. */
const STORED_VERSION = 1;

/**
 * Lists in memory, with a copy in the session's storage of those that fit: the background may be stopped at any time, and
 * what it had read is then not asked for again. A storage that fails costs nothing but that.
 */
export function createListShelf(session: SessionStorage): ListShelf {
  let lists: Map<string, CandidateList> | null = null;
  let opening: Promise<Map<string, CandidateList>> | null = null;

  const open = () => {
    opening ??= session
      .get([LISTS_KEY])
      .then((stored) => restore(stored[LISTS_KEY]))
      .catch(() => new Map<string, CandidateList>())
      .then((found) => {
        lists = found;
        return found;
      });
    return opening;
  };

  return {
    async get(key) {
      return (lists ?? (await open())).get(key) ?? null;
    },
    async put(key, list) {
      const all = lists ?? (await open());
      // the one that was used last stands last
      all.delete(key);
      all.set(key, list);
      for (const oldest of all.keys()) {
        if (all.size <= MOST_LISTS) break;
        all.delete(oldest);
      }
      await session.set({ [LISTS_KEY]: store(all) }).catch(() => {});
    },
  };
}

/** As many lists as fit, those used last first. A list is stored whole or not at all: half of one would claim too much. */
function store(lists: ReadonlyMap<string, CandidateList>) {
  const kept: unknown[] = [];
  let bytes = 0;
  for (const [key, { summaries, ...head }] of [...lists].reverse()) {
    const entry = { key, head, packed: pack(summaries) };
    const size = JSON.stringify(entry).length;
    if (bytes + size > MOST_STORED_BYTES) continue;
    bytes += size;
    kept.unshift(entry);
  }
  return { version: STORED_VERSION, lists: kept };
}

function restore(stored: unknown): Map<string, CandidateList> {
  const found = new Map<string, CandidateList>();
  if (typeof stored !== 'object' || stored === null) return found;
  const { version, lists } = stored as { version?: unknown; lists?: unknown };
  if (version !== STORED_VERSION || !Array.isArray(lists)) return found;
  for (const entry of lists as readonly { key?: unknown; head?: unknown; packed?: unknown }[]) {
    const head = entry?.head as Partial<Omit<CandidateList, 'summaries'>> | undefined;
    const summaries = unpack(entry?.packed);
    if (typeof entry?.key !== 'string' || !summaries || typeof head !== 'object') continue;
    const { repository, framework, completeSince, pages, more, readAt } = head;
    if (typeof repository !== 'string' || typeof framework !== 'number') continue;
    if (typeof completeSince !== 'number' || typeof pages !== 'number' || typeof readAt !== 'number')
      continue;
    found.set(entry.key, {
      repository,
      framework,
      completeSince,
      pages,
      more: more === true,
      readAt: instant(readAt),
      summaries,
    });
  }
  return found;
}

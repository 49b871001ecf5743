import type { ActDeps } from '@/lib/actions/act';
import type { SaveHandler } from '@/lib/host';
import type { SummaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';

export interface NotesGuard {
  /** Handler for the page's own Save. */
  readonly onSave: SaveHandler;
  /** The summary left the page; its editor starts anew when it comes back. */
  keepOnly(visible: ReadonlySet<SummaryId>): void;
}

/**
 * The page's own notes editor takes its text once, when the block appears, and saves it over whatever was written since. So
 * each save is held, the notes are read afresh, and what the sheriff typed is merged into them. When that cannot be done
 * the save goes on as it is and the sheriff is told.
 */
export function createNotesGuard(
  deps: Pick<ActDeps, 'treeherder' | 'store' | 'notes' | 'clock'>,
  warn: (id: SummaryId | null, text: string) => void,
): NotesGuard {
  /** What the page's editor started from: the notes when the summary appeared, then what was saved through it. */
  const startedFrom = new Map<SummaryId, string>();
  deps.store.subscribe((id) => {
    const notes = deps.store.get(id)?.summary?.notes;
    if (notes !== undefined && !startedFrom.has(id)) startedFrom.set(id, notes);
  });

  return {
    async onSave({ summaryId: id, text }) {
      const base = id === null ? undefined : startedFrom.get(id);
      if (id === null || base === undefined) {
        warn(
          id,
          'The notes were saved as they stood in the page’s editor; Deputy could not see for which alert.',
        );
        return null;
      }
      const fresh = await deps.treeherder.summary(id);
      if (!isOk(fresh)) {
        warn(
          id,
          `The notes were saved without a look at what others wrote meanwhile. ${fresh.problem.message}`,
        );
        return null;
      }
      deps.store.put(fresh.value, deps.clock.now());
      const merged = await deps.notes.merge(base, fresh.value.notes, text);
      if (!isOk(merged)) return null;
      if (merged.value.kind === 'conflict') {
        warn(
          id,
          'Somebody changed the same lines of the notes meanwhile: both versions were kept. Look at them.',
        );
      }
      startedFrom.set(id, merged.value.text);
      return merged.value.text;
    },
    keepOnly(visible) {
      for (const id of startedFrom.keys()) if (!visible.has(id)) startedFrom.delete(id);
    },
  };
}

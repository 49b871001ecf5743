import { readFresh } from '@/lib/actions/freshSummary';
import { type KeepWrittenDeps, keepWritten } from '@/lib/actions/keepWritten';
import type { OpenedEditor, SaveHandler } from '@/lib/host';
import type { SummaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import { say } from '@/lib/model/say';

/**
 * While the page's editor is open, the notes of its alert summary are looked at after these pauses; the last one goes on. Soon
 * at first, for most notes are a line and saved within the minute.
 */
const LOOKS_MS = [5000, 10_000, 20_000] as const;

/** No text to start from: then the merge takes nothing out that stands on either side. */
const NOTHING_KNOWN = '';

export interface NotesGuardDeps extends KeepWrittenDeps {
  /** Has the page fetch the summary again. */
  readonly refetchPage: (id: SummaryId) => Promise<unknown>;
  /** Whether somebody looks at the tab. */
  readonly isVisible: () => boolean;
  readonly signal: AbortSignal;
}

export interface NotesGuard {
  /** Handler for the page's own Save. */
  readonly onSave: SaveHandler;
  /** A person went into the page's own notes editor. */
  onOpen(editor: OpenedEditor): void;
  /** The summary left the page; its editor starts anew when it comes back. */
  keepOnly(visible: ReadonlySet<SummaryId>): void;
}

/**
 * The page's own notes editor takes its text once, when the block appears, and saves it over whatever was written since. So
 * each save is held, the notes are read afresh, and what the sheriff typed is merged into them. When that cannot be done
 * the save goes on as it is and the sheriff is told. While the editor is open and the notes move on, the sheriff is told too.
 */
export function createNotesGuard(
  deps: NotesGuardDeps,
  warn: (id: SummaryId | null, text: string) => void,
): NotesGuard {
  const { treeherder, store, notes, clock, signal } = deps;
  /** What the page's editor started from: the notes when the summary appeared, then what was saved through it. */
  const startedFrom = new Map<SummaryId, string>();
  const wasOpened = new Set<SummaryId>();
  /** The editor that is open, and the notes that the sheriff knows of: those it started from, or was told about. */
  let open: { readonly id: SummaryId; readonly editor: OpenedEditor; knows: string } | null = null;
  let looking = new AbortController();

  const unsubscribe = store.subscribe((id) => {
    const now = store.get(id)?.summary?.notes;
    if (now === undefined) return;
    if (!startedFrom.has(id)) startedFrom.set(id, now);
    if (open?.id === id) tellOf(now);
  });
  signal.addEventListener('abort', unsubscribe, { once: true });

  function tellOf(now: string): void {
    if (!open?.editor.isOpen() || sameText(now, open.knows)) return;
    open.knows = now;
    warn(open.id, say('notes changed'));
  }

  /** Which notes stand in the editor as it opens; what is typed in it is a change of those. */
  function rememberStart(id: SummaryId, { text, untouched }: OpenedEditor): void {
    const known = startedFrom.get(id);
    // the page read these itself, maybe before we did, so it is they that the editor started from
    if (untouched) startedFrom.set(id, text);
    // neither what the page has now nor what we saw: a text from before this copy of Deputy, or older notes
    else if (!wasOpened.has(id) && known !== undefined && !sameText(known, text))
      startedFrom.set(id, NOTHING_KNOWN);
    wasOpened.add(id);
  }

  async function lookWhileOpen(id: SummaryId, editor: OpenedEditor, until: AbortSignal): Promise<void> {
    for (let look = 0; ; look++) {
      await deps.wait(LOOKS_MS[look] ?? LOOKS_MS[2], until);
      if (until.aborted || !editor.isOpen()) return;
      if (!deps.isVisible()) continue;
      const asked = store.ask();
      const fresh = await treeherder.summary(id);
      // the store tells everybody, this guard too
      if (isOk(fresh) && !until.aborted) store.put(fresh.value, clock.now(), asked);
    }
  }

  /** The page looks at nothing after its save, which a colleague's write may swallow as it may ours. */
  async function keepSaved(id: SummaryId, before: string, after: string): Promise<void> {
    if (await keepWritten(deps, id, { kind: 'text', before, after }, signal)) await deps.refetchPage(id);
  }

  return {
    onOpen(editor) {
      looking.abort();
      const id = editor.summaryId;
      open = null;
      if (id === null || signal.aborted) return;
      rememberStart(id, editor);
      open = { id, editor, knows: startedFrom.get(id) || editor.text };
      const now = store.get(id)?.summary?.notes;
      if (now !== undefined) tellOf(now);
      looking = new AbortController();
      void lookWhileOpen(id, editor, AbortSignal.any([signal, looking.signal]));
    },
    async onSave({ summaryId: id, text }) {
      // it is merged now, and needs no announcement any more
      open = null;
      looking.abort();
      const base = id === null ? undefined : startedFrom.get(id);
      if (id === null || base === undefined) {
        warn(id, say('saved blind'));
        return null;
      }
      const fresh = await readFresh(deps, id, clock.now);
      if (!isOk(fresh)) {
        warn(id, `${say('saved unread')} ${fresh.problem.message}`);
        return null;
      }
      const merged = await notes.merge(base, fresh.value.notes, text);
      if (!isOk(merged)) {
        warn(id, `${say('saved unread')} ${merged.problem.message}`);
        return null;
      }
      if (merged.value.kind === 'conflict') {
        warn(id, say('both kept'));
      }
      startedFrom.set(id, merged.value.text);
      void keepSaved(id, fresh.value.notes, merged.value.text);
      return merged.value.text;
    },
    keepOnly(visible) {
      for (const id of startedFrom.keys()) if (!visible.has(id)) startedFrom.delete(id);
      for (const id of wasOpened) if (!visible.has(id)) wasOpened.delete(id);
      if (open && !visible.has(open.id)) {
        open = null;
        looking.abort();
      }
    },
  };
}

/** A text area has line feeds for all line ends, and the server trims both ends: neither is a change. */
const sameText = (a: string, b: string): boolean => squared(a) === squared(b);
const squared = (text: string): string => text.replace(/\r\n?/g, '\n').trim();

import { NotesDialog } from '@/components/notesDialog';
import type { WorkActions } from '@/components/stateMenu';
import type { SummaryId } from '@/lib/model/ids';
import type { NoteSheet, NoteStart } from '@/lib/rounds/noteSheet';
import type { ViewContext } from './viewContext';

/** The notes dialog: at most one is open. */
export interface NotesDialogs {
  /** What is drawn into the overlay; null when none is open. */
  dialog(): ReturnType<typeof NotesDialog> | null;
  /** The summary whose notes are open. */
  openId(): SummaryId | null;
  close(): void;
  /** What a bar's controls of state, notes and taker do. */
  actionsOf(id: SummaryId): WorkActions;
}

/** @param redraw draws the overlay anew; other dialogs give way to this one when `openId` is not null */
export function createNotesDialogs(context: ViewContext, redraw: () => void): NotesDialogs {
  const { desks } = context;
  let open: { readonly id: SummaryId; readonly sheet: NoteSheet } | null = null;

  const openPage = (health: boolean) =>
    void context.call('content-bg open options', { health }).catch(() => {});

  function close(): void {
    if (!open) return;
    open.sheet.close();
    open = null;
    redraw();
  }

  function openNotes(id: SummaryId, start: NoteStart | null): void {
    open?.sheet.close();
    open = { id, sheet: desks.of(id).openNote(start, redraw) };
    redraw();
  }

  return {
    openId: () => open?.id ?? null,
    close,
    dialog() {
      if (!open) return null;
      const { id, sheet } = open;
      const closeThis = () => {
        if (open?.sheet === sheet) close();
      };
      return (
        <NotesDialog
          key={id}
          view={sheet.view()}
          actions={{
            choose: sheet.choose,
            change: sheet.change,
            save: context.acted(id, async () => {
              if (await sheet.save()) closeThis();
            }),
            close,
            editTemplates: () => openPage(false),
          }}
        />
      );
    },
    actionsOf(id) {
      const acted = (work: () => unknown) => context.acted(id, work)();
      const desk = desks.of(id);
      return {
        openNotes: () => acted(() => openNotes(id, null)),
        handOver: () =>
          acted(async () => {
            if (!(await desk.handOver())) openNotes(id, { template: 'handed over', state: 'data ready' });
          }),
        setState: (state) =>
          acted(() =>
            state === 'needs data'
              ? openNotes(id, { template: 'needs data', state })
              : desk.outbox.add([{ kind: 'state', state }]),
          ),
        take: () => acted(() => desk.taking.take()),
        letGo: () => acted(() => desk.taking.letGo()),
        health: () => openPage(true),
      };
    },
  };
}

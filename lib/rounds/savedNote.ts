import type { CallBackground } from '@/lib/messages/background';
import type { SummaryId } from '@/lib/model/ids';

/** The draft of a note that is on its way into the notes: kept until the server has taken it. */
export interface SavedNote {
  /** Null when none is on its way. */
  draft(): string | null;
  sent(draft: string): void;
  /** It is not written after all; the draft stays. */
  takenBack(): void;
  /** What was typed since is another draft, and stays. */
  written(): Promise<void>;
}

/** The draft of a summary's note, kept in the background until the browser is closed. */
export function createSavedNote(call: CallBackground, id: SummaryId): SavedNote {
  let onItsWay: string | null = null;
  return {
    draft: () => onItsWay,
    sent: (draft) => {
      onItsWay = draft;
    },
    takenBack: () => {
      onItsWay = null;
    },
    async written() {
      const saved = onItsWay;
      onItsWay = null;
      if (saved === null) return;
      try {
        const { draft } = await call('content-bg draft', { summary: id });
        if (draft === saved) await call('content-bg keep draft', { summary: id, draft: null });
      } catch {
        // a draft too many is better than one too few
      }
    },
  };
}

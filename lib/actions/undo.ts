import type { CallBackground } from '@/lib/messages/background';
import { fromMessage } from '@/lib/messages/records';
import type { SummaryId } from '@/lib/model/ids';
import { failed, isOk, type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import { type UndoRecord, withRecord } from '@/lib/model/undo';
import { type ActDeps, act } from './act';
import type { AlertWriteDeps } from './alertWrites';
import { moveSummary } from './moveSummary';
import { undoRelations } from './undoRelations';

/** The writes of this browser that can be taken back, newest last. The background keeps them for the session. */
export interface UndoList {
  /** Those of all tabs, read once. */
  load(): Promise<void>;
  last(summary?: SummaryId): UndoRecord | undefined;
  /** One with the same id is replaced where it stands. */
  add(record: UndoRecord): void;
  drop(record: UndoRecord): void;
}

/** The writes of this browser session that can be taken back. @param onChange told of the summary whose last write is another now */
export function createUndoList(call: CallBackground, onChange: (id: SummaryId) => void): UndoList {
  let records: readonly UndoRecord[] = [];
  const keep = (next: readonly UndoRecord[], about: SummaryId) => {
    records = next;
    onChange(about);
  };
  return {
    async load() {
      // without an answer there is nothing to take back, and the next message tells why
      const answer = await call('content-bg undo list', {}).catch(() => ({ records: [] }));
      const known = new Set(records.map((r) => r.id));
      const stored = fromMessage<readonly UndoRecord[]>(answer.records);
      records = [...stored.filter((r) => !known.has(r.id)), ...records];
      for (const id of new Set(stored.map((r) => r.summary))) onChange(id);
    },
    last: (summary) => records.findLast((r) => summary === undefined || r.summary === summary),
    add(record) {
      keep(withRecord(records, record), record.summary);
      // an undo that is not kept through a reload is still one until then
      void call('content-bg undo add', { record: { ...record } }).catch(() => {});
    },
    drop(record) {
      keep(
        records.filter((r) => r.id !== record.id),
        record.summary,
      );
      void call('content-bg undo drop', { id: record.id }).catch(() => {});
    },
  };
}

/** What an undo did beside taking back: sentences about what it could not restore. */
export interface Undone {
  readonly notRestored: readonly string[];
}

/**
 * Takes a write back; what others have written since stays. Refuses when they changed the same. Alerts first: their undo can be
 * refused as a whole, and then the notes, which tell of them, stay too.
 */
export async function undoWrite(
  deps: ActDeps & AlertWriteDeps,
  record: UndoRecord,
): Promise<Outcome<Undone>> {
  if (record.moved) {
    const { before, after } = record.moved;
    const moved = await moveSummary(deps, record.summary, after, before);
    if (!isOk(moved)) return moved;
  }
  const alerts = record.relations ? await undoRelations(deps, record.relations) : null;
  if (alerts && !isOk(alerts)) return alerts;
  const notRestored = alerts?.value.notRestored ?? [];
  if (alerts && alerts.value.notDone.length > 0) {
    return failed({
      kind: 'alerts changed',
      message: `${alerts.value.sentence} The notes were left as they are.`,
      detail: notRestored.join(' '),
    });
  }
  if (!record.notes) return ok({ notRestored });
  const { before, after } = record.notes;
  const outcome = await act(deps, record.summary, { wish: { kind: 'undo', before, after }, attempts: 1 });
  if (isOk(outcome)) {
    if (outcome.value.undo || alerts || record.moved) return ok({ notRestored });
    return refused(nothingLeft(record));
  }
  if (outcome.kind !== 'refused' || outcome.problem.kind !== 'conflict') return outcome;
  const kept = record.moved
    ? 'It stands where it stood, but somebody'
    : alerts
      ? 'The alerts are as before, but somebody'
      : 'Somebody';
  const end = alerts || record.moved ? 'Their line stays.' : 'Nothing was written.';
  return refused({
    ...outcome.problem,
    message: `${kept} changed the same in the notes since: “${record.what}” was not taken back there. ${end}`,
  });
}

const nothingLeft = ({ what }: UndoRecord): Problem => ({
  kind: 'nothing to do',
  message: `Nothing of “${what}” is left to take back: the notes have changed since. Nothing was written.`,
});

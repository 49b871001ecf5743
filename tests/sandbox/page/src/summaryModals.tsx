/** Dialogs of one summary that take their state once, when the block is mounted, and ignore later data. */
import { type FormEvent, useState } from 'react';
import { Modal } from './overlays';
import type { AlertSummary, Named } from './types';

interface NotesModalProps {
  show: boolean;
  onHide: () => void;
  alertSummary: AlertSummary;
  save: (changes: { notes: string | null }) => void;
}

/** The notes' editor. It keeps unsaved text when it is closed and does not see notes that others have written since. */
export function NotesModal({ show, onHide, alertSummary, save }: NotesModalProps) {
  const [text, setText] = useState(alertSummary.notes);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save({ notes: text === '' ? null : text });
    onHide();
  };
  return (
    <Modal show={show} onHide={onHide} title="Alert Notes">
      <form onSubmit={submit}>
        <div className="modal-body">
          <label className="form-label" htmlFor="editableNotes">
            Add or edit notes
          </label>
          <textarea
            id="editableNotes"
            name="editableNotes"
            className="form-control"
            cols={50}
            rows={10}
            value={text ?? ''}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div className="modal-footer">
          <button type="submit" className="btn btn-secondary" disabled={text === alertSummary.notes}>
            Save
          </button>
        </div>
      </form>
    </Modal>
  );
}

interface TagsModalProps {
  show: boolean;
  onHide: () => void;
  alertSummary: AlertSummary;
  performanceTags: Named[];
  save: (changes: { performance_tags: string[] }) => void;
}

export function TagsModal({ show, onHide, alertSummary, performanceTags, save }: TagsModalProps) {
  const [ticked, setTicked] = useState(alertSummary.performance_tags);
  const toggle = (name: string) =>
    setTicked(ticked.includes(name) ? ticked.filter((tag) => tag !== name) : [...ticked, name]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save({ performance_tags: ticked });
    onHide();
  };
  return (
    <Modal show={show} onHide={onHide} title="Alert Tags" testId="tags-modal">
      <form onSubmit={submit}>
        <div className="modal-body">
          {performanceTags.map(({ id, name }) => (
            <label key={id} className="d-block" data-testid={`modal-perf-tag ${name}`}>
              <input
                type="checkbox"
                className="form-check-input me-1"
                checked={ticked.includes(name)}
                onChange={() => toggle(name)}
              />
              {name}
            </label>
          ))}
        </div>
        <div className="modal-footer">
          <button type="submit" className="btn btn-secondary">
            Save
          </button>
        </div>
      </form>
    </Modal>
  );
}

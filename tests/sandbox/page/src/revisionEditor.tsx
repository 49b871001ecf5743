/** Fields for other revisions of a summary. */
import { useState } from 'react';
import type { AlertSummary } from './types';

interface RevisionEditorProps {
  alertSummary: AlertSummary;
  close: () => void;
  /** Writes the revisions; false when that failed. */
  save: (changes: { revision: string; prev_push_revision: string }) => Promise<boolean>;
  fail: (message: string) => void;
}

const fullHash = /\b[a-f0-9]{40}\b/;

export function RevisionEditor({ alertSummary, close, save, fail }: RevisionEditorProps) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');

  const submit = async () => {
    const revision = to.trim() || alertSummary.revision;
    const previous = from.trim() || alertSummary.prev_push_revision;
    if (!fullHash.test(revision) || !fullHash.test(previous)) {
      return fail('Invalid Revision format, expected a 40 character hash.');
    }
    if (await save({ revision, prev_push_revision: previous })) close();
  };
  const field = (label: string, current: string, value: string, change: (text: string) => void) => (
    <div className="mb-2 row">
      <div className="p-0 col-5">
        <span className="align-middle">
          {label} {current.slice(0, 12)}
        </span>
      </div>
      <div className="p-0 col-5">
        <input
          className="form-control"
          placeholder="Enter desired revision"
          value={value}
          onChange={(event) => change(event.target.value)}
        />
      </div>
    </div>
  );
  return (
    <div>
      {field('Current From:', alertSummary.prev_push_revision, from, setFrom)}
      {field('Current To:', alertSummary.revision, to, setTo)}
      <div className="row">
        <div className="p-0 col">
          <button
            type="button"
            className="ms-1 btn btn-primary btn-xs"
            disabled={from === '' && to === ''}
            onClick={() => void submit()}
          >
            Save
          </button>
          <button type="button" className="ms-1 btn btn-secondary btn-xs" onClick={close}>
            Cancel
          </button>
        </div>
      </div>
    </div>
  );
}

/** The assignee's name, which can be taken or edited; it is read once, when the block is mounted. */
import { type KeyboardEvent, useEffect, useState } from 'react';
import type { User } from './types';

/** @throws for a name that is not purely word characters, as the site does. */
function nickname(username: string | null): string {
  if (!username) return 'Unassigned';
  const match = /\/(\w+)@/.exec(username);
  if (match?.[1] === undefined) throw new Error(`Unreadable assignee ${username}`);
  return match[1];
}

interface AssigneeProps {
  username: string | null;
  user: User;
  /** Writes the name; false when that failed. */
  assign: (username: string) => Promise<boolean>;
}

export function Assignee({ username, user, assign }: AssigneeProps) {
  const [assigned, setAssigned] = useState(username);
  const [draft, setDraft] = useState<string | null>(null);

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape') setDraft(null);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const edit = (name: string | null) => {
    if (user.isStaff) setDraft(name?.split('/')[1] ?? '');
  };
  const onKey = async (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const typed = event.currentTarget.value;
    const name = typed === '' ? '' : `mozilla-ldap/${typed}`;
    if (await assign(name)) {
      setAssigned(name);
      setDraft(null);
    }
  };

  if (draft !== null) {
    return (
      <div className="input-group input-group-sm">
        <input
          className="form-control"
          aria-label="Set assignee"
          placeholder="nobody@mozilla.org"
          autoFocus
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => void onKey(event)}
        />
      </div>
    );
  }
  return (
    <div className="d-flex gap-2">
      <button
        type="button"
        className="btn btn-secondary btn-xs"
        title="Click to change assignee"
        onClick={() => edit(assigned)}
      >
        {nickname(assigned)}
      </button>
      {!assigned && (
        <button
          type="button"
          className="btn btn-outline-secondary btn-xs"
          disabled={!user.isStaff}
          onClick={() => edit(user.username)}
        >
          Take
        </button>
      )}
    </div>
  );
}

import {
  ALERT_STATUSES,
  type AlertStatusName,
  SUMMARY_STATUSES,
  type SummaryStatusName,
} from '@/lib/model/alert';
import type { AlertId, Revision, SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { User } from './client';
import { getJson, putJson, type RequestDeps, type Schema } from './request';

/**
 * What a write changes of an alert; a field that is left out stays (treeherder-api 1.6). Downstream and reassigned need a
 * related summary and the other statuses need null: the server answers 500 unless both fit after the write. There is no
 * `summary_id` here, which would move the alert to another summary unchecked.
 */
export interface AlertFields {
  readonly status?: AlertStatusName;
  readonly relatedSummaryId?: SummaryId | null;
  readonly starred?: boolean;
}

/**
 * What a write changes of a summary; a field that is left out stays (treeherder-api 1.5). No field at all is a call for
 * recomputing the status from the alerts now.
 */
export interface SummaryFields {
  readonly status?: SummaryStatusName;
  /** An existing username; null for nobody. */
  readonly assignee?: string | null;
  /** Head revisions, 40 hex digits, of pushes in the summary's repository; the two must differ. */
  readonly revision?: Revision;
  readonly prevRevision?: Revision;
}

/** What needs the page's own session: who is logged in, and all that Deputy writes to Treeherder. */
export interface TreeherderSession {
  /** Null when nobody is logged in. */
  user(): Promise<Outcome<User | null>>;
  /** Replaces the notes; the server trims their ends and may recompute the summary's status. Read back to know. */
  putNotes(id: SummaryId, notes: string): Promise<Outcome<null>>;
  /**
   * Changes an alert. The server names the caller as its classifier, recomputes the status of its summary and of the one it
   * is related to now, and leaves the one it was related to before as it was.
   */
  putAlert(id: AlertId, fields: AlertFields): Promise<Outcome<null>>;
  /** Recomputes the summary's status, then changes what the fields say. Read back to know. */
  putSummary(id: SummaryId, fields: SummaryFields): Promise<Outcome<null>>;
}

/** Runs in the content script: requests carry the page's own cookies. */
export function createTreeherderSession(deps: RequestDeps): TreeherderSession {
  return {
    async user() {
      const answer = await getJson(deps, '/api/user/?deputy=1', USER);
      return isOk(answer) ? ok(answer.value) : answer;
    },
    async putNotes(id, notes) {
      const body = { notes: notes === '' ? null : notes };
      return putJson(deps, `/api/performance/alertsummary/${id}/`, body, recordWith(id));
    },
    async putAlert(id, { status, relatedSummaryId, starred }) {
      // what is undefined is left out of JSON
      const body = {
        status: status && ALERT_STATUSES.indexOf(status),
        related_summary_id: relatedSummaryId,
        starred,
      };
      return putJson(deps, `/api/performance/alert/${id}/`, body, recordWith(id));
    },
    async putSummary(id, { status, assignee, revision, prevRevision }) {
      const body = {
        status: status && SUMMARY_STATUSES.indexOf(status),
        assignee_username: assignee,
        revision,
        prev_push_revision: prevRevision,
      };
      return putJson(deps, `/api/performance/alertsummary/${id}/`, body, recordWith(id));
    },
  };
}

const mismatch = (message: string) => ({
  success: false as const,
  error: { issues: [{ path: [], message }] },
});
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `/api/user/`: an array of none or one. Two small schemas by hand: the library stays out of the page. */
const USER: Schema<User | null> = {
  safeParse(value) {
    if (!Array.isArray(value)) return mismatch('expected a list');
    const [user] = value as unknown[];
    if (user === undefined) return { success: true, data: null };
    if (!isRecord(user) || typeof user.username !== 'string' || typeof user.is_staff !== 'boolean') {
      return mismatch('expected username and is_staff');
    }
    return { success: true, data: { username: user.username, isStaff: user.is_staff } };
  },
};

/** The answer to a write is the whole record; that it is the right one is all that is taken from it. */
const recordWith = (id: SummaryId | AlertId): Schema<null> => ({
  safeParse: (value) =>
    isRecord(value) && value.id === id ? { success: true, data: null } : mismatch(`expected record ${id}`),
});

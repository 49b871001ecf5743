import type { SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { User } from './client';
import { getJson, putJson, type RequestDeps, type Schema } from './request';

/** What needs the page's own session: who is logged in, and writing notes. The only writes of Deputy to Treeherder. */
export interface TreeherderSession {
  /** Null when nobody is logged in. */
  user(): Promise<Outcome<User | null>>;
  /** Replaces the notes; the server trims their ends and may recompute the summary's status. Read back to know. */
  putNotes(id: SummaryId, notes: string): Promise<Outcome<null>>;
}

export function createTreeherderSession(deps: RequestDeps): TreeherderSession {
  return {
    async user() {
      const answer = await getJson(deps, '/api/user/?deputy=1', USER);
      return isOk(answer) ? ok(answer.value) : answer;
    },
    async putNotes(id, notes) {
      const body = { notes: notes === '' ? null : notes };
      const answer = await putJson(deps, `/api/performance/alertsummary/${id}/`, body, summaryWith(id));
      return isOk(answer) ? ok(null) : answer;
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

/** The answer to a write is the summary; that it is the right one is all that is taken from it. */
const summaryWith = (id: SummaryId): Schema<null> => ({
  safeParse: (value) =>
    isRecord(value) && value.id === id ? { success: true, data: null } : mismatch(`expected summary ${id}`),
});

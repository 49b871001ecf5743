import { urlPart } from '@/lib/model/urlPart';

/**
 * The Taskcluster deployments that Deputy talks to. Treeherder names one per repository; an answer that names any
 * other is refused, so that a forged repository list cannot lead credentials elsewhere.
 */
export const TASKCLUSTER_ROOTS: readonly string[] = ['https://firefox-ci-tc.services.mozilla.com'];

/** The root without a trailing slash, or null when it is not on the list. */
export function knownRoot(root: string | null): string | null {
  const plain = root?.replace(/\/+$/, '') ?? '';
  return TASKCLUSTER_ROOTS.includes(plain) ? plain : null;
}

/** Address of an API call; `parts` are encoded, so a hook id may hold a slash. */
export function apiUrl(root: string, service: 'queue' | 'hooks' | 'auth', ...parts: string[]): string {
  return `${root}/api/${service}/v1/${parts.map(urlPart).join('/')}`;
}

/** Where people see a task. */
export const taskPage = (root: string, task: string) => `${root}/tasks/${urlPart(task)}`;

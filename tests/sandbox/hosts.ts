/** The three hosts that the sandbox stands in for, by the names that production has. */
export const TREEHERDER_HOST = 'treeherder.mozilla.org';
export const TASKCLUSTER_HOST = 'firefox-ci-tc.services.mozilla.com';
/** Public artifacts are read here, one redirect away from the queue (taskcluster-actions 3.2). */
export const ARTIFACT_HOST = 'firefoxci.taskcluster-artifacts.net';

export const TREEHERDER_ORIGIN = `https://${TREEHERDER_HOST}`;
export const TASKCLUSTER_ROOT = `https://${TASKCLUSTER_HOST}`;
export const ARTIFACT_ORIGIN = `https://${ARTIFACT_HOST}`;

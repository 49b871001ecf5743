import { ARTIFACT_HOST, TASKCLUSTER_HOST, TREEHERDER_HOST } from '../../sandbox/hosts.ts';

/**
 * The hosts that a test browser reaches, all of them answered by the sandbox on one local port.
 * Everything else stays unreachable, so that a test can never talk to the real services.
 */
export const STAND_IN_HOSTS = [TREEHERDER_HOST, TASKCLUSTER_HOST, ARTIFACT_HOST];

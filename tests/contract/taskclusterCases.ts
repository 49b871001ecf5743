import { TASKCLUSTER_ROOT } from '../sandbox/hosts.ts';
import type { ContractCase } from './contractCase.ts';
import { is } from './shape.ts';

const TC = `${TASKCLUSTER_ROOT}/api`;
const NO_TASK = 'AAAAAAAAQAqAAAAAAAAAAA';

const refusal = (code: string) => ({
  code: is(code),
  message: 'string',
  requestInfo: { method: 'string', params: 'object', payload: 'object', time: 'string' },
});

/** Public reads and refusals, without credentials: they run against the real firefox-ci too. */
export const taskcluster: readonly ContractCase[] = [
  {
    name: 'a task of a job',
    fact: 'taskcluster-actions 3.1',
    path: `${TC}/queue/v1/task/{taskId}`,
    status: 200,
    answer: {
      taskGroupId: 'taskId',
      dependencies: ['taskId'],
      scopes: ['string'],
      metadata: { name: 'string' },
      tags: 'object',
      extra: 'object',
    },
    answerHeaders: { 'access-control-allow-origin': '*' },
  },
  {
    name: 'its status',
    fact: 'taskcluster-actions 3.1',
    path: `${TC}/queue/v1/task/{taskId}/status`,
    status: 200,
    answer: { status: { taskId: 'taskId', state: 'string', runs: [{ runId: 'int', state: 'string' }] } },
  },
  {
    name: 'many tasks at once',
    fact: 'taskcluster-actions 3.1',
    method: 'POST',
    path: `${TC}/queue/v1/tasks`,
    body: { taskIds: ['{taskId}'] },
    status: 200,
    answer: { tasks: [{ taskId: 'taskId', task: { metadata: { name: 'string' } } }] },
  },
  {
    name: 'many states at once',
    fact: 'taskcluster-actions 3.1',
    method: 'POST',
    path: `${TC}/queue/v1/tasks/status`,
    body: { taskIds: ['{taskId}'] },
    status: 200,
    answer: { statuses: [{ taskId: 'taskId', status: { state: 'string' } }] },
  },
  {
    name: 'how many tasks wait for a pool of machines',
    // not in the facts: the service's own declaration, marked stable; its deployment docs let the anonymous role ask
    fact: 'taskcluster services/queue/src/api.js, pendingTasks',
    path: `${TC}/queue/v1/pending/gecko-t%2Ft-linux-talos-2404`,
    status: 200,
    answer: { pendingTasks: 'int' },
  },
  {
    name: 'an unknown task',
    fact: 'taskcluster-actions 3.6',
    path: `${TC}/queue/v1/task/${NO_TASK}`,
    status: 404,
    answer: refusal('ResourceNotFound'),
  },
  {
    name: 'an unknown query key',
    fact: 'taskcluster-actions 3.1',
    path: `${TC}/queue/v1/task/{taskId}?deputy=1`,
    status: 400,
    answer: refusal('InvalidRequestArguments'),
  },
  {
    name: 'a hook that is gone',
    fact: 'taskcluster-actions 1.4',
    path: `${TC}/hooks/v1/hooks/project-gecko/in-tree-action-3-generic%2F0000000000`,
    status: 404,
    answer: refusal('ResourceNotFound'),
  },
  {
    name: 'a trigger of nobody, whatever its payload',
    fact: 'taskcluster-actions 5.1',
    method: 'POST',
    path: `${TC}/hooks/v1/hooks/project-gecko/in-tree-action-3-generic%2F0000000000/trigger`,
    body: { wrong: true },
    status: 403,
    answer: refusal('InsufficientScopes'),
  },
  {
    name: 'an index path without a task',
    fact: 'taskcluster-actions 3.1',
    path: `${TC}/index/v1/task/gecko.v2.autoland.pushlog-id.0.decision`,
    status: 404,
    answer: refusal('ResourceNotFound'),
  },
  {
    name: 'expanding scopes keeps what was sent',
    fact: 'taskcluster-actions 1.5',
    method: 'POST',
    path: `${TC}/auth/v1/scopes/expand`,
    body: { scopes: ['in-tree:hook-action:project-gecko/in-tree-action-3-*'] },
    status: 200,
    answer: { scopes: is(['in-tree:hook-action:project-gecko/in-tree-action-3-*']) },
  },
  {
    name: 'bad credentials are refused where none would pass',
    fact: 'taskcluster-actions 3.4',
    path: `${TC}/queue/v1/task/{taskId}`,
    headers: { authorization: 'Hawk id="nobody", ts="1", nonce="abc", mac="AAAA"' },
    status: 401,
    answer: refusal('AuthenticationFailed'),
    answerHeaders: { 'www-authenticate': 'hawk' },
  },
];

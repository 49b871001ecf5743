/** The tooltip's own buttons: one more run of a job, and a backfill, as the site asks Taskcluster for them. */
import { hawkHeader } from '../../../../../lib/taskcluster/hawk';
import { endpoints, getJson } from '../http';

interface Action {
  name: string;
  kind: string;
  hookGroupId: string;
  hookId: string;
  hookPayload: unknown;
  context: Record<string, string>[];
}

interface ActionsJson {
  variables: Record<string, unknown>;
  actions: Action[];
}

interface JobDetail {
  push_id: number;
  job_type_name: string;
  task_id: string;
}

/** @throws what the site shows in its red notification. */
export async function askForRuns(
  kind: 'retrigger' | 'backfill',
  repository: { name: string; tc_root_url: string },
  jobId: number,
): Promise<void> {
  const job = await read<JobDetail>(`/api/project/${repository.name}/jobs/${jobId}/`);
  const decisions = await read<Record<string, { id: string }>>(
    `/api/project/autoland/push/decisiontask/?push_ids=${job.push_id}`,
  );
  const decisionTask = decisions[job.push_id]?.id;
  if (decisionTask === undefined) throw new Error("No decision task, can't find taskcluster actions");
  const rootUrl = repository.tc_root_url;
  const address = `${rootUrl}/api/queue/v1/task/${decisionTask}/artifacts/public%2Factions.json`;
  const offered = (await (await fetch(address)).json()) as ActionsJson;
  const tags = kind === 'backfill' ? (await plainTask(rootUrl, job.task_id)).tags : null;
  const action = offered.actions
    .filter(({ context }) => (tags ? context.some((set) => fits(set, tags)) : context.length === 0))
    .find(({ name }) => name === (kind === 'backfill' ? 'backfill' : 'retrigger-multiple'));
  if (!action) throw new Error(`The push has no action to ${kind}`);
  const input = kind === 'backfill' ? {} : { requests: [{ tasks: [job.job_type_name], times: 1 }] };
  // only who presses the button needs it
  const { default: jsone } = await import('json-e');
  const payload = jsone(action.hookPayload as never, {
    ...offered.variables,
    taskGroupId: decisionTask,
    taskId: kind === 'backfill' ? job.task_id : null,
    input,
  });
  const { hookGroupId, hookId } = action;
  const url = `${rootUrl}/api/hooks/v1/hooks/${hookGroupId}/${encodeURIComponent(hookId)}/trigger`;
  const authorization = await hawkHeader(userCredentials(rootUrl), {
    url,
    method: 'POST',
    time: await serverSeconds(),
    nonce: Math.random().toString(36).slice(2, 8),
    authorizedScopes: [`hooks:trigger-hook:${hookGroupId}/${hookId}`],
  });
  const answer = await fetch(url, {
    method: 'POST',
    headers: { Authorization: authorization, 'Content-Type': 'application/json' },
    body: JSON.stringify(payload),
    credentials: 'omit',
  });
  if (!answer.ok) throw new Error(`Taskcluster answered ${answer.status}`);
}

/** On the server's clock, which the sandbox sets forward. */
async function serverSeconds(): Promise<number> {
  const answer = await fetch(endpoints.frameworks);
  return Math.floor(Date.parse(answer.headers.get('date') ?? '') / 1000);
}

const fits = (set: Record<string, string>, tags: Record<string, string>) =>
  Object.entries(set).every(([name, value]) => tags[name] === value);

async function plainTask(rootUrl: string, taskId: string): Promise<{ tags: Record<string, string> }> {
  const answer = await fetch(`${rootUrl}/api/queue/v1/task/${taskId}`);
  return (await answer.json()) as { tags: Record<string, string> };
}

async function read<T>(url: string): Promise<T> {
  const answer = await getJson<T>(url);
  if (answer.failureStatus !== null) throw new Error(answer.message);
  return answer.data;
}

/** @throws when nobody has logged in to this Taskcluster; the site opens its login then. */
function userCredentials(rootUrl: string): { clientId: string; accessToken: string } {
  const stored = JSON.parse(window.localStorage.getItem('userCredentials') ?? '{}');
  const found = stored[rootUrl]?.credentials;
  if (!found) throw new Error('You need to log in to Taskcluster first');
  return found;
}

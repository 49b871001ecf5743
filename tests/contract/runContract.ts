import type { ContractCase, Sample } from './contractCase.ts';
import { mismatch } from './shape.ts';

export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** Finds the ids that the cases need: the newest summary that has a task, by asking. */
export async function takeSample(ask: Ask, framework: number): Promise<Sample> {
  const list = (await (
    await ask(`/api/performance/alertsummary/?framework=${framework}&status=0`)
  ).json()) as {
    results: SummaryAnswer[];
  };
  const repositories = (await (await ask('/api/repository/')).json()) as { id: number; name: string }[];
  for (const summary of list.results) {
    const alert = summary.alerts.find((a) => a.taskcluster_metadata.task_id !== undefined);
    if (!alert) continue;
    return {
      summary: summary.id,
      alert: alert.id,
      push: summary.push_id,
      prevPush: summary.prev_push_id,
      revision: summary.revision,
      shortRevision: summary.revision.slice(0, 12),
      prevRevision: summary.prev_push_revision,
      signature: alert.series_signature.id,
      hash: alert.series_signature.signature_hash,
      taskId: alert.taskcluster_metadata.task_id ?? '',
      repository: summary.repository,
      repositoryId: repositories.find((r) => r.name === summary.repository)?.id ?? 0,
      framework,
    };
  }
  throw new Error('No untriaged summary with a kept job: nothing to check the contract on.');
}

interface SummaryAnswer {
  id: number;
  push_id: number;
  prev_push_id: number;
  revision: string;
  prev_push_revision: string;
  repository: string;
  alerts: {
    id: number;
    series_signature: { id: number; signature_hash: string };
    taskcluster_metadata: { task_id?: string };
  }[];
}

const fill = (text: string, sample: Sample) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in sample ? String(sample[name as keyof Sample]) : whole,
  );

/**
 * Asks one request of the contract.
 * @param csrfToken the token of whoever asks
 * @returns what is wrong with the answer; null when all is as the facts say
 */
export async function runCase(
  one: ContractCase,
  sample: Sample,
  ask: Ask,
  csrfToken: string | null,
): Promise<string | null> {
  const headers: Record<string, string> = {};
  const init: RequestInit = { method: one.method ?? 'GET', headers };
  if (one.body !== undefined) {
    headers['content-type'] = 'application/json';
    if (csrfToken !== null) headers['x-csrftoken'] = csrfToken;
    init.body = typeof one.body === 'string' ? one.body : fill(JSON.stringify(one.body), sample);
  }
  Object.assign(headers, one.headers);
  const answer = await ask(fill(one.path, sample), init);
  const text = await answer.text();
  if (answer.status !== one.status)
    return `status ${answer.status}, not ${one.status}: ${text.slice(0, 200)}`;
  const type = answer.headers.get('content-type') ?? '';
  const wanted = one.type ?? 'application/json';
  if (!type.startsWith(wanted)) return `content type ${type}, not ${wanted}`;
  for (const [name, value] of Object.entries(one.answerHeaders ?? {})) {
    if (answer.headers.get(name) !== value)
      return `header ${name} is ${answer.headers.get(name)}, not ${value}`;
  }
  return one.answer === undefined ? null : mismatch(one.answer, JSON.parse(text));
}

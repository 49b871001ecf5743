import { type SummaryRecord, untouchedSummary } from '../records.ts';
import type { World } from '../world.ts';
import { recompute } from './alertWrites.ts';
import { detail, json, serverError } from './answers.ts';
import { presentSummary } from './present.ts';
import { TAGS } from './reference.ts';

type Fields = Record<string, unknown>;
const MAX_BUG = 2_147_483_647;

export const summaryNotFound = () => detail(404, 'No PerformanceAlertSummary matches the given query.');

/** PUT and PATCH of one summary (treeherder-api 1.5): recompute and save, load again, validate, save the whole row. */
export async function writeSummary(world: World, id: number, body: unknown): Promise<Response> {
  const stored = world.summaries.get(id);
  if (!stored || !world.push(stored.pushId).repository.active) return summaryNotFound();
  recompute(world, id, world.alerts.values());
  const row: SummaryRecord = { ...stored };
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    const kind = Array.isArray(body) ? 'list' : body === null ? 'NoneType' : pythonName(body);
    return json({ non_field_errors: [`Invalid data. Expected a dictionary, but got ${kind}.`] }, 400);
  }
  const fields = body as Fields;
  const errors = validate(world, row, fields);
  if (errors) return json(errors, 400);
  if (row.pushId === row.prevPushId) {
    return json({ non_field_errors: ['From and To revisions should be distinct.'] }, 400);
  }
  // other requests have their turn between reading the row and saving the whole of it: the last writer wins
  await world.knobs.beforeSave('summary', id);
  const collides = [...world.summaries.values()].some(
    (s) =>
      s.id !== id &&
      s.repositoryId === row.repositoryId &&
      s.frameworkId === row.frameworkId &&
      s.pushId === row.pushId &&
      s.prevPushId === row.prevPushId &&
      s.sheriffed === row.sheriffed,
  );
  if (collides) return serverError();
  const now = world.clock.now();
  row.firstTriaged ??= now;
  row.lastUpdated = now;
  Object.assign(stored, row);
  const echo = 'monitored_alerts' in fields ? { monitored_alerts: fields.monitored_alerts } : {};
  return json({ ...presentSummary(world, stored), ...echo });
}

function validate(world: World, row: SummaryRecord, fields: Fields): Fields | undefined {
  const errors: Fields = {};
  const choice = (name: string, highest: number): number | undefined => {
    const value = Number(fields[name]);
    if (Number.isInteger(value) && value >= 0 && value <= highest && fields[name] !== '') return value;
    errors[name] = [`"${String(fields[name])}" is not a valid choice.`];
    return undefined;
  };
  if ('status' in fields) row.status = choice('status', 9) ?? row.status;
  if ('bug_number' in fields) {
    const number = fields.bug_number === null ? null : Number(fields.bug_number);
    if (number !== null && !Number.isInteger(number)) errors.bug_number = ['A valid integer is required.'];
    else if (number !== null && number > MAX_BUG) {
      errors.bug_number = [`Ensure this value is less than or equal to ${MAX_BUG}.`];
    } else if (number !== null && number < 0) {
      errors.bug_number = ['Ensure this value is greater than or equal to 0.'];
    } else if (number !== row.bugNumber) {
      row.bugNumber = number;
      row.bugStatus = null;
      if (number !== null) row.bugUpdated = world.clock.now();
    }
  }
  if ('bug_status' in fields && !('bug_number' in fields)) {
    row.bugStatus = fields.bug_status === null ? null : (choice('bug_status', 8) ?? row.bugStatus);
  }
  if ('issue_tracker' in fields) {
    if (fields.issue_tracker === null) errors.issue_tracker = ['This field may not be null.'];
    else if (![1, 2].includes(Number(fields.issue_tracker))) {
      errors.issue_tracker = [`Invalid pk "${String(fields.issue_tracker)}" - object does not exist.`];
    } else row.issueTracker = Number(fields.issue_tracker);
  }
  if ('notes' in fields) assignNotes(row, fields.notes, errors);
  if ('assignee_username' in fields) {
    const name = fields.assignee_username;
    if (name === null || name === '') row.assignee = null;
    else if (world.users.some((u) => u.username === name)) row.assignee = String(name);
    else errors.assignee_username = [`Object with username=${String(name)} does not exist.`];
  }
  if ('performance_tags' in fields) {
    const tags = fields.performance_tags;
    if (tags === null) errors.performance_tags = ['This field may not be null.'];
    else if (!Array.isArray(tags)) {
      errors.performance_tags = [`Expected a list of items but got type "${pythonName(tags)}".`];
    } else {
      const unknown = tags.find((t) => !TAGS.includes(String(t)));
      if (unknown !== undefined) {
        errors.performance_tags = [`Object with name=${String(unknown)} does not exist.`];
      } else row.tags = tags.map(String);
    }
  }
  for (const [name, key] of [
    ['revision', 'pushId'],
    ['prev_push_revision', 'prevPushId'],
  ] as const) {
    if (!(name in fields)) continue;
    const { repository } = world.push(row.pushId);
    const push = world.pushLog.get(repository.name)?.find((p) => p.revision === fields[name]);
    if (push) row[key] = push.id;
    else errors[name] = [`Object with revision=${String(fields[name])} does not exist.`];
  }
  return Object.keys(errors).length > 0 ? errors : undefined;
}

/** The server trims the ends and keeps everything inside (treeherder-api 6.1). */
function assignNotes(row: SummaryRecord, notes: unknown, errors: Fields): void {
  if (notes === null) row.notes = null;
  else if (typeof notes === 'number') row.notes = String(notes);
  else if (typeof notes !== 'string') errors.notes = ['Not a valid string.'];
  else if (notes.includes('\0')) errors.notes = ['Null characters are not allowed.'];
  else row.notes = notes.trim();
}

function pythonName(value: unknown): string {
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return Array.isArray(value) ? 'list' : 'dict';
}

/** POST: get or create on the four fields. */
export function createSummary(world: World, body: unknown): Response {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Fields;
  const [repository, framework, push, prev] = [
    fields.repository_id,
    fields.framework_id,
    fields.push_id,
    fields.prev_push_id,
  ].map(Number);
  if (push !== undefined && push === prev) {
    return json('IDs of push & previous push cannot be identical', 400);
  }
  if (!repository || !framework || !push || !prev || !world.pushes.has(push) || !world.pushes.has(prev)) {
    return serverError();
  }
  const there = [...world.summaries.values()].find(
    (s) =>
      s.repositoryId === repository &&
      s.frameworkId === framework &&
      s.pushId === push &&
      s.prevPushId === prev &&
      s.sheriffed,
  );
  if (there) return json({ alert_summary_id: there.id });
  const now = world.clock.now();
  const id = world.nextId('summary', 51_000);
  world.summaries.set(id, {
    id,
    repositoryId: repository,
    frameworkId: framework,
    pushId: push,
    prevPushId: prev,
    originalPushId: push,
    originalPrevPushId: prev,
    ...untouchedSummary(now),
    manuallyCreated: true,
  });
  return json({ alert_summary_id: id });
}

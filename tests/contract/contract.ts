import { is, type Shape } from './shape.ts';
import { alertShape, jobsShape, pushShape, seriesShape, summaryShape } from './shapes.ts';

/** Ids that a backend has, found by asking it: `{summary}` in a path stands for the sample's summary. */
export interface Sample {
  readonly summary: number;
  readonly alert: number;
  readonly push: number;
  readonly prevPush: number;
  readonly revision: string;
  readonly prevRevision: string;
  readonly signature: number;
  readonly hash: string;
  readonly taskId: string;
  readonly repository: string;
  readonly repositoryId: number;
  readonly framework: number;
}

export interface ContractCase {
  readonly name: string;
  /** Where the facts say so. */
  readonly fact: string;
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS';
  readonly path: string;
  /** Who asks: nobody in particular by default. */
  readonly as?: 'nobody' | 'sheriff' | 'viewer';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string is sent as it is. Placeholders are filled in. */
  readonly body?: unknown;
  readonly status: number;
  /** Start of the content type; JSON by default. */
  readonly type?: string;
  readonly answer?: Shape;
  readonly answerHeaders?: Readonly<Record<string, string>>;
}

const HTML = 'text/html';
const SUMMARY = '/api/performance/alertsummary/{summary}/';
const ALERT = '/api/performance/alert/{alert}/';

const identity: readonly ContractCase[] = [
  {
    name: 'nobody is an empty list',
    fact: 'treeherder-api 1.1',
    path: '/api/user/',
    status: 200,
    answer: is([]),
  },
  {
    name: 'a user tells whether it is staff',
    fact: 'treeherder-api 1.1',
    path: '/api/user/',
    as: 'viewer',
    status: 200,
    answer: [{ username: 'string', is_superuser: 'boolean', is_staff: is(false), email: 'string' }],
  },
  {
    name: 'a login without its headers is refused with 403',
    fact: 'treeherder-api 1.1',
    path: '/api/auth/login/',
    status: 403,
    answer: { detail: is('Authorization header is expected') },
  },
];

const conventions: readonly ContractCase[] = [
  {
    name: 'an address without its slash is the app, not the API',
    fact: 'treeherder-api 0',
    path: '/api/performance/alertsummary',
    status: 200,
    type: HTML,
  },
  {
    name: 'a write without its slash is 405',
    fact: 'treeherder-api 0',
    method: 'PUT',
    path: '/api/performance/alertsummary/{summary}',
    body: {},
    status: 405,
    type: HTML,
  },
  {
    name: 'any other address is the app',
    fact: 'perfherder-ui 1.1',
    path: '/perfherder/alerts',
    status: 200,
    type: HTML,
  },
  {
    name: 'only JSON is rendered',
    fact: 'treeherder-api 0',
    path: '/api/performance/framework/',
    headers: { accept: 'text/html' },
    status: 406,
    answer: { detail: is('Could not satisfy the request Accept header.') },
  },
  {
    name: 'reference data cannot be written',
    fact: 'treeherder-api 1.10',
    method: 'POST',
    path: '/api/performance/tag/',
    body: {},
    status: 405,
  },
  {
    name: 'frameworks',
    fact: 'treeherder-api 1.10',
    path: '/api/performance/framework/',
    status: 200,
    answer: [{ id: 'int', name: 'string' }],
  },
  {
    name: 'repositories',
    fact: 'treeherder-api 1.10',
    path: '/api/repository/',
    status: 200,
    answer: [
      {
        id: 'int',
        repository_group: { name: 'string' },
        name: 'string',
        dvcs_type: 'string',
        url: 'string',
        tc_root_url: 'string|null',
        is_try_repo: 'boolean',
      },
    ],
  },
  {
    name: 'option collections',
    fact: 'treeherder-api 1.10',
    path: '/api/optioncollectionhash/',
    status: 200,
    answer: [{ option_collection_hash: 'string', options: [{ name: 'string' }] }],
  },
  {
    name: 'issue trackers',
    fact: 'treeherder-api 1.10',
    path: '/api/performance/issue-tracker/',
    status: 200,
    answer: [{ id: 'int', text: 'string', issue_tracker_url: 'string' }],
  },
];

const summaries: readonly ContractCase[] = [
  {
    name: 'the list, with every key',
    fact: 'treeherder-api 1.2, 1.3',
    path: '/api/performance/alertsummary/?framework={framework}',
    status: 200,
    answer: { count: 'int', next: 'string|null', previous: is(null), results: [summaryShape] },
  },
  {
    name: 'one summary',
    fact: 'treeherder-api 1.5',
    path: SUMMARY,
    status: 200,
    answer: { ...summaryShape, id: 'int' },
  },
  {
    name: 'an unknown summary',
    fact: 'treeherder-api 1.5',
    path: '/api/performance/alertsummary/999999999/',
    status: 404,
    answer: { detail: is('No PerformanceAlertSummary matches the given query.') },
  },
  {
    name: 'a page that is not there',
    fact: 'treeherder-api 1.2',
    path: '/api/performance/alertsummary/?page=99999',
    status: 404,
    answer: { detail: is('Invalid page.') },
  },
  {
    name: 'a filter that is no number',
    fact: 'treeherder-api 1.2',
    path: '/api/performance/alertsummary/?status=open',
    status: 400,
    answer: { status: is(['Enter a number.']) },
  },
  {
    name: 'a monitored list, even with 0, has no sheriffed summaries',
    fact: 'treeherder-api 1.2',
    path: '/api/performance/alertsummary/?monitored_alerts=0&id={summary}0',
    status: 200,
    answer: { count: is(0) },
  },
  {
    name: 'alerts by cursor, without a count',
    fact: 'treeherder-api 1.6',
    path: '/api/performance/alert/?id={alert}',
    status: 200,
    answer: { next: 'string|null', previous: 'null', results: [alertShape] },
  },
  {
    name: 'an unknown alert',
    fact: 'treeherder-api 1.6',
    path: '/api/performance/alert/999999999/',
    status: 404,
    answer: { detail: is('No PerformanceAlert matches the given query.') },
  },
];

const rights: readonly ContractCase[] = [
  {
    name: 'a write of nobody',
    fact: 'treeherder-api 2.1',
    method: 'PUT',
    path: SUMMARY,
    body: {},
    status: 403,
    answer: { detail: is('Authentication credentials were not provided.') },
  },
  {
    name: 'a write of somebody who is not staff',
    fact: 'treeherder-api 2.1',
    method: 'PUT',
    path: SUMMARY,
    as: 'viewer',
    body: {},
    status: 403,
    answer: { detail: is('You do not have permission to perform this action.') },
  },
  {
    name: 'a write with a token that was rotated',
    fact: 'treeherder-api 2.2',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    headers: { 'x-csrftoken': 'a'.repeat(32) },
    body: {},
    status: 403,
    answer: { detail: is("CSRF Failed: CSRF token from the 'X-Csrftoken' HTTP header incorrect.") },
  },
  {
    name: 'a write with a token of the wrong length',
    fact: 'treeherder-api 2.1',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    headers: { 'x-csrftoken': 'undefined' },
    body: {},
    status: 403,
    answer: {
      detail: is("CSRF Failed: CSRF token from the 'X-Csrftoken' HTTP header has incorrect length."),
    },
  },
  {
    name: "a write with an extension's origin",
    fact: 'treeherder-api 2.2',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    headers: { origin: 'moz-extension://abc' },
    body: {},
    status: 403,
    answer: {
      detail: is(
        'CSRF Failed: Origin checking failed - moz-extension://abc does not match any trusted origins.',
      ),
    },
  },
  {
    name: 'a write that is not JSON',
    fact: 'treeherder-api 0',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    headers: { 'content-type': 'text/plain' },
    body: 'notes',
    status: 415,
    answer: { detail: is('Unsupported media type "text/plain" in request.') },
  },
  {
    name: 'a write of broken JSON',
    fact: 'treeherder-api 1.5',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    body: '{"notes": ',
    status: 400,
    answer: { detail: 'string' },
  },
  {
    name: 'any origin may read, without credentials',
    fact: 'treeherder-api 2.4',
    path: '/api/performance/framework/',
    headers: { origin: 'https://elsewhere.example' },
    status: 200,
    answerHeaders: { 'access-control-allow-origin': '*' },
  },
];

const summaryWrites: readonly ContractCase[] = [
  {
    name: 'notes are trimmed, inner lines kept',
    fact: 'treeherder-api 6.1',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    body: { notes: '  one\r\n\ttwo \u{1F642}\n\n' },
    status: 200,
    answer: { ...summaryShape, notes: is('one\r\n\ttwo \u{1F642}'), first_triaged: 'datetime' },
  },
  {
    name: 'notes of spaces only become empty',
    fact: 'treeherder-api 6.1',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    body: { notes: ' \n ' },
    status: 200,
    answer: { notes: is('') },
  },
  {
    name: 'notes refuse NUL',
    fact: 'treeherder-api 1.5',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    body: { notes: 'a\u0000b' },
    status: 400,
    answer: { notes: is(['Null characters are not allowed.']) },
  },
  {
    name: 'notes refuse what is no text',
    fact: 'treeherder-api 1.5',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    body: { notes: true },
    status: 400,
    answer: { notes: is(['Not a valid string.']) },
  },
  {
    name: 'an unknown status',
    fact: 'treeherder-api 1.5',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    body: { status: 42 },
    status: 400,
    answer: { status: is(['"42" is not a valid choice.']) },
  },
  {
    name: 'a bug number that is too large',
    fact: 'treeherder-api 1.5',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    body: { bug_number: 2147483648 },
    status: 400,
    answer: { bug_number: is(['Ensure this value is less than or equal to 2147483647.']) },
  },
  {
    name: 'an assignee that does not exist',
    fact: 'treeherder-api 1.5',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    body: { assignee_username: 'nobody' },
    status: 400,
    answer: { assignee_username: is(['Object with username=nobody does not exist.']) },
  },
  {
    name: 'a tag that does not exist',
    fact: 'treeherder-api 1.5',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    body: { performance_tags: ['nope'] },
    status: 400,
    answer: { performance_tags: is(['Object with name=nope does not exist.']) },
  },
  {
    name: 'equal revisions',
    fact: 'treeherder-api 1.5',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    body: { revision: '{prevRevision}' },
    status: 400,
    answer: { non_field_errors: is(['From and To revisions should be distinct.']) },
  },
  {
    name: 'a list where a summary is due',
    fact: 'treeherder-api 1.5',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    body: [],
    status: 400,
    answer: { non_field_errors: is(['Invalid data. Expected a dictionary, but got list.']) },
  },
  {
    name: 'unknown fields are ignored',
    fact: 'treeherder-api 0',
    method: 'PUT',
    path: SUMMARY,
    as: 'sheriff',
    body: { deputy: 1 },
    status: 200,
    answer: summaryShape,
  },
];

const alertWrites: readonly ContractCase[] = [
  {
    name: 'acknowledging records who did it',
    fact: 'treeherder-api 1.4, 1.6',
    method: 'PUT',
    path: ALERT,
    as: 'sheriff',
    body: { status: 4, classifier: 'somebody else' },
    status: 200,
    answer: { ...alertShape, status: is(4), classifier: is('mozilla-ldap/sheriff@mozilla.com') },
  },
  {
    name: 'downstream without a target',
    fact: 'treeherder-api 1.6',
    method: 'PUT',
    path: ALERT,
    as: 'sheriff',
    body: { status: 1 },
    status: 500,
    type: HTML,
  },
  {
    name: 'a target with a status that has none',
    fact: 'treeherder-api 1.6',
    method: 'PUT',
    path: ALERT,
    as: 'sheriff',
    body: { status: 4, related_summary_id: '{summary}' },
    status: 500,
    type: HTML,
  },
  {
    name: 'a link to the own summary is not checked',
    fact: 'treeherder-api 1.6',
    method: 'PUT',
    path: ALERT,
    as: 'sheriff',
    body: { status: 1, related_summary_id: '{summary}' },
    status: 200,
    answer: { status: is(1), related_summary_id: 'int' },
  },
  {
    name: 'an unknown target',
    fact: 'treeherder-api 1.6',
    method: 'PUT',
    path: ALERT,
    as: 'sheriff',
    body: { status: 1, related_summary_id: 999999999 },
    status: 400,
    answer: { related_summary_id: is(['Object with id=999999999 does not exist.']) },
  },
  {
    name: 'an unknown status',
    fact: 'treeherder-api 1.6',
    method: 'PUT',
    path: ALERT,
    as: 'sheriff',
    body: { status: 9 },
    status: 400,
    answer: { status: is(['"9" is not a valid choice.']) },
  },
  {
    name: 'a list where an alert is due',
    fact: 'treeherder-api 1.6',
    method: 'PUT',
    path: ALERT,
    as: 'sheriff',
    body: [],
    status: 500,
    type: HTML,
  },
  {
    name: 'nudging an alert to another push',
    fact: 'treeherder-api 1.6',
    method: 'PUT',
    path: ALERT,
    as: 'sheriff',
    body: { push_id: '{push}' },
    status: 400,
    answer: { message: is('Incorrect push was provided') },
  },
];

const DATA = '/api/project/{repository}/performance/data/';

const data: readonly ContractCase[] = [
  {
    name: 'data of a series, keyed by hash',
    fact: 'treeherder-api 1.9',
    path: `${DATA}?signature_id={signature}&push_id={push}`,
    status: 200,
    answer: {},
  },
  {
    name: 'data of an unknown series',
    fact: 'treeherder-api 1.9',
    path: `${DATA}?signature_id=999999999`,
    status: 200,
    answer: is({}),
  },
  {
    name: 'data without a question',
    fact: 'treeherder-api 1.9',
    path: DATA,
    status: 400,
    answer: is(['Need to specify either signature_id, signatures, push_id, or job_id']),
  },
  {
    name: 'data of a series whose id is no number',
    fact: 'treeherder-api 1.9',
    path: `${DATA}?signature_id=x`,
    status: 500,
    type: HTML,
  },
  {
    name: 'data of an unknown repository',
    fact: 'treeherder-api 1.9',
    path: '/api/project/zz/performance/data/?signature_id=1',
    status: 500,
    type: HTML,
  },
  {
    name: 'the summary of one series has full precision',
    fact: 'treeherder-api 1.9',
    path: '/api/performance/summary/?repository={repository}&signature={signature}&interval=864000&all_data=true',
    status: 200,
    answer: [{ ...seriesShape, values: is([]), job_ids: is([]), submit_times: is([]) }],
  },
  {
    name: 'the summary without a repository',
    fact: 'treeherder-api 1.9',
    path: '/api/performance/summary/?interval=86400',
    status: 400,
    answer: { repository: is(['This field is required.']) },
  },
  {
    name: 'the summary without a time',
    fact: 'treeherder-api 1.9',
    path: '/api/performance/summary/?repository={repository}',
    status: 400,
    answer: { non_field_errors: is(['Required: revision, startday and endday or interval.']) },
  },
];

const PUSH = '/api/project/{repository}/push/';

const pushesAndJobs: readonly ContractCase[] = [
  {
    name: 'a range of pushes, both ends included',
    fact: 'treeherder-api 1.11',
    path: `${PUSH}?fromchange={prevRevision}&tochange={revision}&count=1000`,
    status: 200,
    answer: { meta: { count: 'int', repository: 'string' }, results: [pushShape] },
  },
  {
    name: 'too many pushes at once',
    fact: 'treeherder-api 1.11',
    path: `${PUSH}?count=1001`,
    status: 400,
    answer: { detail: is('Specified count exceeds api limit: 1000') },
  },
  {
    name: 'a range from an unknown revision',
    fact: 'treeherder-api 1.11',
    path: `${PUSH}?fromchange=${'0'.repeat(40)}`,
    status: 500,
    type: HTML,
  },
  {
    name: 'pushes of an unknown repository',
    fact: 'treeherder-api 1.11',
    path: '/api/project/zz/push/',
    status: 404,
    answer: { detail: is('No project with name zz') },
  },
  {
    name: 'an unknown push is a bare string',
    fact: 'treeherder-api 1.11',
    path: `${PUSH}999999999/`,
    status: 404,
    answer: is('No push with id: 999999999'),
  },
  {
    name: 'the decision task of an unknown push',
    fact: 'treeherder-api 1.11',
    path: `${PUSH}decisiontask/?push_ids=999999999`,
    status: 404,
    answer: 'string',
  },
  {
    name: 'decision tasks without ids',
    fact: 'treeherder-api 1.11',
    path: `${PUSH}decisiontask/`,
    status: 500,
    type: HTML,
  },
  {
    name: 'jobs are rows with their names',
    fact: 'treeherder-api 1.12',
    path: '/api/jobs/?push_id__in={push}&count=5',
    status: 200,
    answer: jobsShape,
  },
  {
    name: 'jobs of a task',
    fact: 'treeherder-api 1.14',
    path: '/api/jobs/?task_id={taskId}',
    status: 200,
    answer: { ...jobsShape, count: is(1) },
  },
  {
    name: 'jobs of an unknown push, exactly',
    fact: 'treeherder-api 1.12',
    path: '/api/jobs/?push_id=999999999',
    status: 400,
    answer: {
      push_id: is(['Select a valid choice. That choice is not one of the available choices.']),
    },
  },
  {
    name: 'jobs of an unknown push, in a list',
    fact: 'treeherder-api 1.12',
    path: '/api/jobs/?push_id__in=999999999',
    status: 200,
    answer: { count: is(0), results: is([]) },
  },
  {
    name: 'one job by the short route',
    fact: 'treeherder-api 1.12',
    path: '/api/jobs/1/',
    status: 500,
    type: HTML,
  },
  {
    name: 'too many project jobs at once',
    fact: 'treeherder-api 1.12',
    path: '/api/project/{repository}/jobs/?count=2001',
    status: 400,
    answer: { detail: is('Specified count exceeds API MAX_JOBS_COUNT value: 2000') },
  },
  {
    name: 'an unknown job is a bare string',
    fact: 'treeherder-api 1.12',
    path: '/api/project/{repository}/jobs/999999999/',
    status: 404,
    answer: is('No job with id: 999999999'),
  },
];

/** Requests and answers that Deputy relies on. Those without a body only read: they run against any Treeherder. */
export const CONTRACT: readonly ContractCase[] = [
  ...identity,
  ...conventions,
  ...summaries,
  ...rights,
  ...summaryWrites,
  ...alertWrites,
  ...data,
  ...pushesAndJobs,
];

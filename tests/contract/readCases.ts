import type { ContractCase } from './contractCase.ts';
import { is } from './shape.ts';
import { alertShape, summaryShape } from './shapes.ts';

const HTML = 'text/html';
const LIST = '/api/performance/alertsummary/';
const SUMMARY = '/api/performance/alertsummary/{summary}/';

export const identity: readonly ContractCase[] = [
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

export const conventions: readonly ContractCase[] = [
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

export const summaries: readonly ContractCase[] = [
  {
    name: 'the list, with every key',
    fact: 'treeherder-api 1.2, 1.3',
    path: '/api/performance/alertsummary/?framework={framework}',
    status: 200,
    answer: { count: 'int', next: 'string|null', previous: is(null), results: [summaryShape] },
  },
  {
    name: 'candidates: one branch, one framework, a time, as many as a page takes',
    fact: 'treeherder-api 1.2',
    path: `${LIST}?framework={framework}&repository={repositoryId}&timerange=3024000&limit=100&page=1`,
    status: 200,
    answer: { count: 'int', next: 'string|null', previous: is(null), results: [summaryShape] },
  },
  {
    name: 'a page of one has a next one, and says where',
    fact: 'treeherder-api 1.2',
    path: `${LIST}?framework={framework}&limit=1`,
    status: 200,
    answer: { count: 'int', next: 'string', previous: is(null), results: [summaryShape] },
  },
  {
    name: 'the last page by its name',
    fact: 'treeherder-api 1.2',
    path: `${LIST}?framework={framework}&limit=1&page=last`,
    status: 200,
    answer: { next: is(null), previous: 'string', results: [summaryShape] },
  },
  {
    name: 'a page size that is no number is the usual one',
    fact: 'treeherder-api 1.2',
    path: `${LIST}?framework={framework}&limit=all`,
    status: 200,
    answer: { count: 'int', results: [summaryShape] },
  },
  {
    name: 'a time without pushes',
    fact: 'treeherder-api 1.2',
    path: `${LIST}?framework={framework}&timerange=0`,
    status: 200,
    answer: { count: is(0), next: is(null), results: is([]) },
  },
  {
    name: 'a repository by its name',
    fact: 'treeherder-api 1.2',
    path: `${LIST}?repository=autoland`,
    status: 400,
    answer: { repository: is(['Enter a number.']) },
  },
  {
    name: 'frameworks as a list',
    fact: 'treeherder-api 1.2',
    path: `${LIST}?framework=1,13`,
    status: 400,
    answer: { framework: is(['Enter a number.']) },
  },
  {
    name: 'a time that is no number',
    fact: 'treeherder-api 1.2',
    path: `${LIST}?timerange=day`,
    status: 400,
    answer: { timerange: is(['Enter a number.']) },
  },
  {
    name: 'summaries that a series has alerts in',
    fact: 'treeherder-api 1.2',
    path: `${LIST}?alerts__series_signature={signature}`,
    status: 200,
    answer: { count: 'int', results: [summaryShape] },
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

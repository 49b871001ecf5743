import type { ContractCase } from './contractCase.ts';
import { is } from './shape.ts';
import { jobsShape, pushShape, seriesShape } from './shapes.ts';

const HTML = 'text/html';

const DATA = '/api/project/{repository}/performance/data/';

export const data: readonly ContractCase[] = [
  {
    name: 'data of a series, keyed by hash',
    fact: 'treeherder-api 1.9',
    path: `${DATA}?signature_id={signature}&push_id={push}`,
    status: 200,
    answer: {},
  },
  {
    name: 'data by hash: the same test on any branch',
    fact: 'treeherder-api 1.9, 3.5',
    path: `${DATA}?signatures={hash}&framework={framework}&interval=2592000`,
    status: 200,
    answer: {},
  },
  {
    name: 'data by hash of a test that the branch does not run',
    fact: 'treeherder-api 1.9',
    path: `${DATA}?signatures=${'0'.repeat(40)}&interval=2592000`,
    status: 200,
    answer: is({}),
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

export const pushesAndJobs: readonly ContractCase[] = [
  {
    name: 'a range of pushes, both ends included',
    fact: 'treeherder-api 1.11',
    path: `${PUSH}?fromchange={prevRevision}&tochange={revision}&count=1000`,
    status: 200,
    answer: { meta: { count: 'int', repository: 'string' }, results: [pushShape] },
  },
  {
    name: 'the push that brought a commit, here its own head',
    fact: 'treeherder-api 1.11',
    path: `${PUSH}?commit_revision={revision}`,
    status: 200,
    answer: { meta: { count: is(1), repository: 'string' }, results: [pushShape] },
  },
  {
    name: 'a commit that no push brought',
    fact: 'treeherder-api 1.11',
    path: `${PUSH}?commit_revision=${'0'.repeat(40)}`,
    status: 200,
    answer: { meta: { count: is(0) }, results: is([]) },
  },
  {
    name: 'a commit inside a range of pushes',
    fact: 'treeherder-api 1.11',
    path: `${PUSH}?commit_revision={revision}&fromchange={prevRevision}&tochange={revision}`,
    status: 200,
    answer: { meta: { count: is(1) }, results: [pushShape] },
  },
  {
    name: 'a commit outside of the range of pushes',
    fact: 'treeherder-api 1.11',
    path: `${PUSH}?commit_revision={revision}&id__lte={prevPush}`,
    status: 200,
    answer: { meta: { count: is(0) }, results: is([]) },
  },
  {
    name: 'a push by its head, written short',
    fact: 'treeherder-api 1.11',
    path: `${PUSH}?revision={shortRevision}`,
    status: 200,
    answer: { meta: { count: is(1) }, results: [pushShape] },
  },
  {
    name: 'a commit, written short, is not found',
    fact: 'treeherder-api 1.11',
    path: `${PUSH}?commit_revision={shortRevision}`,
    status: 200,
    answer: { meta: { count: is(0) }, results: is([]) },
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

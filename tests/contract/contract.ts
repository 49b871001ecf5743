import type { ContractCase } from './contractCase.ts';
import { data, pushesAndJobs } from './dataCases.ts';
import { conventions, identity, summaries } from './readCases.ts';
import { taskcluster } from './taskclusterCases.ts';
import { alertWrites, rights, summaryWrites } from './writeCases.ts';

/** Requests and answers that Deputy relies on. Those that only read run against any backend. */
export const CONTRACT: readonly ContractCase[] = [
  ...identity,
  ...conventions,
  ...summaries,
  ...rights,
  ...summaryWrites,
  ...alertWrites,
  ...data,
  ...pushesAndJobs,
  ...taskcluster,
];

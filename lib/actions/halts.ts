import type { Problem } from '@/lib/model/outcome';

/** Trouble that the next alert would meet as well. */
const HALTING: readonly Problem['kind'][] = [
  'not logged in',
  'not staff',
  'csrf',
  'rate limited',
  'lease taken',
  'stopped',
  'orphaned',
];
/** Is it of no use to try the next alert? */
export const halts = (problem: Problem) => HALTING.includes(problem.kind);

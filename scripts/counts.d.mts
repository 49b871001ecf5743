export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  failures: { what: string; why: string }[];
}

/** How a step ended, and all that it printed. */
export interface StepResult {
  code: number;
  output: string;
}

/** A step without tests of its own is one test. */
export function countSingle(result: StepResult): Counts;
/** Counts of vitest's JSON report at a path. */
export function countVitest(result: StepResult, path: string): Counts;
/** Counts of Playwright's JSON report at a path. */
export function countPlaywright(result: StepResult, path: string): Counts;

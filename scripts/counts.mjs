// Turns what the test tools report into counts of passed, failed and skipped tests, and a list of failures. No dependencies.
import { existsSync, readFileSync } from 'node:fs';
import { plain, ROOT, tail } from './processes.mjs';

/** A step without tests of its own is one test. */
export function countSingle({ code, output }) {
  const failures = code === 0 ? [] : [{ what: `ended with exit code ${code}`, why: tail(output, 40) }];
  return { passed: code === 0 ? 1 : 0, failed: failures.length, skipped: 0, failures };
}

/** Counts of vitest's JSON report. A file that does not load has no tests in it, and counts as one failure. */
export function countVitest(result, path) {
  return fromReport(result, path, ({ testResults = [] }) => {
    const failures = [];
    const counts = { passed: 0, skipped: 0 };
    for (const { name, status, message, assertionResults } of testResults) {
      const file = name.replace(ROOT, '').replace(/^[\\/]/, '');
      for (const test of assertionResults) {
        if (test.status === 'passed') counts.passed += 1;
        else if (test.status !== 'failed') counts.skipped += 1;
        else failures.push({ what: `${file}: ${test.fullName}`, why: test.failureMessages.join('\n') });
      }
      const silent = status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
      if (silent) failures.push({ what: file, why: message });
    }
    return { ...counts, failures };
  });
}

/** Counts of Playwright's JSON report. */
export function countPlaywright(result, path) {
  return fromReport(result, path, ({ suites = [], errors = [] }) => {
    const failures = errors.map(({ message }) => ({ what: 'before any test', why: plain(message) }));
    const counts = { passed: 0, skipped: 0 };
    for (const { title, tests } of suites.flatMap((suite) => specsOf(suite, ''))) {
      for (const { status, results } of tests) {
        if (status === 'skipped') counts.skipped += 1;
        else if (status !== 'unexpected') counts.passed += 1;
        else failures.push({ what: title, why: results.flatMap(messages).join('\n') });
      }
    }
    return { ...counts, failures };
  });
}

function specsOf({ title = '', specs = [], suites = [] }, above) {
  const path = above ? `${above} > ${title}` : title;
  const own = specs.map((spec) => ({ title: `${path} > ${spec.title}`, tests: spec.tests }));
  return [...own, ...suites.flatMap((suite) => specsOf(suite, path))];
}

function messages({ errors = [] }) {
  return errors.map(({ message = '' }) => plain(message));
}

/** A tool that failed without a report, or with a report that names no failure, is one failure. */
function fromReport(result, path, count) {
  let counted = { passed: 0, skipped: 0, failures: [] };
  if (existsSync(path)) counted = count(JSON.parse(readFileSync(path, 'utf8')));
  if (result.code !== 0 && counted.failures.length === 0)
    counted.failures.push(...countSingle(result).failures);
  return { ...counted, failed: counted.failures.length };
}

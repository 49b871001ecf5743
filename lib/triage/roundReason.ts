import type { Alert } from '@/lib/model/alert';

/*
 * Why a round after the first was needed, as one text of the notes: the sheriff's words, and the tests that they are about.
 * Read over many summaries it tells why first passes were not enough, and for which tests.
 */

/** One test that a reason is about. */
export interface ReasonTest {
  readonly suite: string;
  readonly platform: string;
  readonly options: readonly string[];
}

/** What stands behind the words: ' | amazon windows11-64-24h2-shippable fission+webrender | …', each test once. */
export function reasonTests(alerts: readonly Pick<Alert, 'signature'>[]): string {
  const tests = alerts.map(({ signature: { suite, platform, extraOptions } }) =>
    [suite, platform, ...(extraOptions.length > 0 ? [extraOptions.map(word).join('+')] : [])]
      .map(spaced)
      .join(' '),
  );
  return [...new Set(tests)].map((test) => ` | ${test}`).join('');
}

/** Words and tests apart. A reason that was typed into the notes by hand has no tests. */
export function readReason(text: string): { readonly reason: string; readonly tests: readonly ReasonTest[] } {
  const [reason = '', ...tests] = text.split(' | ');
  return {
    reason,
    tests: tests.map((test) => {
      const [suite = '', platform = '', options = ''] = test.split(' ');
      return { suite, platform, options: options === '' ? [] : options.split('+') };
    }),
  };
}

/** Names are single words in Treeherder; should one not be, it is made one here. */
const spaced = (name: string) => name.replace(/[\s|]+/g, '_');
const word = (name: string) => name.replaceAll('+', '_');

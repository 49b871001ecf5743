import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserKind } from '../tests/e2e/driver/driver.ts';
import type { ServerOptions } from '../tests/sandbox/server.ts';

/** What `npm start` hands on to the script that drives the browser. */
export interface StartArguments {
  browser: BrowserKind;
  /** The browser's program. */
  executable: string;
  /** Folder of the built extension. */
  extension: string;
  /** The scenario, and a built Perfherder UI if one is to be served in place of the sandbox's own page. */
  sandbox: ServerOptions;
}

/** Reads the arguments; they come from our own start script, so a missing one is a mistake of ours. */
export function startArguments(): StartArguments {
  const { values } = parseArgs({
    options: {
      browser: { type: 'string', default: 'chromium' },
      executable: { type: 'string' },
      extension: { type: 'string' },
      scenario: { type: 'string', default: 'quiet' },
      ui: { type: 'string' },
    },
  });
  const { browser, executable, extension, scenario, ui } = values;
  if (executable === undefined || extension === undefined) {
    throw new Error('--executable and --extension are needed; "npm start" gives them');
  }
  return {
    browser: browser === 'firefox' ? 'firefox' : 'chromium',
    executable,
    extension: resolve(extension),
    sandbox: { scenario, ...(ui !== undefined && { ui }) },
  };
}

/** The browsertime alerts as a code sheriff opens them (framework 13; downstream and invalid ones hidden). */
export const ALERTS_PAGE = '/perfherder/alerts?framework=13&hideDwnToInv=1&page=1';

/** What a sheriff looks at on the training shift: the untriaged ones, all branches. */
export const TRAINING_PAGE = '/perfherder/alerts?status=0&framework=13&hideDwnToInv=1';

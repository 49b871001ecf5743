import { defineContentScript } from 'wxt/utils/define-content-script';
import { startDeputy } from './deputy';
import './page.css';

/*
 * Deputy on Treeherder's pages (isolated world). The site is one page application, so the script runs on the whole
 * origin and looks at the path:
 *
 * | page                              | what Deputy does there                                        |
 * | --------------------------------- | ------------------------------------------------------------- |
 * | /perfherder/alerts                | a bar per summary, a cell per row, a line above the list      |
 * | /perfherder/alerts?id=N           | the same for one summary                                      |
 * | /perfherder/graphs                | a panel about the chosen point, and a bar for its round       |
 * | /jobs, others                     | nothing: no request, no node; one observer waits for a change |
 * | /login, /taskcluster-auth         | nothing at all: these pop-ups belong to the login             |
 */
export default defineContentScript({
  matches: ['https://treeherder.mozilla.org/*'],
  excludeMatches: [
    'https://treeherder.mozilla.org/login*',
    'https://treeherder.mozilla.org/taskcluster-auth*',
  ],
  runAt: 'document_idle',
  // by an event of the document alone: a message that any script of the page could send must not stop Deputy
  noScriptStartedPostMessage: true,
  main: () => startDeputy(),
});

/**
 * Sentences that the page says when something went wrong, by what they are about. The background sends them once, when the page
 * starts, so that the page's script need not carry them; a name in braces is a place for a value.
 */
export const SENTENCES = {
  'not logged in': 'You are not logged in to Treeherder. Nothing was done.',
  'not staff': 'Your account may not change alerts: it is in no sheriff group. Nothing was done.',
  'no Taskcluster':
    'Treeherder names no Taskcluster that Deputy knows for this repository. Nothing was sent.',
  'lease taken':
    'Another tab is working on this alert summary. Nothing was done here; try again in a moment.',
  orphaned: 'Deputy was updated or reloaded. Nothing more is sent or written from here: reload the page.',
  'orphaned notes':
    'Deputy was updated or reloaded: nothing can be saved from here. Copy what you typed, then reload.',
  'newer notes':
    'These notes were written by a newer Deputy. They can be read here and not changed: update yours.',
  'newer Deputy': 'These notes were written by a newer Deputy. Update yours to change them.',
  'trigger just left':
    'One trigger left less than a minute ago and its end is unclear. Try again in a minute.',
  'no journal kept': 'The browser could not store the journal, so nothing was sent. Free some disk space.',
  'no journal read': 'The journal of the round could not be read, so nothing was sent.',
  'notes changed':
    'The notes have changed since you opened the editor: what you typed will be merged with them on Save.',
  'saved blind':
    'The notes were saved as they stood in the page’s editor; Deputy could not see for which alert.',
  'both kept':
    'Somebody changed the same lines of the notes meanwhile: both versions were kept. Look at them.',
  'saved unread': 'The notes were saved without a look at what others wrote meanwhile.',
  'turn lost, summaries':
    'This tab lost its turn on the alert summaries. Nothing more was written; try again.',
  'turn lost, some written':
    'This tab lost its turn on the alert summary. Nothing more was written; try again.',
  'turn lost, nothing written':
    'This tab lost its turn on the alert summary. Nothing was written; try again.',
  'turn lost, nothing sent': 'This tab lost its turn on the alert summary. Nothing was sent; try again.',
  'others asked': 'Others have asked for all of it meanwhile.',
  overwritten: 'The notes were written, but somebody else wrote over them at the same moment.',
  'same changed': 'Somebody else changed the same in the notes. Nothing was written.',
  'assignee gone': 'Somebody took the assignee away at the same moment.',
  'status anew': 'A status that Treeherder derives from the alerts is derived anew.',
  'classifier stays': 'You stay the classifier of these alerts.',
  'about to send': 'A round is about to be sent.',
  'sending pushes': 'Sending: {sent} of {all} pushes.',
  'being noted': 'Being written into the notes: {what}.',
  'being prepared': 'A round is being prepared.',
  'press again': 'Press again to try once more.',
  'log in to mark': ' (log in as a sheriff to change it)',
  'not all read': 'Not all other summaries could be read: {problem}',
  'fits better': ' another summary fits better',
  'choose alerts': 'Choose alerts under “Why”.',
  'data unread': 'The data could not be read. {problem}',
  column: 'Deputy: marks and data of the rounds',
  'both series': 'Reading both series…',
  'plan changed there': 'Its plan has changed since you saw it: open it and look again.',
  'nothing to cancel': 'The round has no action task whose jobs could be cancelled.',
  'journal unasked': 'The journal could not be written, so nothing was asked.',
  'journal unsent': 'The journal could not be written, so nothing was sent.',
  'tab took over, uncancelled': 'Another tab took over. The rest was not cancelled.',
  'tab took over, unsent': 'Another tab took over. The rest was not sent.',
  'tab closed': 'It is unclear whether it was sent: the tab closed meanwhile.',
  'broke off': 'Not sent: the round broke off before it.',
  'two rows': 'An alert stands in two rows: choose one target for it.',
  'no task named': 'Taskcluster took the trigger but did not name a task.',
  scopes: 'Your Taskcluster account may not trigger jobs here.',
  'Taskcluster silent': 'Taskcluster did not answer within 30 seconds.',
  'too old': 'The push is too old: its hook is gone.',
  'credentials refused': 'Taskcluster refused your credentials.',
  'Taskcluster busy': 'Taskcluster asks for fewer requests.',
  'Taskcluster refused': 'Taskcluster refused the request.',
  'line broke': 'The line to Taskcluster broke.',
  'wants a reason': 'A round ends as blocked with a reason.',
  'nothing left': 'No other summary waits for you, neither here nor in the queues above.',
  'Treeherder not staff': 'Your account may not change alerts: it is not in a sheriff group.',
  'login renewed': 'Treeherder refused the request: the login was renewed meanwhile.',
  'web page': 'Treeherder sent a web page where data was due.',
  'Treeherder silent': 'Treeherder did not answer within 30 seconds.',
  'unknown there': 'Treeherder does not know it (any more).',
  'Treeherder login': 'You are not logged in to Treeherder.',
  'Treeherder busy': 'Treeherder asks for fewer requests.',
  unreachable: 'Treeherder could not be reached.',
  'broken JSON': 'Treeherder sent broken JSON.',
  'request stopped': 'The request was stopped.',
  'stopped before': 'Stopped before this alert.',
  'failed here': 'Deputy itself failed at this step.',
  'look before choosing': 'Read what both said, then choose.',
  'plan keys':
    'By keys: Tab from row to row, ← and → along a row, ↑ and ↓ change the points, Space takes out.',
  'moved just now': 'The page moved just now, so the press was not taken. Press again.',
  'maybe written': 'Alerts may have been written; look at them again. {problem}',
  'cancelled without note': 'The jobs are cancelled, but the note about it is not written. {problem}',
  'sent without note': 'The jobs are sent, but the note about them is not written. {problem}',
  'moved without note': 'It is moved, but the note about it is not written. {problem}',
  'marks without star': 'The marks are written, but no star is set. {problem}',
  'plan changed here': 'Nothing was sent: the plan has changed. Open the alert and look at it again.',
  'older notes shown': 'The notes are saved; the page still shows the older ones.',
  'expects help': '(optional; what the data should show, kept with the round)',
  'not copied': 'The browser did not let it be copied; take it from here:',
  'allow there': 'Allow notifications at Deputy’s button in the toolbar.',
} as const satisfies Readonly<Record<string, string>>;

export type SentenceName = keyof typeof SENTENCES;

/** The summary's status, its menu, the dialogs behind the menu and the countdown beside it. */
import { useState } from 'react';
import { isWeekend } from './alertText';
import { Countdown } from './countdown';
import { browsertimeFramework, type SummaryStatusName, summaryStatus, summaryStatusName } from './enums';
import { type Answer, endpoints, getJson, sendJson } from './http';
import { NumberModal } from './numberModal';
import { Dropdown, MenuButton, MenuItem } from './overlays';
import { NotesModal, TagsModal } from './summaryModals';
import type { Alert, AlertSummary, IssueTracker, Named, User } from './types';

interface StatusMenuProps {
  alertSummary: AlertSummary;
  replaceSummary: (summary: AlertSummary) => void;
  alerts: Alert[];
  user: User;
  frameworks: Named[];
  performanceTags: Named[];
  issueTrackers: IssueTracker[];
  fail: (message: string) => void;
}

interface BugTemplate {
  text: string;
  no_action_required_text: string;
  default_component: string;
  default_product: string;
}

type OpenModal = 'bug' | 'file' | 'backout' | 'comment' | 'notes' | 'tags' | null;

const resolved: { status: SummaryStatusName; words: string }[] = [
  { status: 'wontfix', words: "Mark as won't fix" },
  { status: 'backedout', words: 'Mark as backed out' },
  { status: 'fixed', words: 'Mark as fixed' },
];

export function StatusMenu(props: StatusMenuProps) {
  const { alertSummary, replaceSummary, alerts, user, frameworks, issueTrackers, fail } = props;
  const [open, setOpen] = useState<OpenModal>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [tracker, setTracker] = useState(issueTrackers[0]?.text ?? '');
  const [isQuiet] = useState(() => isWeekend(new Date()));

  const status = summaryStatusName(alertSummary.status);
  const isResolved = resolved.some((one) => one.status === status);
  const framework = frameworks.find(({ id }) => id === alertSummary.framework)?.name;
  const close = () => {
    setOpen(null);
    setProblem(null);
  };

  /** Writes the summary; the answer replaces the block's state and nothing is read again. */
  const write = async (changes: Partial<AlertSummary>) => {
    const url = `${endpoints.summaries}${alertSummary.id}/`;
    const answer: Answer<AlertSummary> = await sendJson('PUT', url, changes);
    if (answer.failureStatus === null) replaceSummary(answer.data);
    else fail(`Failed to update alert summary ${alertSummary.id}: ${answer.message}`);
  };

  const readTemplate = async (): Promise<BugTemplate | null> => {
    const answer = await getJson<BugTemplate[]>(
      `${endpoints.bugTemplate}?framework=${alertSummary.framework}`,
    );
    if (answer.failureStatus === null) return answer.data[0] ?? null;
    fail(`Failed to retrieve bug template: ${answer.message}`);
    return null;
  };

  const textOf = (template: string) =>
    template
      .replaceAll('{{ revision }}', alertSummary.revision)
      .replaceAll('{{ alertSummaryId }}', String(alertSummary.id))
      .replaceAll('{{ framework }}', framework ?? '')
      .replaceAll('{{ alertSummary }}', alerts.map(({ title }) => title).join('\n'));

  const copySummary = async (isReply: boolean) => {
    const template = await readTemplate();
    if (template === null) return;
    const hasRegression = alerts.some((alert) => alert.is_regression);
    const text = isReply || !hasRegression ? template.no_action_required_text : template.text;
    await navigator.clipboard.writeText(textOf(text));
  };

  /** Files a bug, or comments on one, and links the summary to it. */
  const sendToBugzilla = async (path: string, bodyOf: (template: BugTemplate) => object, bug?: number) => {
    const template = await readTemplate();
    if (template === null) return;
    const answer = await sendJson<{ id: number }>('POST', `/api/bugzilla/${path}/`, bodyOf(template));
    if (answer.failureStatus !== null) return setProblem(`Failure: ${answer.message}`);
    close();
    await write({ bug_number: bug ?? answer.data.id });
  };
  const fileBug = (culprit: number, isBackout: boolean) =>
    sendToBugzilla('create_bug', (template) => ({
      type: 'defect',
      version: 'unspecified',
      product: template.default_product,
      component: template.default_component,
      description: textOf(template.text),
      summary: `Performance alert #${alertSummary.id}`,
      regressed_by: culprit,
      is_backout_requested: isBackout,
    }));
  const addComment = (bug: number) =>
    sendToBugzilla(
      'post_comment',
      (template) => ({ bug_id: bug, comment: textOf(template.no_action_required_text) }),
      bug,
    );
  const linkBug = (bug: number) => {
    close();
    const chosen = issueTrackers.find(({ text }) => text === tracker);
    void write({ bug_number: bug, issue_tracker: chosen?.id ?? 1 });
  };

  return (
    <>
      {issueTrackers.length > 0 && (
        <NumberModal
          show={open === 'bug'}
          onHide={close}
          header="Link to Bug"
          label="Bug Number"
          submit={linkBug}
          beside={
            <div className="col">
              <span className="form-label d-block">Select Bug Tracker</span>
              <Dropdown label={tracker}>
                {issueTrackers.map(({ id, text }) => (
                  <MenuItem key={id} active={text === tracker} onSelect={() => setTracker(text)}>
                    {text}
                  </MenuItem>
                ))}
              </Dropdown>
            </div>
          }
        />
      )}
      <NumberModal
        show={open === 'file' || open === 'backout'}
        onHide={close}
        header={open === 'backout' ? 'Request backout' : 'File Regression Bug for'}
        label="Enter Bug Number"
        button={open === 'backout' ? 'Request Backout' : 'File Bug'}
        error={problem}
        submit={(culprit) => void fileBug(culprit, open === 'backout')}
      />
      <NumberModal
        show={open === 'comment'}
        onHide={close}
        header="Add Comment to Bug"
        label="Enter Bug Number"
        button="Add Comment"
        error={problem}
        submit={(bug) => void addComment(bug)}
      />
      <NotesModal
        show={open === 'notes'}
        onHide={close}
        alertSummary={alertSummary}
        save={(changes) => void write(changes)}
      />
      <TagsModal
        show={open === 'tags'}
        onHide={close}
        alertSummary={alertSummary}
        performanceTags={props.performanceTags}
        save={(changes) => void write(changes)}
      />
      <Dropdown
        as="span"
        className="status-drop-down-container"
        toggleClass="btn-xs btn-secondary"
        label={status}
        after={!isQuiet && <Countdown alertSummary={alertSummary} />}
      >
        <MenuButton onSelect={() => void copySummary(false)}>Copy Summary</MenuButton>
        <MenuButton onSelect={() => void copySummary(true)}>Copy Reply Summary</MenuButton>
        {user.isStaff && (
          <>
            {!alertSummary.bug_number && <MenuItem onSelect={() => setOpen('file')}>File bug</MenuItem>}
            {!alertSummary.bug_number &&
              (alertSummary.framework === browsertimeFramework || framework === 'mozperftest') && (
                <MenuItem onSelect={() => setOpen('backout')}>Request backout</MenuItem>
              )}
            {alertSummary.bug_number ? (
              <MenuItem onSelect={() => void write({ bug_number: null })}>Unlink from bug</MenuItem>
            ) : (
              <MenuItem onSelect={() => setOpen('bug')}>Link to bug</MenuItem>
            )}
            <MenuItem onSelect={() => setOpen('comment')}>Add comment to bug</MenuItem>
            <MenuItem onSelect={() => setOpen('notes')}>
              {alertSummary.notes ? 'Edit notes' : 'Add notes'}
            </MenuItem>
            {isResolved && (
              <MenuItem onSelect={() => void write({ status: summaryStatus('investigating') })}>
                Re-open
              </MenuItem>
            )}
            {resolved
              .filter((one) => status === 'investigating' || (isResolved && one.status !== status))
              .map((one) => (
                <MenuItem key={one.status} onSelect={() => void write({ status: summaryStatus(one.status) })}>
                  {one.words}
                </MenuItem>
              ))}
            <MenuItem onSelect={() => setOpen('tags')}>
              {alertSummary.performance_tags.length > 0 ? 'Edit tags' : 'Add tags'}
            </MenuItem>
          </>
        )}
      </Dropdown>
    </>
  );
}

/** The left column of a block's header bar. */
import { useState } from 'react';
import { shortDate, summaryTitle } from './alertText';
import { Assignee } from './assignee';
import { alertStatus, bugStatusName, summaryStatusName } from './enums';
import { Icon } from './icons';
import { compareLink, jobsLink } from './links';
import { Dropdown, MenuItem, Tooltip } from './overlays';
import { RevisionEditor } from './revisionEditor';
import { Link } from './router';
import type { Alert, AlertSummary, IssueTracker, Named, Repository, User } from './types';

/** Tests whose alerts make a summary "critical". */
const criticalTests = [
  'speedometer3 score windows11-64-24h2-shippable',
  'newssite-applink-startup applink_startup android-hw-a55-14-0-aarch64-shippable',
];

interface BlockHeaderProps {
  alertSummary: AlertSummary;
  user: User;
  frameworks: Named[];
  projects: Repository[];
  issueTrackers: IssueTracker[];
  alerts: Alert[];
  allSelected: boolean;
  select: (selected: Alert[], allSelected: boolean) => void;
  writeAndRead: (changes: Partial<AlertSummary>, problem: string) => Promise<boolean>;
  fail: (message: string) => void;
}

function Selection({ alertSummary, user, alerts, allSelected, select }: BlockHeaderProps) {
  const untriaged = alertStatus('untriaged');
  const choose = (chosen: Alert[]) => select(chosen, chosen.length === alerts.length);
  return (
    <>
      <div className="ps-1 me-1">
        <input
          type="checkbox"
          className="form-check-input"
          data-testid={`alert summary ${alertSummary.id} checkbox`}
          checked={allSelected}
          disabled={!user.isStaff}
          onChange={() => select(allSelected ? [] : alerts, !allSelected)}
        />
      </div>
      <Dropdown
        className="me-2"
        toggleClass="d-flex mt-1 btn-secondary btn-selection"
        toggleLabel="alert selection options"
        disabled={!user.isStaff}
        label=""
      >
        <div className="dropdown-header" role="heading" aria-level={2}>
          Check alerts
        </div>
        <MenuItem onSelect={() => select(alerts, true)}>All</MenuItem>
        <MenuItem onSelect={() => select([], false)}>None</MenuItem>
        <MenuItem onSelect={() => choose(alerts.filter(({ status }) => status !== untriaged))}>
          Triaged
        </MenuItem>
        <MenuItem onSelect={() => choose(alerts.filter(({ status }) => status === untriaged))}>
          Untriaged
        </MenuItem>
      </Dropdown>
    </>
  );
}

function Title({ alertSummary, frameworks }: { alertSummary: AlertSummary; frameworks: Named[] }) {
  const { id, repository, alerts } = alertSummary;
  const name = `alert summary ${id} title`;
  const isCritical = alerts.some(({ series_signature: { suite, test, machine_platform: platform } }) =>
    criticalTests.includes(`${suite} ${test} ${platform}`),
  );
  return (
    <div className="row">
      <div className="d-flex align-items-start p-0 col">
        <Link
          className="text-dark me-1"
          target="_blank"
          to={`/perfherder/alerts?id=${id}&hideDwnToInv=0`}
          id={name}
          data-testid={name}
        >
          <h6 className="font-weight-bold d-flex align-items-start gap-2">
            <span className="flex-shrink-0 mt-1 badge bg-secondary">
              {frameworks.find((framework) => framework.id === alertSummary.framework)?.name}
            </span>
            {isCritical && <span className="flex-shrink-0 mt-1 badge bg-danger">critical</span>}
            <span>
              Alert #{id} - {repository} - {summaryTitle(alertSummary)}{' '}
              <Icon name="link" className="icon-superscript" />
            </span>
          </h6>
        </Link>
        <button
          type="button"
          title="Copy Alert ID"
          className="py-0 px-1 btn btn-transparent"
          onClick={() => void navigator.clipboard.writeText(String(id))}
        >
          <Icon name="copy" />
        </button>
      </div>
    </div>
  );
}

function Pushes({ alertSummary, projects }: { alertSummary: AlertSummary; projects: Repository[] }) {
  const { repository, revision, prev_push_revision: previous } = alertSummary;
  const url = projects.find(({ name }) => name === repository)?.url ?? '';
  return (
    <div className="p-0 col-auto">
      <Dropdown toggleClass="btn-xs btn-secondary" toggleTestId="push-dropdown" label={revision.slice(0, 12)}>
        <a
          className="text-dark dropdown-item"
          href={jobsLink(alertSummary)}
          target="_blank"
          rel="noopener noreferrer"
        >
          Jobs
        </a>
        <a
          className="text-dark dropdown-item"
          href={`${url}/pushloghtml?fromchange=${previous}&tochange=${revision}`}
          target="_blank"
          rel="noopener noreferrer"
        >
          Pushlog
        </a>
        <span className="text-dark dropdown-item disabled" data-testid="prev-push-revision">
          From: {previous.slice(0, 12)}
        </span>
        <span className="text-dark dropdown-item disabled" data-testid="to-push-revision">
          To: {revision.slice(0, 12)}
        </span>
      </Dropdown>
    </div>
  );
}

function Bug({ alertSummary, issueTrackers }: { alertSummary: AlertSummary; issueTrackers: IssueTracker[] }) {
  const { bug_number: bug, bug_status: status, issue_tracker: trackerId } = alertSummary;
  if (!bug) return null;
  const tracker = issueTrackers.find(({ id }) => id === trackerId);
  // A bug of a tracker that did not load takes the block down, as on the site.
  if (tracker === undefined) throw new Error(`Unknown issue tracker ${trackerId}`);
  return (
    <div className="p-0 col-auto">
      <a
        className="btn btn-secondary btn-xs text-white"
        href={`${tracker.issue_tracker_url}${bug}`}
        target="_blank"
        rel="noopener noreferrer"
      >
        Bug {bug}{' '}
        <span className="bug-status">
          {status !== null && trackerId === 1 ? `(${bugStatusName(status)})` : ''}
        </span>
      </a>
    </div>
  );
}

export function BlockHeader(props: BlockHeaderProps) {
  const { alertSummary, user, writeAndRead, fail } = props;
  const [isEditing, setEditing] = useState(false);
  const { duplicated_summaries: duplicates, performance_tags: tags } = alertSummary;
  const isModified =
    alertSummary.original_revision !== alertSummary.revision ||
    alertSummary.original_prev_push_revision !== alertSummary.prev_push_revision;
  return (
    <div className="text-left alert-summary-header-element col-10">
      <div className="d-inline-flex align-items-top">
        <Selection {...props} />
        <div className="container">
          <Title alertSummary={alertSummary} frameworks={props.frameworks} />
          <div className="font-weight-normal gap-2 row">
            <div className="p-0 pe-1 col-auto">
              <div className="m-0 px-0 py-0 row">
                <Tooltip tip="Push date">{shortDate(new Date(alertSummary.push_timestamp * 1000))}</Tooltip>
              </div>
              <div className="m-0 px-0 py-0 row">
                <Tooltip tip="Alert Summary created">
                  {shortDate(new Date(alertSummary.created.slice(0, 19)))}
                </Tooltip>
              </div>
            </div>
            {user.isStaff && (
              <div className="p-0 col-auto">
                <button
                  type="button"
                  className="btn btn-secondary btn-xs"
                  title="Click to edit revision"
                  onClick={() => setEditing(true)}
                >
                  Edit Revisions
                </button>
              </div>
            )}
            <Pushes alertSummary={alertSummary} projects={props.projects} />
            <Bug alertSummary={alertSummary} issueTrackers={props.issueTrackers} />
            <div className="p-0 col-auto">
              <Assignee
                username={alertSummary.assignee_username}
                user={user}
                assign={(name) =>
                  writeAndRead({ assignee_username: name }, `Failed to set new assignee "${name}".`)
                }
              />
            </div>
          </div>
          <div className="px-0 py-2 row">
            <a href={compareLink(alertSummary)} target="_blank" rel="noopener noreferrer">
              PerfCompare comparison
            </a>
            {isModified && <span className="px-2">Revisions have been modified.</span>}
          </div>
          {duplicates.length > 0 && (
            <div className="row">
              Duplicated summaries:
              {duplicates.map(({ id, status }, index) => (
                <Link
                  key={id}
                  className="text-dark me-1 ms-1"
                  target="_blank"
                  to={`/perfherder/alerts?id=${id}&hideDwnToInv=0`}
                  id={`duplicated alert summary ${id} `}
                >
                  Alert #{id} - {summaryStatusName(status)}
                  {index < duplicates.length - 1 && ', '}
                </Link>
              ))}
            </div>
          )}
          <div className="row">
            {tags.length > 0 && (
              <div className="p-0 col-auto">
                {tags.map((tag) => (
                  <span key={tag} className="me-1 badge bg-light">
                    <span data-testid={`performance-tag ${tag}`}>{tag}</span>
                  </span>
                ))}
              </div>
            )}
          </div>
          {isEditing && (
            <RevisionEditor
              alertSummary={alertSummary}
              close={() => setEditing(false)}
              save={(changes) => writeAndRead(changes, 'Failed to set revisions.')}
              fail={fail}
            />
          )}
        </div>
      </div>
    </div>
  );
}

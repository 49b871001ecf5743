/** One alert's row. */
import { useState } from 'react';
import { fullNumber } from './alertText';
import { alertStatusName, backfillStatusName, browsertimeFramework } from './enums';
import { type Answer, endpoints, sendJson } from './http';
import { Icon, platformIcon } from './icons';
import { graphLink, subtestsLink, summaryLink } from './links';
import { Magnitude } from './magnitude';
import { Tooltip } from './overlays';
import { Link } from './router';
import { TagsAndOptions } from './tagsAndOptions';
import type { Alert, AlertSummary, FetchAlertSummaries, User } from './types';

interface AlertRowProps {
  alert: Alert;
  alertSummary: AlertSummary;
  user: User;
  isSelected: boolean;
  toggle: () => void;
  fetchAlertSummaries: FetchAlertSummaries;
  fail: (message: string) => void;
}

const statusColors = new Map([
  ['untriaged', 'text-warning'],
  ['invalid', 'text-danger'],
  ['acknowledged', 'text-success'],
]);

function AlertTitle({ alert, alertSummary }: { alert: Alert; alertSummary: AlertSummary }) {
  const status = alertStatusName(alert.status);
  const { suite, test, has_subtests: hasSubtests } = alert.series_signature;
  const related = alert.related_summary_id;
  const isHere = related === alertSummary.id;
  const isStruck = status === 'invalid' || (related !== null && !isHere);
  const color = statusColors.get(status) ?? '';
  const other = isHere ? alert.summary_id : related;
  return (
    <div className="alert-title-container">
      <div
        className={`alert-title ${isStruck ? 'strike-through' : ''}`}
        id={`alert ${alert.id} title`}
        title={alert.backfill_record === null ? '' : 'Backfilled or retriggered by the backfill bot'}
      >
        <span className="alert-docs" data-testid={`alert ${alert.id} title`}>
          <a
            data-testid="docs"
            href={`https://firefox-source-docs.mozilla.org/testing/perfdocs/#${encodeURIComponent(suite)}`}
            target="_blank"
            rel="noopener noreferrer"
          >
            {suite}
          </a>{' '}
          {test !== suite && test}
        </span>
      </div>
      <div>
        ({color === 'text-success' && <Icon name="check" />}
        <span className={color}>{status}</span>
        {related !== null && other !== null && (
          <span>
            {isHere ? ' from ' : ' to '}
            <Link
              to={summaryLink(other)}
              target="_blank"
              rel="noopener noreferrer"
              className="text-darker-info"
            >{`alert #${other}`}</Link>
          </span>
        )}
        ){' '}
        <span className="result-links">
          {hasSubtests && (
            <a href={subtestsLink(alert, alertSummary)} target="_blank" rel="noopener noreferrer">
              · subtests
            </a>
          )}
        </span>
      </div>
    </div>
  );
}

function Backfill({ alert }: { alert: Alert }) {
  if (alert.backfill_record === null) return null;
  return (
    <span className="text-darker-info">
      <Tooltip tip={backfillStatusName(alert.backfill_record.status)}>
        <Icon name="hourglass" testId={`alert ${alert.id} sherlock icon`} />
      </Tooltip>
    </span>
  );
}

/** Flames for a regression of 100 % and more, one for each hundred up to three; a green one for a test gone to zero. */
function Flames({ alert }: { alert: Alert }) {
  const percent = Math.round(alert.amount_pct);
  const isGone = !alert.is_regression && percent === 100 && alert.new_value === 0;
  let count = 0;
  if (alert.is_regression && (percent >= 200 || (percent >= 100 && alert.new_value !== 0))) {
    count = Math.min(3, Math.floor(percent / 100));
  }
  if (count === 0 && !isGone) return null;
  return (
    <div className="option" data-testid="flame-icons">
      {isGone && (
        <Tooltip tip="This should be treated as a regression">
          <Icon name="flame" className="icon-green-flame icon" />
        </Tooltip>
      )}
      {['first', 'second', 'third'].slice(0, count).map((which) => (
        <Tooltip key={which} tip="Magnitude">
          <Icon name="flame" className="icon" />
        </Tooltip>
      ))}
      {alert.is_regression && percent > 300 && <Icon name="plus" className="icon-plus icon" />}
    </div>
  );
}

export function AlertRow(props: AlertRowProps) {
  const { alert, alertSummary, user, isSelected, toggle, fetchAlertSummaries, fail } = props;
  // Read once: a star that somebody else sets is not seen until the row is made anew.
  const [isStarred, setStarred] = useState(alert.starred);
  const title = <AlertTitle alert={alert} alertSummary={alertSummary} />;
  const platform = alert.series_signature.machine_platform;

  const toggleStar = async () => {
    const change = { starred: !isStarred };
    const answer: Answer<Alert> = await sendJson('PUT', `${endpoints.alerts}${alert.id}/`, change);
    if (answer.failureStatus !== null) return fail(`Failed to update alert ${alert.id}: ${answer.message}`);
    void fetchAlertSummaries(alertSummary.id);
    setStarred(change.starred);
  };

  return (
    <tr
      className={`align-middle ${alertSummary.notes ? 'border-top border-start border-end' : 'border'}`}
      aria-label="Alert table row"
      data-testid={alert.id}
    >
      <td className="table-width-xs px-1">
        <div className="ms-4">
          <input
            type="checkbox"
            className="form-check-input"
            aria-label={`alert ${alert.id} title`}
            data-testid={`alert ${alert.id} checkbox`}
            disabled={!user.isStaff}
            checked={isSelected}
            onChange={toggle}
          />
        </div>
      </td>
      <td className="px-0 border-top-0">
        <div className="d-flex flex-column align-items-start">
          <button
            type="button"
            aria-label={isStarred ? 'Remove bookmark from this Alert' : 'Bookmark this Alert'}
            className={`${isStarred ? 'visible' : ''} border p-0 border-0 bg-transparent btn btn-black`}
            data-testid={`alert ${alert.id} star`}
            onClick={() => void toggleStar()}
          >
            <Icon name="star" title={isStarred ? 'starred' : 'not starred'} solid={isStarred} />
          </button>
          <a
            href={graphLink(alert, alertSummary)}
            target="_blank"
            rel="noopener noreferrer"
            className="text-dark button btn border p-0 border-0 bg-transparent"
            aria-label="graph-link"
          >
            <Icon name="graph" title="Open graph" />
          </a>
        </div>
      </td>
      <td className="text-left">
        {alertStatusName(alert.status) === 'untriaged' ? (
          title
        ) : (
          <Tooltip
            tip={
              alert.classifier_email ? `Classified by ${alert.classifier_email}` : 'Classified automatically'
            }
          >
            {title}
          </Tooltip>
        )}
        <Backfill alert={alert} />
      </td>
      <td className="table-width-lg">
        <div className="information-container">
          <Tooltip tip={platform} className="detail-hint pb-1 fa-lg">
            <Icon name={platformIcon(platform)} testId="alert-platform-icon" />
          </Tooltip>
        </div>
      </td>
      {alertSummary.framework === browsertimeFramework && (
        <td className="table-width-md">
          {alert.side_by_side_available === true ? (
            <span className="text-darker-info">
              <a
                href={`/jobs?repo=${alertSummary.repository}&revision=${alertSummary.revision}&searchStr=side-by-side`}
                target="_blank"
                rel="noopener noreferrer"
                className="text-dark button btn border p-0 border-0 bg-transparent"
                aria-label="side-by-side"
              >
                <Icon name="play" title="Open side-by-side link" />
              </a>
            </span>
          ) : (
            <span className="mb-1 badge bg-light">None</span>
          )}
        </td>
      )}
      <td className="table-width-lg">
        <div className="information-container">
          <div className="option">
            <Tooltip tip={`Noise profile: ${alert.noise_profile ?? 'N/A'}`} delay={0} className="detail-hint">
              <span className="mb-1 badge bg-light" data-testid="alert-noise-profile">
                {alert.noise_profile || 'N\\A'}
              </span>
            </Tooltip>
          </div>
          <Flames alert={alert} />
        </div>
      </td>
      <td className="table-width-lg tags-and-options-td">
        <TagsAndOptions signature={alert.series_signature} />
      </td>
      <td className="table-width-md">
        <Magnitude alert={alert} />
      </td>
      <td className="table-width-sm">
        <Tooltip
          className="detail-hint"
          tip={
            alert.manually_created
              ? 'Alert created by a Sheriff'
              : 'Confidence value as calculated by Perfherder'
          }
        >
          {alert.manually_created || alert.t_value === null ? (
            <Icon name="user" title="Alert created by a Sheriff" />
          ) : (
            fullNumber(alert.t_value)
          )}
        </Tooltip>
      </td>
    </tr>
  );
}

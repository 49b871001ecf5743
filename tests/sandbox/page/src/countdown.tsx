/** The clock beside an untriaged summary's status. */
import { countdownText } from './alertText';
import { summaryStatusName } from './enums';
import { Icon } from './icons';
import { Tooltip } from './overlays';
import type { AlertSummary } from './types';

function classOf(text: string): string {
  if (text === 'Overdue') return 'due-date-overdue';
  return text.endsWith('hours left') ? 'due-date-today' : 'due-date-ok';
}

export function Countdown({ alertSummary }: { alertSummary: AlertSummary }) {
  const isTriaged = alertSummary.first_triaged !== null;
  const isReady = isTriaged && Boolean(alertSummary.bug_number);
  const due = isTriaged ? alertSummary.bug_due_date : alertSummary.triage_due_date;
  // The site reads these UTC times as local ones.
  const text = due === null ? '' : countdownText(new Date(), new Date(due));
  return (
    <div data-testid="status-countdown">
      {summaryStatusName(alertSummary.status) === 'untriaged' && (
        <div className="due-date-container">
          <div className="clock-container">
            <Tooltip
              tip={
                <div data-testid="due-date-status">
                  <h5>{isReady ? 'Ready for acknowledge' : 'Due date:'}</h5>
                  {!isReady && <p>{isTriaged ? `Bug: ${text}` : `Triage: ${text}`}</p>}
                </div>
              }
            >
              <Icon
                name={isReady ? 'check' : 'clock'}
                className={isReady ? 'due-date-ready' : classOf(text)}
                testId="triage-clock-icon"
              />
            </Tooltip>
          </div>
        </div>
      )}
    </div>
  );
}

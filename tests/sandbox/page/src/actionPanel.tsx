/** What can be done with the selected alerts of a block. */
import { useState } from 'react';
import { type AlertStatusName, alertStatus } from './enums';
import { type Answer, endpoints, sendJson } from './http';
import { Icon, type IconName } from './icons';
import { NumberModal } from './numberModal';
import { Tooltip } from './overlays';
import type { Alert, AlertSummary, FetchAlertSummaries, ViewState } from './types';

interface ActionPanelProps {
  selected: Alert[];
  alertSummary: AlertSummary;
  alertSummaries: AlertSummary[];
  fetchAlertSummaries: FetchAlertSummaries;
  updateViewState: (state: ViewState) => void;
  clear: () => void;
}

interface PanelButtonProps {
  text: string;
  tip: string;
  icon?: IconName;
  variant?: string;
  press: () => void;
}

function PanelButton({ text, tip, icon, variant = 'secondary', press }: PanelButtonProps) {
  return (
    <div className="p-2 col-sm-auto">
      <Tooltip tip={tip}>
        <button type="button" className={`btn btn-${variant}`} onClick={press}>
          {icon !== undefined && (
            <>
              <Icon name={icon} />{' '}
            </>
          )}
          {text}
        </button>
      </Tooltip>
    </div>
  );
}

interface Change {
  status: number;
  related_summary_id?: number | null;
}

/** One write after the other: side by side, the server would derive the summary's status from a mixture. */
async function writeAlerts(alerts: readonly Alert[], change: Change): Promise<string[]> {
  const failures: string[] = [];
  for (const alert of alerts) {
    const answer: Answer<Alert> = await sendJson('PUT', `${endpoints.alerts}${alert.id}/`, change);
    if (answer.failureStatus !== null) failures.push(answer.message);
  }
  return failures;
}

export function ActionPanel(props: ActionPanelProps) {
  const { selected, alertSummary, alertSummaries, fetchAlertSummaries, updateViewState, clear } = props;
  const [modal, setModal] = useState<'downstream' | 'reassigned' | null>(null);
  const hasTriaged = selected.some((alert) => alert.status !== alertStatus('untriaged'));

  const classify = async (status: AlertStatusName) => {
    // Failures of these writes are never shown on the site.
    await writeAlerts(selected, { status: alertStatus(status) });
    void fetchAlertSummaries(alertSummary.id);
    clear();
  };

  const relate = async (status: 'untriaged' | 'downstream' | 'reassigned', target: number | null) => {
    const failures = await writeAlerts(selected, {
      status: alertStatus(status),
      related_summary_id: target,
    });
    if (failures.length > 0) return updateViewState({ errorMessages: failures });

    const others = alertSummaries.filter(({ id }) =>
      target === null ? selected.some((alert) => alert.related_summary_id === id) : id === target,
    );
    // The relation is put into the objects at hand before anything is read again: until then a row can say
    // "untriaged to alert #…", as it does on the site.
    const ids = new Set(selected.map(({ id }) => id));
    for (const alert of alertSummary.alerts) {
      if (ids.has(alert.id)) alert.related_summary_id = target;
    }
    const isEmptied = alertSummary.alerts.every((alert) => alert.related_summary_id !== null);
    if (status === 'untriaged' || isEmptied) {
      void fetchAlertSummaries(undefined, false);
    } else {
      // All at once, though each splices into the list as it was: the site loses updates that way.
      for (const id of new Set([alertSummary.id, ...others.map((other) => other.id)])) {
        void fetchAlertSummaries(id);
      }
    }
    clear();
  };

  return (
    <div className="bg-lightgray">
      <NumberModal
        show={modal === 'downstream'}
        onHide={() => setModal(null)}
        header="Mark Alerts Downstream"
        label="Alert Number"
        submit={(target) => {
          setModal(null);
          void relate('downstream', target);
        }}
      />
      <NumberModal
        show={modal === 'reassigned'}
        onHide={() => setModal(null)}
        header="Reassign Alerts"
        label="Alert Number"
        submit={(target) => {
          setModal(null);
          void relate('reassigned', target);
        }}
      />
      <div className="m-0 px-2 py-3 row">
        {hasTriaged ? (
          <PanelButton
            text="Reset"
            tip="Reset selected alerts to untriaged"
            variant="warning"
            press={() => void relate('untriaged', null)}
          />
        ) : (
          <>
            <PanelButton
              text="Acknowledge"
              tip="Acknowledge selected alerts as valid"
              icon="check"
              press={() => void classify('acknowledged')}
            />
            <PanelButton
              text="Mark invalid"
              tip="Mark selected alerts as invalid"
              icon="ban"
              press={() => void classify('invalid')}
            />
            <PanelButton
              text="Mark Infra"
              tip="Mark selected alerts as caused by infra changes"
              icon="tools"
              press={() => void classify('infra')}
            />
            <PanelButton
              text="Mark downstream"
              tip="Mark selected alerts as downstream of a summary on another branch"
              icon="down"
              press={() => setModal('downstream')}
            />
          </>
        )}
        <PanelButton
          text="Reassign"
          tip="Reassign selected alerts to another summary on the same branch"
          icon="right"
          press={() => setModal('reassigned')}
        />
      </div>
    </div>
  );
}

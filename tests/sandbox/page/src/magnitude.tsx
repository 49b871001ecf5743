/** Old value, change and new value of an alert. */
import { fullNumber, shortNumber } from './alertText';
import { Tooltip } from './overlays';
import type { Alert } from './types';

/** A change of this many percent fills the bar. */
const fullBar = 20;

export function Magnitude({ alert }: { alert: Alert }) {
  const unit = alert.series_signature.measurement_unit;
  const filled = Math.min(100, (Math.abs(alert.amount_pct) / fullBar) * 100);
  return (
    <div className="d-flex align-items-center justify-content-center">
      <div className="w-50 text-right text-nowrap" data-testid="previous-value">
        <Tooltip className="detail-hint" delay={0} tip={`Previous value: ${fullNumber(alert.prev_value)}`}>
          {shortNumber(alert.prev_value)}
        </Tooltip>
      </div>
      <div className="d-flex flex-column">
        <div className="align-self-center pb-1">
          <Tooltip className="detail-hint" delay={0} tip={`Absolute difference: ${alert.amount_abs}`}>
            {`${alert.amount_pct}%`}
          </Tooltip>
        </div>
        <div className="px-2 table-width-lg align-self-center">
          <div className="progress">
            <div
              className={`progress-bar bg-${alert.is_regression ? 'danger' : 'success'}`}
              style={{ width: `${filled}%` }}
            />
          </div>
        </div>
        {unit !== null && unit !== '' && (
          <div className="align-self-center pt-1">
            <Tooltip className="detail-hint" delay={0} tip={`Alert measurement unit: ${unit}`}>
              {unit}
            </Tooltip>
          </div>
        )}
      </div>
      <div className="w-50 text-nowrap" data-testid="new-value">
        <Tooltip className="detail-hint" delay={0} tip={`New value: ${fullNumber(alert.new_value)}`}>
          {shortNumber(alert.new_value)}
        </Tooltip>
      </div>
    </div>
  );
}

/** The box beside a point: under the pointer, or locked by a click. */
import { useState } from 'react';
import { alertStatusNames } from '../enums';
import { Link } from '../router';
import type { Repository, User } from '../types';
import { askForRuns } from './askForRuns';
import type { GraphPoint, GraphSeries } from './series';

export interface TooltipContext {
  user: User;
  projects: Repository[];
}

interface GraphTooltipProps extends TooltipContext {
  series: GraphSeries;
  point: GraphPoint;
  isLocked: boolean;
  close: () => void;
  x: number;
  y: number;
}

const width = 280;
const height = 300;
const mercurialDate = (ms: number) => new Date(ms).toUTCString().slice(0, 25);

export function GraphTooltip({ series, point, isLocked, close, x, y, user, projects }: GraphTooltipProps) {
  const [said, setSaid] = useState('');
  const before = series.data[series.data.findIndex((p) => p.revision === point.revision) - 1];
  const change = point.y - (before?.y ?? point.y);
  const alert = point.alertSummary?.alerts.find((a) => a.series_signature.id === series.signatureId);
  const retriggers = series.data.filter((p) => p.pushId === point.pushId).length - 1;
  const repository = projects.find(({ name }) => name === series.repository);
  const jobQuery = new URLSearchParams({
    repo: series.repository,
    revision: point.revision,
    selectedJob: String(point.jobId),
    group_state: 'expanded',
  });

  const ask = (kind: 'retrigger' | 'backfill') => async () => {
    if (point.jobId === null || repository === undefined) return;
    try {
      await askForRuns(kind, repository, point.jobId);
      setSaid(`Request sent to ${kind} job via actions.json`);
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <foreignObject width="100%" height="100%" x={x - width / 2} y={y - height - 10} pointerEvents="none">
      <div className={`graph-tooltip ${isLocked ? 'locked' : null}`} data-testid="graphTooltip">
        <div className="body">
          <button type="button" className="close" onClick={close}>
            <span title="close tooltip">×</span>
          </button>
          <div>
            <p data-testid="repoName">({series.repository})</p>
            <p className="small" data-testid="platform">
              {series.platform}
            </p>
          </div>
          <div>
            <p>
              {point.y.toFixed(2)} {series.unit}
              <span className="text-secondary">
                {series.lowerIsBetter ? ' (lower is better)' : ' (higher is better)'}
              </span>
            </p>
            <p className="small">Δ {change.toFixed(1)}</p>
          </div>
          <div>
            <span>
              <a href={`https://hg.mozilla.org/${point.revision}`} target="_blank" rel="noopener noreferrer">
                {point.revision.slice(0, 12)}
              </a>{' '}
              {point.jobId !== null && (
                <a href={`/jobs?${jobQuery}`} target="_blank" rel="noopener noreferrer">
                  job
                </a>
              )}
            </span>
            {point.alertSummary && (
              <p>
                <Link to={`/perfherder/alerts?id=${point.alertSummary.id}`} target="_blank">
                  {` Alert # ${point.alertSummary.id}`}
                </Link>
                <span className="text-secondary">{` - ${alertStatusNames[alert?.status ?? 0]} `}</span>
              </p>
            )}
            {point.jobId !== null && (
              <p className="pt-2">
                {user.isStaff ? (
                  <>
                    <button type="button" className="btn btn-sm" onClick={ask('retrigger')}>
                      retrigger
                    </button>{' '}
                    <button type="button" className="btn btn-sm" onClick={ask('backfill')}>
                      backfill
                    </button>
                  </>
                ) : (
                  <span>(log in as a sheriff to backfill/retrigger)</span>
                )}
              </p>
            )}
            {said !== '' && <p className="small">{said}</p>}
            <p className="small pt-2">{`Push time: ${mercurialDate(point.x)}`}</p>
            {retriggers > 0 && <p className="small">{`Retriggers: ${retriggers}`}</p>}
          </div>
        </div>
        <div className="tip" />
      </div>
    </foreignObject>
  );
}

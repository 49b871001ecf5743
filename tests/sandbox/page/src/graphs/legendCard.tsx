/** One series in the legend. */
import type { GraphSeries } from './series';

interface LegendCardProps {
  series: GraphSeries;
  framework: string;
  toggle: () => void;
  remove: () => void;
}

export function LegendCard({ series, framework, toggle, remove }: LegendCardProps) {
  return (
    <div className="ps-0 border position-relative">
      <button
        type="button"
        className="btn-close position-absolute top-0 end-0 m-2"
        data-testid="remove-test-button"
        aria-label="Remove test"
        onClick={remove}
      >
        ×
      </button>
      <div className="graph-legend-card p-3" style={{ borderLeft: `10px solid ${series.color}` }}>
        <button type="button" className="btn p-0 text-start" title="Add related configurations">
          {series.name}
        </button>
        <button type="button" className="btn p-0 text-start" title="Add related branches">
          {series.repository}
        </button>
        <button type="button" className="btn p-0 text-start" title="Add related platforms and branches">
          {series.platform}
        </button>
        <span className="badge"> {framework} </span>
        <div className="small">{`${series.signatureHash.slice(0, 16)}...`}</div>
      </div>
      <div className="show-hide-check form-check">
        <input
          type="checkbox"
          className="form-check-input"
          aria-label="Show/Hide series"
          title="Show/Hide series"
          checked={series.visible}
          onChange={toggle}
        />
      </div>
    </div>
  );
}

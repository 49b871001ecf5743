/** Two drawings of the visible series, the overview and the points; what is inside them is drawn anew on each hover. */
import { type MouseEvent, memo, useEffect, useMemo, useRef, useState } from 'react';
import { GraphTooltip, type TooltipContext } from './graphTooltip';
import type { GraphPoint, GraphSeries, SelectedPoint, Zoom } from './series';

const width = 1350;
const edge = 45;
const mainHeight = 400;
const overviewHeight = 150;
interface GraphsContainerProps extends TooltipContext {
  testData: GraphSeries[];
  zoom: Zoom | null;
  selected: SelectedPoint | null;
  showTable: boolean;
  select: (point: SelectedPoint | null) => void;
  setZoom: (zoom: Zoom | null) => void;
  sayMissing: () => void;
}

interface Scale {
  x: (time: number) => number;
  y: (value: number) => number;
  timeAt: (x: number) => number;
}

function scaleOf(points: readonly GraphPoint[], zoom: Zoom | null, height: number): Scale {
  let [left, right] = zoom?.x ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [low, high] = zoom?.y ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  if (zoom === null) {
    for (const p of points) {
      left = Math.min(left, p.x);
      right = Math.max(right, p.x);
      low = Math.min(low, p.y);
      high = Math.max(high, p.y);
    }
    const padding = (high - low) / 1.8 || 100;
    low -= padding;
    high += padding;
  }
  const perTime = (width - 2 * edge) / (right - left || 1);
  return {
    x: (time) => edge + (time - left) * perTime,
    y: (value) => height - 50 - ((value - low) / (high - low || 1)) * (height - 60),
    timeAt: (x) => left + (x - edge) / perTime,
  };
}

interface PointsProps {
  series: GraphSeries[];
  scale: Scale;
  hover: (id: number | null) => void;
  click: (point: GraphPoint) => void;
}

/** `path[role=presentation]` without ids, as the site's drawing library makes them. */
const Points = memo(function Points({ series, scale, hover, click }: PointsProps) {
  return (
    <g>
      {series.map((s) =>
        s.data.map((p, i) => (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: replicates share the id of their point
            key={`${p.dataPointId} ${i}`}
            role="presentation"
            d={`M ${scale.x(p.x)}, ${scale.y(p.y)} m -5, 0 a 5, 5 0 1,0 10,0 a 5, 5 0 1,0 -10,0`}
            style={{ fill: p.alertSummary ? s.color : '#fff', stroke: s.color }}
            onMouseMove={() => hover(p.dataPointId)}
            onMouseOut={() => hover(null)}
            onClick={() => click(p)}
            onMouseDown={(event) => event.stopPropagation()}
          />
        )),
      )}
    </g>
  );
});

/** Lines at alerts; new elements after each hover. */
function Highlights({ points, scale }: { points: GraphPoint[]; scale: Scale }) {
  const times = new Set(points.filter((p) => p.alertSummary).map((p) => p.x));
  return (
    <g>
      {[...times].map((time) => (
        <path
          key={time}
          role="presentation"
          style={{ fill: 'transparent', stroke: 'gray' }}
          d={`M${scale.x(time)},0V${mainHeight}`}
        />
      ))}
    </g>
  );
}

export function GraphsContainer(props: GraphsContainerProps) {
  const { testData, zoom, selected, showTable, select, setZoom, sayMissing, user, projects } = props;
  const [hoverId, setHoverId] = useState<number | null>(null);
  const [lockedId, setLockedId] = useState<number | null>(null);
  const [drawing, setDrawing] = useState(0);
  const dragFrom = useRef<number | null>(null);
  const visible = useMemo(() => testData.filter((s) => s.visible), [testData]);
  const points = useMemo(() => visible.flatMap((s) => s.data), [visible]);
  const scale = useMemo(() => scaleOf(points, zoom, mainHeight), [points, zoom]);
  const overview = useMemo(() => scaleOf(points, null, overviewHeight), [points]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: as the site does, once for each choice
  useEffect(() => {
    if (selected === null) return;
    if (testData.some((s) => s.data.some((p) => p.dataPointId === selected.dataPointId))) {
      setLockedId(selected.dataPointId);
    } else sayMissing();
  }, [selected]);

  const clearLock = () => {
    setLockedId(null);
    select(null);
  };
  const latest = useRef({ lockedId, select });
  latest.current = { lockedId, select };
  const [handlers] = useState(() => ({
    hover: (id: number | null) => {
      setHoverId(id);
      setDrawing((n) => n + 1);
    },
    click: ({ dataPointId, signatureId }: GraphPoint) => {
      const isSame = latest.current.lockedId === dataPointId;
      setLockedId(isSame ? null : dataPointId);
      latest.current.select(isSame ? null : { signatureId, dataPointId });
    },
  }));

  const placeOf = (event: MouseEvent<SVGSVGElement>) => {
    const { left, width: shown } = event.currentTarget.getBoundingClientRect();
    return ((event.clientX - left) / shown) * width;
  };
  const onUp = (event: MouseEvent<SVGSVGElement>) => {
    const from = dragFrom.current;
    dragFrom.current = null;
    if (from === null) return;
    const to = placeOf(event);
    if (Math.abs(to - from) < 10) return;
    const [left, right] = [Math.min(from, to), Math.max(from, to)].map((x) => Math.round(scale.timeAt(x)));
    const inside = points.filter((p) => p.x >= (left ?? 0) && p.x <= (right ?? 0)).map((p) => p.y);
    if (lockedId !== null) clearLock();
    setZoom({
      x: [left ?? 0, right ?? 0],
      y: [Math.min(...inside) * 0.95, Math.max(...inside) * 1.05],
    });
  };

  const tooltip = (id: number | null, isLocked: boolean) => {
    const point = id === null ? undefined : points.find((p) => p.dataPointId === id);
    const series = point && testData.find((s) => s.signatureId === point.signatureId);
    if (!point || !series) return null;
    return (
      <GraphTooltip
        key={isLocked ? 'locked' : 'hover'}
        series={series}
        point={point}
        isLocked={isLocked}
        close={isLocked ? clearLock : () => setHoverId(null)}
        x={scale.x(point.x)}
        y={scale.y(point.y)}
        user={user}
        projects={projects}
      />
    );
  };
  if (showTable) {
    return (
      <span data-testid="graphContainer">
        <table className="table-graphs-view">
          <tbody>
            {points.slice(0, 50).map((p, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: replicates share the id of their point
              <tr key={`${p.dataPointId} ${i}`}>
                <td>{p.revision.slice(0, 12)}</td>
                <td>{p.y}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </span>
    );
  }
  return (
    <span data-testid="graphContainer">
      <div className="row">
        <div className="p-0 col-md-auto col">
          <svg className="graph-overview" viewBox={`0 0 ${width} ${overviewHeight}`} role="img">
            {visible.map((s) => (
              <path
                key={s.signatureId}
                role="presentation"
                style={{ fill: 'transparent', stroke: s.color }}
                d={s.data
                  .map((p, i) => `${i === 0 ? 'M' : 'L'}${overview.x(p.x)},${overview.y(p.y)}`)
                  .join('')}
              />
            ))}
          </svg>
        </div>
      </div>
      <div className="row">
        <div className="p-0 col-md-auto col">
          <svg
            className="graph-points"
            viewBox={`0 0 ${width} ${mainHeight}`}
            role="img"
            onMouseDown={(event) => {
              dragFrom.current = placeOf(event);
            }}
            onMouseUp={onUp}
          >
            <rect width={width} height={mainHeight} fill="transparent" />
            <Highlights key={drawing} points={points} scale={scale} />
            <Points series={visible} scale={scale} {...handlers} />
            {hoverId !== lockedId && tooltip(hoverId, false)}
            {tooltip(lockedId, true)}
          </svg>
        </div>
      </div>
    </span>
  );
}

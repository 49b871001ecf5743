import { useEffect, useRef } from 'preact/hooks';
import UPlot from 'uplot';

export interface ChartSeries {
  readonly name: string;
  /** One for each label; null where there is none. */
  readonly values: readonly (number | null)[];
}

export interface ChartProps {
  readonly title: string;
  /** What one unit on the y axis is. */
  readonly unit: string;
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
}

const HEIGHT = 180;
const POINT_SIZE = 6;
/** Dashes tell the series apart where colours do not. */
const DASHES: readonly number[][] = [[], [6, 3], [2, 3], [8, 3, 2, 3]];

/** Lines over weeks. The numbers stand in a table beside it: to a screen reader this is one picture with a name. */
export function Chart({ title, unit, labels, series }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  // made anew only when what is drawn has changed: the page around is drawn each minute
  const drawn = JSON.stringify([labels, series]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `drawn` stands for labels and series
  useEffect(() => {
    const place = box.current;
    if (!place) return;
    let plot = draw(place, unit, labels, series);
    const redraw = () => {
      plot.destroy();
      plot = draw(place, unit, labels, series);
    };
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const width = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: HEIGHT }));
    dark.addEventListener('change', redraw);
    width.observe(place);
    return () => {
      dark.removeEventListener('change', redraw);
      width.disconnect();
      plot.destroy();
    };
  }, [drawn, unit]);
  return (
    <figure class="chart">
      <figcaption>
        {title} ({unit})
        {series.map(({ name }, n) => (
          <span key={name} class={`series series-${n + 1}`}>
            {name}
          </span>
        ))}
      </figcaption>
      <div ref={box} role="img" aria-label={`Chart: ${title}. Its numbers stand in the table below.`} />
    </figure>
  );
}

function draw(
  place: HTMLElement,
  unit: string,
  labels: readonly string[],
  series: readonly ChartSeries[],
): UPlot {
  const style = getComputedStyle(place);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: colour('quiet'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
  };
  const last = labels.length - 1;
  return new UPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: [-0.3, last + 0.3] },
        y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] },
      },
      axes: [
        {
          ...axis,
          splits: () => labels.map((_, n) => n),
          values: (_, at) => at.map((n) => labels[n] ?? ''),
        },
        { ...axis, size: 48, values: (_, at) => at.map((n) => `${n} ${unit}`) },
      ],
      series: [
        {},
        ...series.map(({ name }, n) => ({
          label: name,
          stroke: colour(`series-${n + 1}`),
          width: 2,
          dash: DASHES[n] ?? [],
          spanGaps: true,
          points: { show: true, size: POINT_SIZE, fill: colour(`series-${n + 1}`) },
        })),
      ],
    },
    [labels.map((_, n) => n), ...series.map((s) => [...s.values])],
    place,
  );
}

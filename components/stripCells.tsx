import type { StripCell, StripView } from '@/lib/model/views';

/** The data of an alert, one bar for each revision. Drawn in the background. */
export function StripCells({ cells }: Pick<StripView, 'cells'>) {
  return (
    <>
      {cells.map((c) => (
        <span key={c.revision} class={classOf(c)}>
          <i style={`height:${c.want === 0 ? 0 : Math.min(100, (100 * c.have) / c.want)}%`} />
        </span>
      ))}
    </>
  );
}

const classOf = (c: StripCell) =>
  [c.have >= c.want ? 'full' : '', c.isStep ? 'step' : ''].filter((name) => name !== '').join(' ');

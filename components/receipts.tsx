import type { SummaryView } from '@/lib/model/views';
import { fromDrawn } from './fromDrawn';

/** What became of each push of a round; open while somebody should look. */
export const Receipts = ({
  receipts: { items, drawn },
  open,
}: {
  readonly receipts: NonNullable<SummaryView['receipts']>;
  readonly open: boolean;
}) => (
  <details class="receipts" open={open || items.some((r) => r.kind !== 'sent')}>
    {drawn?.map(fromDrawn)}
  </details>
);

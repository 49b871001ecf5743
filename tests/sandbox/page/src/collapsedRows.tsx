/** A long table: the first rows, a toggle, the middle when it is open, the last rows. */
import { type ReactNode, useState } from 'react';
import { Icon } from './icons';
import type { Alert } from './types';

const topRows = 20;
const bottomRows = 6;

interface CollapsedRowsProps {
  alerts: Alert[];
  row: (alert: Alert) => ReactNode;
}

export function CollapsedRows({ alerts, row }: CollapsedRowsProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {alerts.slice(0, topRows).map(row)}
      <tr
        className="border-start border-end"
        role="button"
        onClick={() => setOpen(!isOpen)}
        data-testid={isOpen ? 'show-less-alerts' : 'show-more-alerts'}
      >
        <td className="text-right" colSpan={5}>
          <span className="cursor-pointer">
            <Icon name={isOpen ? 'up' : 'lower'} /> {isOpen ? 'Show less alerts' : 'Show more alerts'}
          </span>
        </td>
        <td colSpan={3} />
      </tr>
      {isOpen && <>{alerts.slice(topRows, -bottomRows).map(row)}</>}
      {alerts.slice(-bottomRows).map(row)}
    </>
  );
}

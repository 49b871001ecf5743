/** The table's first row: column names and sort buttons. */
import { Icon, type IconName } from './icons';
import type { SortColumn, Sorting, SortOrder } from './sorting';

const icons: Record<SortOrder, IconName> = { default: 'sort', ascending: 'up', descending: 'lower' };

interface TableHeaderProps {
  hasDebugTools: boolean;
  sorting: Sorting;
  sortBy: (column: SortColumn) => void;
}

function UnsortedColumn({ name }: { name: string }) {
  return (
    <th className="align-middle text-nowrap">
      <span>{name}</span>
      <button type="button" className="mx-1 py-0 px-1 disabled-button btn btn-secondary btn-sm" disabled>
        <Icon name="sort" className="text-white" />
      </button>
    </th>
  );
}

export function TableHeader({ hasDebugTools, sorting, sortBy }: TableHeaderProps) {
  const column = (name: SortColumn) => {
    const order = sorting.column === name ? sorting.order : 'default';
    return (
      <th className="align-middle">
        <div className="d-flex flex-nowrap align-items-center">
          <div>{name}</div>
          <button
            type="button"
            className="mx-1 py-0 px-1 btn btn-secondary btn-sm"
            title={`Sorted in ${order} order by ${name.toLowerCase()}`}
            onClick={() => sortBy(name)}
          >
            <Icon name={icons[order]} className="text-white" />
          </button>
        </div>
      </th>
    );
  };
  return (
    <tr className="border subtest-header">
      <th className="table-width-xs" aria-label="Select alerts">
        {' '}
      </th>
      <th aria-label="Star alert or open graph"> </th>
      {column('Test')}
      {column('Platform')}
      {hasDebugTools && <UnsortedColumn name="Debug Tools" />}
      {column('Information')}
      <UnsortedColumn name="Tags & Options" />
      {column('Magnitude of Change')}
      {column('Confidence')}
    </tr>
  );
}

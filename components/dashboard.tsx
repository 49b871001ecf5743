import type { Instant, SummaryId } from '@/lib/model/ids';
import { QUEUES, type QueueName, type ShiftItem } from '@/lib/model/shift';
import type { ShiftFilter } from '@/lib/triage/shiftFilter';
import { ShiftTable } from './shiftTable';

export interface DashboardProps {
  /** What the filter leaves, by queue in the order of work. */
  readonly queues: readonly (readonly [QueueName, readonly ShiftItem[]])[];
  /** How many each queue holds without the filter's words and places. */
  readonly counts: ReadonlyMap<QueueName, number>;
  readonly filter: ShiftFilter;
  readonly frameworks: readonly string[];
  readonly repositories: readonly string[];
  readonly now: Instant;
  readonly readAt: Instant | null;
  /** Reading, or what came of it. */
  readonly status: string;
  /** What is not as it should be, each a sentence with what to do. */
  readonly problems: readonly string[];
  readonly urlOf: (id: SummaryId) => string;
  readonly isNew: (item: ShiftItem) => boolean;
  readonly onFilter: (change: Partial<ShiftFilter>) => void;
  readonly onRead: () => void;
  readonly onCopy: () => void;
  readonly onSeen: () => void;
}

/** What waits for whom, over all repositories and frameworks. */
export function Dashboard(props: DashboardProps) {
  const { queues, filter, problems, status, onRead, onCopy, onSeen } = props;
  const shown = queues.filter(([, items]) => items.length > 0);
  return (
    <>
      <header>
        <h1>Performance alerts: the shift</h1>
        <div class="row">
          <button type="button" onClick={onRead}>
            Read again
          </button>
          <button type="button" onClick={onCopy}>
            Copy shift report
          </button>
          <button type="button" onClick={onSeen}>
            Mark all as seen
          </button>
          <span role="status">{status}</span>
        </div>
        {problems.map((problem) => (
          <p key={problem} role="alert" class="problem">
            {problem}
          </p>
        ))}
        <Filters {...props} />
      </header>
      <main>
        {shown.map(([queue, items]) => (
          <section key={queue} aria-label={`${queue}: ${items.length}`}>
            <h2>
              {queue} <span class="quiet">{items.length}</span>
            </h2>
            <ShiftTable items={items} now={props.now} urlOf={props.urlOf} isNew={props.isNew} />
          </section>
        ))}
        {shown.length === 0 && props.readAt !== null && (
          <p class="empty">
            Nothing waits{filter.role ? ` for a ${filter.role}` : ''}
            {filter.text || filter.framework || filter.repository || filter.queue
              ? ' under this filter. Clear it to see the rest.'
              : '. New alerts show up here when Treeherder raises them: read again in a while.'}
          </p>
        )}
      </main>
    </>
  );
}

function Filters({ filter, counts, frameworks, repositories, onFilter }: DashboardProps) {
  return (
    <form class="row" aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
      <Choice
        label="Role"
        value={filter.role ?? 'both'}
        options={['code sheriff', 'perf sheriff', 'both']}
        onChoose={(role) =>
          onFilter({ role: role === 'code sheriff' || role === 'perf sheriff' ? role : null, queue: null })
        }
      />
      <Choice
        label="Queue"
        value={filter.queue ?? ''}
        options={['', ...QUEUES]}
        nameOf={(queue) => (queue === '' ? 'all' : `${queue} (${counts.get(queue as QueueName) ?? 0})`)}
        onChoose={(queue) => onFilter({ queue: QUEUES.find((q) => q === queue) ?? null })}
      />
      <Choice
        label="Framework"
        value={filter.framework}
        options={['', ...frameworks]}
        nameOf={(name) => name || 'all'}
        onChoose={(framework) => onFilter({ framework })}
      />
      <Choice
        label="Repository"
        value={filter.repository}
        options={['', ...repositories]}
        nameOf={(name) => name || 'all'}
        onChoose={(repository) => onFilter({ repository })}
      />
      <label>
        Search{' '}
        <input
          type="search"
          value={filter.text}
          placeholder="test, number, sheriff, note"
          onInput={(event) => onFilter({ text: event.currentTarget.value })}
        />
      </label>
      {(filter.text || filter.framework || filter.repository || filter.queue) && (
        <button
          type="button"
          onClick={() => onFilter({ text: '', framework: '', repository: '', queue: null })}
        >
          Clear
        </button>
      )}
    </form>
  );
}

function Choice({
  label,
  value,
  options,
  nameOf = (name) => name,
  onChoose,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly nameOf?: (option: string) => string;
  readonly onChoose: (option: string) => void;
}) {
  return (
    <label>
      {label}{' '}
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {nameOf(option)}
          </option>
        ))}
      </select>
    </label>
  );
}

import type { ComponentChildren } from 'preact';
import type { Instant, SummaryId } from '@/lib/model/ids';
import { QUEUES, type QueueName, type ShiftItem } from '@/lib/model/shift';
import type { ShiftFilter, ShiftSort } from '@/lib/triage/shiftFilter';
import type { ShiftSuggestion } from '@/lib/triage/shiftSuggestions';
import { Problems } from './problems';
import { ShiftTable } from './shiftTable';

/** What is to be done, and how it went. */
export type DashboardView = 'queues' | 'figures';

export interface DashboardProps {
  readonly view: DashboardView;
  readonly onView: (view: DashboardView) => void;
  /** The other half; null while it is loaded. */
  readonly figures: ComponentChildren;
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
  readonly suggestionOf: (id: SummaryId) => ShiftSuggestion | undefined;
  readonly isNew: (item: ShiftItem) => boolean;
  readonly onFilter: (change: Partial<ShiftFilter>) => void;
  readonly onRead: () => void;
  readonly onCopy: () => void;
  readonly onSeen: () => void;
}

/** What waits for whom, over all repositories and frameworks; and how the team is doing. */
export function Dashboard(props: DashboardProps) {
  const { view, onView, figures } = props;
  return (
    <>
      <header>
        <h1>Performance alerts: the shift</h1>
        <nav class="row" aria-label="Views">
          <View name="queues" shown={view} onView={onView}>
            What waits
          </View>
          <View name="figures" shown={view} onView={onView}>
            How we are doing
          </View>
          <a href="/guide.html" target="_blank" rel="noreferrer">
            The sheriff's guide
          </a>
        </nav>
        {view === 'queues' && <Controls {...props} />}
      </header>
      {view === 'queues' ? <Queues {...props} /> : figures}
    </>
  );
}

function View({
  name,
  shown,
  onView,
  children,
}: {
  readonly name: DashboardView;
  readonly shown: DashboardView;
  readonly onView: (view: DashboardView) => void;
  readonly children: ComponentChildren;
}) {
  return (
    <button type="button" aria-current={name === shown ? 'page' : undefined} onClick={() => onView(name)}>
      {children}
    </button>
  );
}

function Controls(props: DashboardProps) {
  const { problems, status, onRead, onCopy, onSeen } = props;
  return (
    <>
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
      <Problems problems={problems} />
      <Filters {...props} />
    </>
  );
}

function Queues({ queues, filter, now, readAt, urlOf, suggestionOf, isNew }: DashboardProps) {
  const shown = queues.filter(([, items]) => items.length > 0);
  // another filter begins at the top again
  const printed = JSON.stringify(filter);
  return (
    <main>
      {shown.map(([queue, items]) => (
        <section key={`${queue} ${printed}`} class="queue" aria-label={`${queue}: ${items.length}`}>
          <h2>
            {queue} <span class="quiet">{items.length}</span>
          </h2>
          <ShiftTable items={items} now={now} urlOf={urlOf} suggestionOf={suggestionOf} isNew={isNew} />
        </section>
      ))}
      {shown.length === 0 && readAt !== null && (
        <p class="empty">
          Nothing waits{filter.role ? ` for a ${filter.role}` : ''}
          {isNarrow(filter)
            ? ' under this filter. Clear it to see the rest.'
            : '. New alerts show up here when Treeherder raises them: read again in a while.'}
        </p>
      )}
    </main>
  );
}

const isNarrow = ({ text, framework, repository, queue, left }: ShiftFilter) =>
  Boolean(text || framework || repository || queue || left);

const SORTS: readonly ShiftSort[] = ['due first', 'newest first', 'last touched first'];

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
      <Choice
        label="Sort"
        value={filter.sort}
        options={SORTS}
        onChoose={(chosen) => onFilter({ sort: SORTS.find((s) => s === chosen) ?? 'due first' })}
      />
      <label>
        <input
          type="checkbox"
          checked={filter.left}
          onChange={(event) => onFilter({ left: event.currentTarget.checked })}
        />{' '}
        Left from the shift before
      </label>
      <label>
        Search{' '}
        <input
          type="search"
          value={filter.text}
          placeholder="test, number, sheriff, note"
          onInput={(event) => onFilter({ text: event.currentTarget.value })}
        />
      </label>
      {isNarrow(filter) && (
        <button
          type="button"
          onClick={() => onFilter({ text: '', framework: '', repository: '', queue: null, left: false })}
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

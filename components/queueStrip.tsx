import type { ShiftItem } from '@/lib/model/shift';
import type { QueueStrip } from '@/lib/model/strip';

/** Links of a queue that are listed; the dashboard has all. */
const LISTED = 12;

/** The queues of the role, above the list. Drawn in the background. */
export function QueueStripView({
  strip: { role, queues, changed, problem, offersTour },
  nextKey,
  summaryUrl,
}: {
  readonly strip: QueueStrip;
  /** The key of "Next one"; '' when it is off. */
  readonly nextKey: string;
  readonly summaryUrl: (id: number) => string;
}) {
  const other = role === 'code sheriff' ? 'perf sheriff' : 'code sheriff';
  const waits = queues?.some((q) => q.items.length > 0);
  return (
    <div class="row queues">
      <span class="mark-logo" />
      <span class="state">{role}</span>
      {queues?.map(({ name, items }) =>
        items.length === 0 ? (
          <span class="detail" key={name}>
            {name} 0
          </span>
        ) : (
          <details key={name}>
            <summary>
              {name} {items.length}
            </summary>
            <ul class="plain">
              {items.slice(0, LISTED).map((item) => (
                <Waiting
                  key={item.id}
                  item={item}
                  isChanged={changed.has(item.id)}
                  url={summaryUrl(item.id)}
                />
              ))}
              {items.length > LISTED && (
                <li class="detail">and {items.length - LISTED} more, in Deputy’s dashboard</li>
              )}
            </ul>
          </details>
        ),
      )}
      {waits ? (
        <button
          type="button"
          class="primary"
          data-press="next one"
          {...(nextKey && { title: `Key: ${nextKey}`, 'aria-keyshortcuts': nextKey })}
        >
          Next one
        </button>
      ) : (
        queues && problem === null && <span>Nothing waits for a {role}.</span>
      )}
      {changed.size > 0 && (
        <button type="button" data-press="seen">
          {changed.size} changed by others: seen
        </button>
      )}
      <button type="button" data-press={queues ? 'hide queues' : 'show queues'}>
        {queues ? 'Hide the queues' : 'Show what waits'}
      </button>
      <button type="button" data-press={`role ${other}`}>
        Work as {other}
      </button>
      {problem !== null && (
        <span role="alert">
          The queues could not be read. {problem}{' '}
          <button type="button" data-press="read again">
            Read again
          </button>
        </span>
      )}
      {offersTour && (
        <span>
          New here?{' '}
          <button type="button" data-press="tour">
            Take the one-minute tour
          </button>{' '}
          <button type="button" data-press="no tour">
            No, thanks
          </button>
        </span>
      )}
    </div>
  );
}

function Waiting({
  item: { id, what, framework, triage, bug, stuck, touched },
  isChanged,
  url,
}: {
  readonly item: ShiftItem;
  readonly isChanged: boolean;
  readonly url: string;
}) {
  const due = triage ?? bug;
  return (
    <li>
      <a href={url}>#{id}</a> {what} <span class="detail">{framework}</span>
      {due && (
        <span class={due.overdue ? 'deadline overdue' : 'deadline'}>
          {' · '}
          {due.text}
        </span>
      )}
      {stuck && (
        <span>
          {' · '}
          {stuck.why}: {stuck.next}
        </span>
      )}
      {isChanged && <b> · changed by {touched?.by}</b>}
    </li>
  );
}

import { shortRevision } from '@/lib/model/ids';
import type { Receipt } from '@/lib/model/round';

const counted = (n: number) => `${n} ${n === 1 ? 'job' : 'jobs'}`;

/**
 * How many pushes of a round were sent, and one item per push: the action task that makes its jobs, or what went wrong. Drawn in
 * the background.
 */
export function ReceiptList({
  number,
  items,
  taskUrl,
}: {
  readonly number: number;
  readonly items: readonly Receipt[];
  /** Address of an action task's page; null when the Taskcluster is not known. */
  readonly taskUrl: (task: string) => string | null;
}) {
  const sent = items.filter((r) => r.kind === 'sent').length;
  return (
    <>
      <summary>
        Receipts: {sent} of {items.length} {items.length === 1 ? 'push' : 'pushes'} sent
      </summary>
      <ul class="receipts" aria-label={`Receipts of round ${number}`}>
        {items.map((r) => (
          <li
            key={`${r.revision} ${r.kind === 'sent' ? r.actionTask : r.reason}`}
            class={r.kind === 'sent' ? '' : 'bad'}
          >
            <span class="rev">{shortRevision(r.revision)}</span> {counted(r.jobs)}{' '}
            {r.kind === 'sent' ? (
              <>
                <TaskLink task={r.actionTask} url={taskUrl(r.actionTask)} />
                {r.leftOut !== undefined && <span class="bad"> not all of it: {r.leftOut}</span>}
              </>
            ) : (
              `${r.kind === 'unclear' ? 'unclear' : 'not sent'}: ${r.reason}`
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function TaskLink({ task, url }: { readonly task: string; readonly url: string | null }) {
  return url ? (
    <a href={url} target="_blank" rel="noreferrer">
      action task {task}
    </a>
  ) : (
    <span>action task {task}</span>
  );
}

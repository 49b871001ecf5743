import { shortRevision } from '@/lib/model/ids';
import type { SuspectPush } from '@/lib/model/outlook';
import type { RoundView } from '@/lib/model/views';

/* The parts of a round's outlook that only show; drawn in the background. */

/** Each test in a sentence, and what may come next. */
export function OutlookWords({ outlook }: { readonly outlook: NonNullable<RoundView['outlook']> }) {
  return (
    <>
      <ul class="plain">
        {outlook.alerts.map((a) => (
          <li key={a.alertId}>
            {a.name}: {a.sentence}
          </li>
        ))}
      </ul>
      {outlook.reasons.length > 0 && <List head="A further round would help:" items={outlook.reasons} />}
      {outlook.advice.length > 0 && <List head="Instead of further rounds:" items={outlook.advice} />}
    </>
  );
}

function List({ head, items }: { readonly head: string; readonly items: readonly string[] }) {
  return (
    <>
      <b>{head}</b>
      <ul class="plain">
        {items.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </>
  );
}

/** A push that may have made the step, with its commits. */
export function Suspect({
  suspect: { revision, confidence, backedOut, commits },
}: {
  readonly suspect: SuspectPush;
}) {
  return (
    <>
      <span class="rev">{shortRevision(revision)}</span> {Math.round(100 * confidence)} %
      {backedOut && <b> backed out since</b>}
      <ul class="plain">
        {commits.map((c) => (
          <li key={c.revision}>
            {c.bug !== null && (
              <a
                href={`https://bugzilla.mozilla.org/show_bug.cgi?id=${c.bug}`}
                target="_blank"
                rel="noreferrer"
              >
                bug {c.bug}
              </a>
            )}{' '}
            {c.title} <span class="detail">{c.author}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

import type { PointPush, PointView } from '@/lib/model/graphPoint';
import { shortRevision } from '@/lib/model/ids';
import { Picture } from './evidence';
import { trustedClick } from './guardedClick';

/** What the panel shows: a point, or a sentence in its place. */
export type PanelState =
  | { readonly kind: 'text'; readonly text: string; readonly isProblem: boolean }
  | {
      readonly kind: 'point';
      readonly view: PointView;
      /** It is being read again. */
      readonly reading: boolean;
      /** What became of the last copy; '' before it. */
      readonly copied: string;
    };

export interface PanelActions {
  readonly copy: () => void;
  readonly look: () => void;
}

/** Below the drawings of the graphs page: what is known about the chosen point. */
export function PointPanel({
  state,
  actions,
}: {
  readonly state: PanelState;
  readonly actions: PanelActions;
}) {
  if (state.kind === 'text') {
    return (
      <section class="bar point" aria-label="Deputy: point">
        <p class={state.isProblem ? 'notice problem' : 'detail'} role={state.isProblem ? 'alert' : undefined}>
          {state.text}
        </p>
      </section>
    );
  }
  const { view, reading, copied } = state;
  return (
    <section
      class="bar point"
      aria-label={`Deputy: point ${shortRevision(view.revision)}`}
      aria-busy={reading}
    >
      <div class="row">
        <span class="sentence">
          {view.name}:{' '}
          <b role="status" aria-live="polite">
            {view.sentence}
          </b>
        </span>
        {view.alerts.map((a) => (
          <a key={a.url} href={a.url}>
            {a.text}
          </a>
        ))}
        <button type="button" onClick={trustedClick(actions.copy)}>
          Copy as text
        </button>
        <span role="status">{copied}</span>
        <button type="button" disabled={reading} onClick={trustedClick(actions.look)}>
          {reading ? 'Reading…' : 'Look again'}
        </button>
      </div>
      {view.notices.map((text) => (
        <p key={text} class="notice warn">
          {text}
        </p>
      ))}
      <div class="around">
        <Window view={view} />
        {view.series.picture && <Picture picture={view.series.picture} text={view.series.text} />}
      </div>
    </section>
  );
}

function Window({ view }: { readonly view: PointView }) {
  return (
    <table class="grid">
      <thead>
        <tr>
          {['Revision', 'Points', 'Runs', 'Level', 'Commits'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {view.rows.map((row) =>
          row.kind === 'revision' ? (
            <PushRow key={row.push.revision} push={row.push} />
          ) : (
            <tr key={row.pushes[0]?.revision}>
              <td colSpan={5}>
                <details>
                  <summary class="fold quiet">{row.text}</summary>
                  {row.pushes.map((p) => (
                    <div key={p.revision}>
                      <Revision push={p} /> {p.runs && `(${p.runs}) `}
                      <Titles push={p} />
                    </div>
                  ))}
                </details>
              </td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

function PushRow({ push }: { readonly push: PointPush }) {
  return (
    <tr class={push.place === 'this point' ? 'here' : ''}>
      <th scope="row">
        <Revision push={push} /> {push.place}
      </th>
      <td>{push.points}</td>
      <td>{push.runs}</td>
      <td>{push.level}</td>
      <td>
        <Titles push={push} />
      </td>
    </tr>
  );
}

const Revision = ({ push }: { readonly push: PointPush }) => (
  <a class="rev" href={push.url} target="_blank" rel="noreferrer">
    {shortRevision(push.revision)}
  </a>
);

function Titles({ push }: { readonly push: PointPush }) {
  return (
    <>
      {push.backedOut && <b>backed out since </b>}
      {push.titles.join(' · ')}
      {push.more > 0 && ` and ${push.more} more`}
    </>
  );
}

import type { ComponentChildren } from 'preact';
import type { PointPush, PointView } from '@/lib/model/graphPoint';
import { shortRevision } from '@/lib/model/ids';
import { Picture } from './evidence';
import { TableHead } from './tableHead';

/* Below the drawings of the graphs page: what is known about the chosen point. Drawn in the background, see toDrawn.ts. */

/** The panel's first line: what the data say, and where alerts of this series are. */
export function PointHead({ view }: { readonly view: PointView }) {
  return (
    <>
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
    </>
  );
}

/** The window with its picture. */
export function PointAround({ view }: { readonly view: PointView }) {
  return (
    <>
      {view.notices.map((text) => (
        <p key={text} class="notice warn">
          {text}
        </p>
      ))}
      <div class="around">
        <table class="grid">
          <TableHead names={['Revision', 'Points', 'Runs', 'Level', 'Commits']} />
          <tbody>
            {view.rows.map((row) =>
              row.kind === 'revision' ? (
                <PushRow key={row.push.revision} push={row.push} />
              ) : (
                <Gap key={row.text} text={row.text}>
                  {row.pushes.map((p) => (
                    <div key={p.revision}>
                      <Revision push={p} /> {p.runs && `(${p.runs}) `}
                      <Titles push={p} />
                    </div>
                  ))}
                </Gap>
              ),
            )}
          </tbody>
        </table>
        {view.series.picture && <Picture picture={view.series.picture} text={view.series.text} />}
      </div>
    </>
  );
}

function Gap({ text, children }: { readonly text: string; readonly children: ComponentChildren }) {
  return (
    <tr>
      <td colSpan={5}>
        <details>
          <summary class="fold quiet">{text}</summary>
          {children}
        </details>
      </td>
    </tr>
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

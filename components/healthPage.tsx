import { FEATURES, type FeatureName, titleOf } from '@/lib/model/features';
import type { FeatureAnswers, FeatureInPage, PageHealth } from '@/lib/model/health';
import type { Instant } from '@/lib/model/ids';
import { ageInWords, counted } from '@/lib/model/words';
import { TableHead } from './tableHead';

export interface HealthPageProps {
  readonly pages: readonly PageHealth[];
  readonly answers: readonly FeatureAnswers[];
  readonly now: Instant;
  readonly off: readonly FeatureName[];
  /** The same as text. */
  readonly report: string;
  readonly said: string;
  /** Where the search for a culprit stands; null when there is none. */
  readonly search:
    | { readonly kind: 'try'; readonly on: readonly FeatureName[]; readonly questionsLeft: number }
    | { readonly kind: 'found'; readonly culprit: FeatureName }
    | { readonly kind: 'not a feature' }
    | null;
  readonly onLook: () => void;
  readonly onSwitch: (name: FeatureName, isOn: boolean) => void;
  readonly onReload: () => void;
  readonly onCopy: () => void;
  readonly onSearch: () => void;
  readonly onAnswer: (isStillThere: boolean) => void;
  readonly onEndSearch: (leaveOff: readonly FeatureName[]) => void;
}

/** What each feature looks for and finds, its age and its last error, its switch, and which one makes trouble. */
export function HealthPage(props: HealthPageProps) {
  const { pages, answers, now, off, search } = props;
  return (
    <>
      <header>
        <h1>Deputy: health</h1>
        <div class="row">
          <button type="button" onClick={props.onLook}>
            Look again
          </button>
          <button type="button" onClick={props.onReload} disabled={pages.length === 0}>
            Reload the pages
          </button>
          <span role="status">{props.said}</span>
        </div>
      </header>
      <main>
        <section aria-label="Features">
          <h2>Features</h2>
          <table>
            <TableHead names={['On', 'Feature', 'Last good answer', 'Last error']} />
            <tbody>
              {FEATURES.map(({ name, title, does }) => {
                const { answeredAt = null, lastError = null } = answers.find((a) => a.feature === name) ?? {};
                return (
                  <tr key={name}>
                    <td>
                      <input
                        type="checkbox"
                        aria-label={title}
                        checked={!off.includes(name)}
                        disabled={search !== null}
                        onChange={(event) => props.onSwitch(name, event.currentTarget.checked)}
                      />
                    </td>
                    <th scope="row">
                      {title}
                      <div class="quiet">{does}</div>
                    </th>
                    <td>{answeredAt === null ? '–' : ageInWords(now - answeredAt)}</td>
                    <td>{lastError ? `${ageInWords(now - lastError.at)}: ${lastError.words}` : '–'}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
        <Culprit {...props} />
        {pages.length === 0 && <p class="empty">No page of Perfherder is open.</p>}
        {pages.map(({ tabId, kind, features }, n) => (
          <section key={tabId} aria-label={`Page ${n + 1}: ${kind}`}>
            <h2>
              Page {n + 1}: {kind}
            </h2>
            {features ? (
              features.map((one) => <InPage key={one.feature} {...one} />)
            ) : (
              <p class="problem">
                Deputy does not answer there. The page is still loading, or was open before Deputy came:
                reload it.
              </p>
            )}
          </section>
        ))}
        <section aria-label="Report">
          <h2>Report</h2>
          <p class="quiet">No name, address, alert or note stands in it.</p>
          <div class="row">
            <button type="button" onClick={props.onCopy}>
              Copy the report
            </button>
          </div>
          <pre>{props.report}</pre>
        </section>
      </main>
    </>
  );
}

function InPage({ feature, state, anchors }: FeatureInPage) {
  return (
    <details open={state !== 'works' && state !== 'switched off'}>
      <summary>
        {titleOf(feature)}: <strong class={state === 'works' ? '' : 'stuck'}>{state}</strong>
      </summary>
      <ul>
        {anchors.map(({ name, found, expected, healthy }) => (
          <li key={name}>
            {healthy ? 'found' : <strong class="stuck">missing</strong>} {name}: {found} ({expected})
          </li>
        ))}
      </ul>
    </details>
  );
}

function Culprit({ search, onSearch, onAnswer, onEndSearch }: HealthPageProps) {
  return (
    <section aria-label="Find the culprit">
      <h2>Find the culprit</h2>
      {search === null && (
        <div class="row">
          <button type="button" onClick={onSearch}>
            Find the culprit
          </button>
          <span class="quiet">
            Something on the page is wrong? Features are switched off and on, and you say whether it still is.
          </span>
        </div>
      )}
      {search?.kind === 'try' && (
        <>
          <p>
            On now: {search.on.length === 0 ? 'nothing' : search.on.map(titleOf).join(', ')}. Reload the
            pages. Is the trouble still there?{' '}
            <span class="quiet">At most {counted(Math.max(1, search.questionsLeft), 'question')} left.</span>
          </p>
          <div class="row">
            <button type="button" onClick={() => onAnswer(true)}>
              Yes, still there
            </button>
            <button type="button" onClick={() => onAnswer(false)}>
              No, it is gone
            </button>
            <button type="button" onClick={() => onEndSearch([])}>
              Stop the search
            </button>
          </div>
        </>
      )}
      {search?.kind === 'not a feature' && (
        <div class="row">
          <span role="alert">It is there with all of Deputy’s features off: look elsewhere.</span>
          <button type="button" onClick={() => onEndSearch([])}>
            Done
          </button>
        </div>
      )}
      {search?.kind === 'found' && (
        <div class="row">
          <span role="alert">It comes with: {titleOf(search.culprit)}.</span>
          <button type="button" onClick={() => onEndSearch([search.culprit])}>
            Leave it off
          </button>
          <button type="button" onClick={() => onEndSearch([])}>
            Switch it on again
          </button>
        </div>
      )}
    </section>
  );
}

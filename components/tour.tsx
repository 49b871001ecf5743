import type { KeyTable } from '@/lib/model/keys';
import type { TourStep } from '@/lib/model/strip';
import { toDrawn } from './toDrawn';

/** What the tour shows, part by part; a minute to read. `at` is found in Deputy's own views (summaryBar, alertCell, noticeLine). */
const PARTS = [
  {
    at: '.queues',
    title: 'What waits for you',
    text: 'The queues of your role, counted over everything that is sheriffed, not only over this page. Open one for its alerts; “Next one” takes you to what is due next.',
    key: 'next one',
  },
  {
    at: '.bar .state',
    title: 'Where an alert stands',
    text: 'Each alert summary has one bar. It begins with the state: untriaged, collecting data, data ready and so on; beside it is the next deadline.',
    key: 'next summary',
  },
  {
    at: '.suggestions',
    title: 'Suggestions',
    text: 'When an alert probably comes from another branch, or from a backout, the bar says so and why. One press marks it downstream; it can be undone.',
    key: 'relate',
  },
  {
    at: '[data-command=send],[data-command=plan]',
    title: 'A round',
    text: 'The bar says what data are missing and what they would cost. Sending waits some seconds, so that you can cancel; the plan shows each job first.',
    key: 'send',
  },
  {
    at: '.mark',
    title: 'Marks and data',
    text: 'In front of each alert: whether it was retriggered, how many data points are in, and what they say.',
    key: 'mark',
  },
  {
    at: '[data-command=notes]',
    title: 'Notes',
    text: 'All that is done stands in the alert’s own notes, where every sheriff can read it. Comments from templates are written here.',
    key: 'notes',
  },
] as const;

/** The steps of the tour, drawn in the background. @param keys as they are set */
export const tourSteps = (keys: KeyTable): readonly TourStep[] =>
  PARTS.map(({ at, title, text, key: command }, n) => {
    const key = keys.find((k) => k.name === command)?.key;
    const isLast = n === PARTS.length - 1;
    return {
      at,
      words: toDrawn(
        <>
          <h3>
            {n + 1} of {PARTS.length}: {title}
          </h3>
          <p>{text}</p>
          {key && (
            <p class="detail">
              Key: <kbd>{key}</kbd>
              {isLast && ' · all keys: '}
              {isLast && <kbd>{keys.find((k) => k.name === 'help')?.key}</kbd>}
            </p>
          )}
          <div class="row">
            <button
              type="button"
              class="primary"
              autofocus
              data-press={isLast ? 'tour end' : `tour ${n + 1}`}
            >
              {isLast ? 'Done' : 'Next'}
            </button>
            <button type="button" data-press={`tour ${Math.max(0, n - 1)}`} aria-disabled={n === 0}>
              Back
            </button>
            <button type="button" data-press="tour end">
              Skip
            </button>
          </div>
        </>,
      ),
    };
  });

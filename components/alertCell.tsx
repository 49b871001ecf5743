import { say } from '@/lib/model/say';
import type { CellView } from '@/lib/model/views';
import { command } from './command';
import { fromDrawn } from './fromDrawn';
import { guardedClick, isLive, type Stillness } from './guardedClick';

/** A row's cell: the mark, and for alerts of a round the strip of their data with what these say. */
export function AlertCell({
  view,
  canWrite,
  onToggle,
  stillness,
}: {
  readonly view: CellView;
  readonly canWrite: boolean;
  readonly onToggle: () => void;
  readonly stillness: Stillness;
}) {
  const why = canWrite ? '' : say('log in to mark');
  const more = [view.markedBy, view.coveredBy].filter((words) => words !== '');
  const onFocus = [...more, view.verdict?.sentence, view.strip?.text].filter(Boolean).join(' · ');
  return (
    <div class="cell">
      <button
        type="button"
        {...command(
          'mark',
          guardedClick(stillness, () => canWrite && onToggle()),
        )}
        class={view.pending ? 'mark guarded pending' : canWrite ? 'mark guarded' : 'mark'}
        aria-pressed={view.marked}
        aria-label={view.markName}
        aria-disabled={!canWrite || !isLive(stillness)}
        title={`${[view.markName, ...more].join(', ')}${why}`}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            d={view.marked ? 'M3 8.5l3.2 3.2L13 4.8' : 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3'}
          />
        </svg>
      </button>
      {/* what a mouse reads in the titles, for whoever comes by key */}
      {onFocus && (
        <span class="tip" aria-hidden="true">
          {onFocus}
        </span>
      )}
      {view.coveredBy !== '' && (
        <span class="covered" role="img" aria-label={view.coveredBy} title={view.coveredBy} />
      )}
      {view.strip && (
        <div class="strip" role="img" aria-label={view.strip.text} title={view.strip.text}>
          {view.strip.drawn?.map(fromDrawn)}
        </div>
      )}
      {view.verdict && (
        <span class="verdict" title={view.verdict.sentence}>
          {view.verdict.word}
        </span>
      )}
    </div>
  );
}

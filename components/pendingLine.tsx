import { say } from '@/lib/model/say';
import type { SummaryView } from '@/lib/model/views';
import { command } from './command';
import { GuardedButton } from './guardedButton';
import { type Stillness, trustedClick } from './guardedClick';
import { type ProblemActions, ProblemNotice } from './problemNotice';
import { TableHead } from './tableHead';

export interface PendingActions extends ProblemActions {
  readonly writeNow: () => void;
  readonly writeBoth: () => void;
  readonly takeBack: () => void;
  readonly undo: () => void;
  readonly dismiss: () => void;
}

/** What waits to be written into the notes, what could not be, and what can be taken back. */
export function PendingLine({
  view: { pending, undo, undoLimits, undoing, beforehand },
  now,
  actions,
  stillness,
}: {
  readonly view: Pick<SummaryView, 'pending' | 'undo' | 'undoLimits' | 'undoing' | 'beforehand'>;
  readonly now: number;
  readonly actions: PendingActions;
  readonly stillness: Stillness;
}) {
  if (pending?.state.kind === 'failed') {
    const { problem } = pending.state;
    return (
      <>
        <ProblemNotice
          problem={{ ...problem, detail: problem.conflicts ? '' : (problem.detail ?? '') }}
          {...(problem.conflicts && { advice: say('look before choosing') })}
          actions={actions}
        />
        {problem.conflicts && <Conflict conflicts={problem.conflicts} />}
        <div class="row">
          <span>Not written: {pending.what}.</span>
          <GuardedButton
            text={problem.conflicts ? 'Keep both' : 'Write again'}
            act={problem.conflicts ? actions.writeBoth : actions.writeNow}
            stillness={stillness}
          />
          <TakeBack text={problem.conflicts ? 'Keep theirs' : 'Take back'} act={actions.takeBack} />
        </div>
      </>
    );
  }
  if (pending?.state.kind === 'grace') {
    const seconds = Math.max(0, Math.ceil((pending.state.endsAt - now) / 1000));
    return (
      <div class="notice info row">
        <span>
          {pending.what}, written to the notes in {seconds} s
          {beforehand.length > 0 && `. ${beforehand.join(' ')}`}
        </span>
        <GuardedButton text="Write now" act={actions.writeNow} stillness={stillness} />
        <TakeBack text="Take back" act={actions.takeBack} />
      </div>
    );
  }
  if (pending) return <div class="notice info">Writing {pending.what} to the notes…</div>;
  if (undoing.kind === 'working') return <div class="notice info">Taking back {undoing.what}…</div>;
  return (
    <>
      {undoing.kind === 'failed' && (
        <ProblemNotice problem={undoing.problem} actions={actions} onDismiss={actions.dismiss} />
      )}
      {undoing.kind === 'done' && (
        <div class="notice info">Taken back: {[`${undoing.what}.`, ...undoing.notRestored].join(' ')}</div>
      )}
      {undo !== null && (
        <div class="row">
          <GuardedButton name="undo" text={`Undo: ${undo}`} act={actions.undo} stillness={stillness} />
          <span class="detail">{undoLimits.join(' ')}</span>
        </div>
      )}
    </>
  );
}

/** Both texts of what two sheriffs changed at the same time. */
function Conflict({
  conflicts,
}: {
  readonly conflicts: readonly { readonly what: string; readonly theirs: string; readonly ours: string }[];
}) {
  return (
    <table class="conflict">
      <TableHead names={['Changed by both', 'Theirs', 'Yours']} />
      <tbody>
        {conflicts.map((c) => (
          <tr key={`${c.what} ${c.ours}`}>
            <th scope="row">{c.what}</th>
            <td>{c.theirs}</td>
            <td>{c.ours}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const TakeBack = ({ text, act }: { readonly text: string; readonly act: () => void }) => (
  <button type="button" {...command('cancel', trustedClick(act))}>
    {text}
  </button>
);

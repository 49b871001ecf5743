import type { NotesView } from '@/lib/model/views';
import type { OwnState } from '@/lib/model/workflow';
import { Dialog } from './dialog';
import { fromDrawn } from './fromDrawn';
import { trustedClick } from './guardedClick';

export interface NotesDialogActions {
  readonly choose: (template: string) => void;
  readonly change: (part: {
    readonly comment?: string;
    readonly state?: OwnState | null;
    readonly reason?: string;
  }) => void;
  readonly save: () => void;
  readonly close: () => void;
  /** Opens the options, where the sheriffs' own templates are edited. */
  readonly editTemplates: () => void;
}

const KEEP = '';

/** A comment and a state for the notes, with what will be written, before it is. Closing keeps what was typed. */
export function NotesDialog({
  view,
  actions,
}: {
  readonly view: NotesView;
  readonly actions: NotesDialogActions;
}) {
  const canSave = view.closedBecause === null && view.missing.length === 0;
  return (
    <Dialog
      kind="notes"
      title={`Notes of alert #${view.id}`}
      onClose={actions.close}
      onKeyDown={(event) => {
        if (event.isTrusted && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) actions.save();
      }}
    >
      <div class="dialog-body">
        {view.problem && (
          <div class="notice problem" role="alert">
            {view.problem}
          </div>
        )}
        {view.closedBecause === null ? (
          <Form view={view} actions={actions} />
        ) : (
          <div class="notice info">{view.closedBecause}</div>
        )}
        <h3>Notes now</h3>
        <Text text={view.current} name="Notes now" />
        {view.closedBecause === null && (
          <p class="row">
            <button type="button" onClick={trustedClick(actions.editTemplates)}>
              Edit templates…
            </button>
            {view.faults.map((fault) => (
              <span key={fault} role="alert">
                {fault}
              </span>
            ))}
          </p>
        )}
      </div>
      <div class="dialog-foot">
        {view.missing.length > 0 && <span class="missing">{view.missing.join(' ')}</span>}
        {view.closedBecause === null && (
          <button type="button" class="primary" aria-disabled={!canSave} onClick={trustedClick(actions.save)}>
            Save notes
          </button>
        )}
      </div>
    </Dialog>
  );
}

function Form({ view, actions }: { readonly view: NotesView; readonly actions: NotesDialogActions }) {
  const { reason } = view;
  return (
    <>
      <div class="row">
        <label>
          Template{' '}
          <select value={view.template} onChange={({ currentTarget }) => actions.choose(currentTarget.value)}>
            <option value="">No template</option>
            {view.templates.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {view.states.length > 0 && (
          <label>
            State{' '}
            <select
              value={view.state ?? KEEP}
              onChange={({ currentTarget }) =>
                actions.change({ state: (currentTarget.value || null) as OwnState | null })
              }
            >
              <option value={KEEP}>leave as it is</option>
              {view.states.map((state) => (
                <option key={state} value={state}>
                  {state}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <label class="field">
        Comment
        <textarea
          rows={3}
          value={view.comment}
          onInput={({ currentTarget }) => actions.change({ comment: currentTarget.value })}
        />
      </label>
      {reason && (
        <label class="field">
          Reason
          <input
            value={reason.text}
            list={reason.suggestions.length > 0 ? 'reasons' : undefined}
            onInput={({ currentTarget }) => actions.change({ reason: currentTarget.value })}
          />
          <datalist id="reasons">
            {reason.suggestions.map((text) => (
              <option key={text} value={text} />
            ))}
          </datalist>
        </label>
      )}
      <section aria-label="What will be written" aria-busy={view.preview === null}>
        <h3>What will be written</h3>
        {view.preview ? view.preview.drawn?.map(fromDrawn) : '…'}
      </section>
      {view.beforehand.map((sentence) => (
        <div class="notice warn" key={sentence}>
          {sentence}
        </div>
      ))}
    </>
  );
}

/** Text is shown as it stands; a region that scrolls can be reached by key. */
function Text({ text, name }: { readonly text: string; readonly name: string }) {
  if (text === '') return <p class="detail">None yet.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key
    <section aria-label={name} tabIndex={0} class="notes-text">
      {text}
    </section>
  );
}

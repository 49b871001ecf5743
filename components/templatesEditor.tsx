import type { NoteTemplate } from '@/lib/model/noteTemplate';
import type { TemplatesView } from '@/lib/model/views';
import { trustedClick } from './guardedClick';
import { ImportFile } from './importFile';

export interface TemplateActions {
  readonly open: (isOpen: boolean) => void;
  readonly edit: (templates: readonly NoteTemplate[]) => void;
  readonly importFile: (text: string) => void;
  readonly save: () => void;
}

/** The sheriffs' own templates: edit, add, delete, import and export. */
export function TemplatesEditor({
  view,
  actions,
}: {
  readonly view: TemplatesView;
  readonly actions: TemplateActions;
}) {
  const { templates, changeable } = view;
  const change = (at: number, part: Partial<NoteTemplate>) =>
    actions.edit(templates.map((t, n) => (n === at ? { ...t, ...part } : t)));
  return (
    <details
      class="templates"
      open={view.isOpen}
      onToggle={({ currentTarget }) => actions.open(currentTarget.open)}
    >
      <summary>Templates…</summary>
      <p class="detail">
        A template named like a shipped one stands in its place. Variables:{' '}
        {'{summary} {alerts} {revisions} '}
        {'{jobs} {round} {eta} {reason} {upstream} {me} {date}'}
      </p>
      {templates.map((t, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed; rows only move when one is deleted
        <div class="row" key={at}>
          <input
            aria-label={`Name of template ${at + 1}`}
            placeholder="Name"
            value={t.name}
            onInput={({ currentTarget }) => change(at, { name: currentTarget.value })}
          />
          <textarea
            class="wide"
            rows={1}
            aria-label={`Text of template ${at + 1}`}
            placeholder="Text"
            value={t.text}
            onInput={({ currentTarget }) => change(at, { text: currentTarget.value })}
          />
          <button
            type="button"
            aria-label={`Delete template ${t.name}`}
            onClick={trustedClick(() => actions.edit(templates.filter((_, n) => n !== at)))}
          >
            Delete
          </button>
        </div>
      ))}
      {view.faults.length > 0 && (
        <div class="notice warn" role="alert">
          {view.faults.map((fault) => (
            <p key={fault}>{fault}</p>
          ))}
        </div>
      )}
      <div class="row">
        <button
          type="button"
          onClick={trustedClick(() => actions.edit([...templates, { name: '', text: '' }]))}
        >
          Add template
        </button>
        {changeable && (
          <button type="button" onClick={trustedClick(() => actions.edit([...templates, changeable]))}>
            Change “{changeable.name}”
          </button>
        )}
        <button type="button" onClick={trustedClick(actions.save)}>
          Save templates
        </button>
        {view.isSaved && <span role="status">Templates saved.</span>}
        <a href={view.file} download="deputy-templates.json">
          Export templates
        </a>
        <ImportFile label="Import templates" onImport={actions.importFile} />
      </div>
    </details>
  );
}

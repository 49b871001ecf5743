import type { ComponentChildren } from 'preact';
import type { OptionsView, OptionView, Origin, PairRow } from '@/lib/settings/editing';
import { OPTION_GROUPS, type Option, SWITCH } from '@/lib/settings/options';
import { NUMBER_LIMITS, type SettingsPath } from '@/lib/settings/settings';
import { ImportFile } from './importFile';
import { KeysEditor, type TypeKey } from './keysEditor';
import { type TemplateActions, TemplatesEditor } from './templatesEditor';

export interface OptionsPageProps {
  /** The alerts page offers its tour again. */
  readonly onTour: () => void;
  readonly view: OptionsView;
  /** Address of the settings as a file, and of the templates alone. */
  readonly files: { readonly settings: string; readonly templates: string };
  readonly onType: (option: Option, text: string) => void;
  readonly onReset: (path: SettingsPath) => void;
  readonly onPairs: (rows: readonly PairRow[]) => void;
  readonly onKey: TypeKey;
  readonly onImport: (text: string) => void;
  readonly templateActions: TemplateActions;
  readonly templatesOpen: boolean;
}

const ORIGINS: Readonly<Record<Origin, string>> = {
  default: 'default',
  team: 'set by your team',
  own: 'yours',
};

/** All settings, each with where it comes from, the reason for its default, and a way back. */
export function OptionsPage(props: OptionsPageProps) {
  const { view, files, onType, onReset, onImport } = props;
  return (
    <>
      <header>
        <h1>Deputy: options</h1>
        <div class="row">
          <a href={files.settings} download="deputy-settings.json">
            Export settings
          </a>
          <ImportFile label="Import settings" onImport={onImport} />
          <button type="button" onClick={props.onTour}>
            Offer the tour again
          </button>
          <a href="/guide.html" target="_blank" rel="noreferrer">
            The sheriff's guide
          </a>
          <span role="status">{view.imported.join(' ')}</span>
        </div>
        <p class="quiet">What fits is stored at once. Open alerts pages take it with their next action.</p>
      </header>
      <main class="options">
        {OPTION_GROUPS.map(({ title, options }) => (
          <section key={title} aria-label={title}>
            <h2>{title}</h2>
            {options.map((option) => {
              const shown = view.options.get(option.path);
              return (
                shown && (
                  <Field
                    key={option.path}
                    {...shown}
                    onType={(text) => onType(option, text)}
                    onReset={() => onReset(option.path)}
                  />
                )
              );
            })}
          </section>
        ))}
        <Pairs {...props} />
        <section aria-label="Templates">
          <Heading title="Templates" origin={view.templates.origin} onReset={() => onReset('templates')}>
            Comments for the notes, beside the shipped ones or in their place.
          </Heading>
          <TemplatesEditor
            view={{
              isOpen: props.templatesOpen,
              templates: view.templates.list,
              faults: view.templates.faults,
              isSaved: view.templates.isSaved,
              file: files.templates,
              changeable: null,
            }}
            actions={props.templateActions}
          />
        </section>
        <section aria-label="Keys">
          <Heading title="Keys" origin={view.keys.origin} onReset={() => onReset('keys')}>
            Keys of the alerts page. An empty one is switched off.
          </Heading>
          <KeysEditor rows={view.keys.rows} onKey={props.onKey} />
        </section>
      </main>
    </>
  );
}

function Field({
  option,
  text,
  origin,
  fallback,
  fault,
  onType,
  onReset,
}: OptionView & { readonly onType: (text: string) => void; readonly onReset: () => void }) {
  const id = option.path.replace('.', '-');
  const common = {
    id,
    'aria-describedby': `${id}-why`,
    'aria-invalid': fault !== null,
  };
  return (
    <div class="field">
      <label for={id}>{option.label}</label>
      <span class="value">
        {option.kind === 'choice' || option.kind === 'switch' ? (
          <select {...common} value={text} onChange={(event) => onType(event.currentTarget.value)}>
            {(option.kind === 'choice' ? option.choices : SWITCH).map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </select>
        ) : option.kind === 'number' ? (
          <input
            {...common}
            class="number"
            type="number"
            min={NUMBER_LIMITS[option.path][0]}
            max={NUMBER_LIMITS[option.path][1]}
            value={text}
            onChange={(event) => onType(event.currentTarget.value)}
          />
        ) : (
          <input
            {...common}
            class="names"
            value={text}
            onChange={(event) => onType(event.currentTarget.value)}
          />
        )}
        {option.kind === 'number' && <span class="quiet"> {option.unit}</span>}
      </span>
      <span class="origin quiet">
        {ORIGINS[origin]}
        {(origin === 'own' || fault !== null) && (
          <button
            type="button"
            aria-label={`Reset to ${fallback || 'none'}: ${option.label}`}
            onClick={onReset}
          >
            Reset to {fallback || 'none'}
          </button>
        )}
      </span>
      <span id={`${id}-why`} class="why quiet">
        {option.why}
      </span>
      {fault && (
        <span role="alert" class="problem">
          {fault} Not stored.
        </span>
      )}
    </div>
  );
}

function Heading({
  title,
  origin,
  onReset,
  children,
}: {
  readonly title: string;
  readonly origin: Origin;
  readonly onReset: () => void;
  readonly children: ComponentChildren;
}) {
  return (
    <>
      <h2>{title}</h2>
      <p class="quiet">
        {children} ({ORIGINS[origin]}){' '}
        {origin === 'own' && (
          <button type="button" aria-label={`Reset ${title}`} onClick={onReset}>
            Reset
          </button>
        )}
      </p>
    </>
  );
}

function Pairs({ view: { pairs }, onPairs, onReset }: OptionsPageProps) {
  const change = (at: number, part: Partial<PairRow>) =>
    onPairs(pairs.rows.map((row, n) => (n === at ? { ...row, ...part } : row)));
  return (
    <section aria-label="Branches">
      <Heading title="Branches" origin={pairs.origin} onReset={() => onReset('pairs')}>
        Which repository receives what has landed on which other one, and how much earlier. Without any pair
        nothing is suggested as downstream.
      </Heading>
      <table class="narrow">
        <thead>
          <tr>
            <th scope="col">Receives</th>
            <th scope="col">Landed first on</th>
            <th scope="col">Within hours</th>
            <th scope="col">
              <span class="unseen">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed; rows only move when one is removed
            <tr key={at}>
              <td>
                <input
                  aria-label={`Pair ${at + 1}: receives`}
                  value={row.downstream}
                  onChange={({ currentTarget }) => change(at, { downstream: currentTarget.value })}
                />
              </td>
              <td>
                <input
                  aria-label={`Pair ${at + 1}: landed first on`}
                  value={row.upstream}
                  onChange={({ currentTarget }) => change(at, { upstream: currentTarget.value })}
                />
              </td>
              <td>
                <input
                  class="number"
                  type="number"
                  aria-label={`Pair ${at + 1}: within hours`}
                  value={row.windowHours}
                  onChange={({ currentTarget }) => change(at, { windowHours: currentTarget.value })}
                />
              </td>
              <td>
                <button
                  type="button"
                  aria-label={`Remove pair ${at + 1}`}
                  onClick={() => onPairs(pairs.rows.filter((_, n) => n !== at))}
                >
                  Remove
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <button
        type="button"
        onClick={() => onPairs([...pairs.rows, { downstream: '', upstream: '', windowHours: '24' }])}
      >
        Add pair
      </button>
      {pairs.fault && (
        <span role="alert" class="problem">
          {pairs.fault}
        </span>
      )}
    </section>
  );
}

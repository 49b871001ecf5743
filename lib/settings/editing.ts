import { COMMANDS, type CommandName, faultOfKey, type Keys } from '@/lib/model/keys';
import { type BadTemplate, type NoteTemplate, readTemplates } from '@/lib/model/noteTemplate';
import type { DownstreamPair } from '@/lib/model/pairs';
import { faultOf, OPTIONS, type Option, printOption, readOption } from './options';
import {
  faultyPaths,
  readSettings,
  type Settings,
  type SettingsPath,
  storedAt,
  valueAt,
  withStored,
} from './settings';
import { printSettingsFile, readSettingsFile } from './settingsFile';

/** Where a value comes from: as shipped, from the team's policy, or the sheriff's own. */
export type Origin = 'default' | 'team' | 'own';

export interface OptionView {
  readonly option: Option;
  /** As it stands in its field. */
  readonly text: string;
  readonly origin: Origin;
  /** What a reset would give. */
  readonly fallback: string;
  /** What is wrong with the text; it is not stored then. */
  readonly fault: string | null;
}

export interface KeyView {
  readonly name: CommandName;
  readonly does: string;
  readonly key: string;
  readonly fallback: string;
  readonly fault: string | null;
}

export interface OptionsView {
  readonly options: ReadonlyMap<SettingsPath, OptionView>;
  readonly pairs: {
    readonly rows: readonly PairRow[];
    readonly origin: Origin;
    readonly fault: string | null;
  };
  readonly keys: { readonly rows: readonly KeyView[]; readonly origin: Origin };
  readonly templates: {
    readonly list: readonly NoteTemplate[];
    readonly origin: Origin;
    readonly faults: readonly string[];
    readonly isSaved: boolean;
  };
  /** The sheriff's own settings as a file. */
  readonly file: string;
  /** What came of the last import. */
  readonly imported: readonly string[];
}

/** A pair as it is typed. */
export interface PairRow {
  readonly downstream: string;
  readonly upstream: string;
  readonly windowHours: string;
}

/** What is typed and not stored yet. */
interface Draft {
  readonly texts: ReadonlyMap<SettingsPath, string>;
  readonly pairs: readonly PairRow[] | null;
  readonly keys: Partial<Record<CommandName, string>>;
  readonly templates: readonly NoteTemplate[] | null;
  readonly templateFaults: readonly string[];
  readonly templatesSaved: boolean;
  readonly imported: readonly string[];
}
const NO_DRAFT: Draft = {
  texts: new Map(),
  pairs: null,
  keys: {},
  templates: null,
  templateFaults: [],
  templatesSaved: false,
  imported: [],
};

/** What is stored where. */
export interface SettingsShelf {
  /** The sheriff's own settings, and the team's. */
  read(): Promise<{ readonly stored: unknown; readonly managed: unknown }>;
  write(stored: Record<string, unknown>): Promise<void>;
}

export interface OptionsEditing {
  view(): OptionsView;
  /** Takes what is stored; also when another page or window has changed it. */
  reload(): Promise<void>;
  type(option: Option, text: string): Promise<void>;
  reset(path: SettingsPath): Promise<void>;
  editPairs(rows: readonly PairRow[]): Promise<void>;
  typeKey(name: CommandName, key: string): Promise<void>;
  /** @param bad those of a file that cannot be used */
  editTemplates(list: readonly NoteTemplate[], bad?: readonly BadTemplate[]): void;
  saveTemplates(): Promise<void>;
  importFile(text: string): Promise<void>;
}

/** The options while they are edited: what fits is stored at once, what does not stands with its fault and is not. */
export function createOptionsEditing(shelf: SettingsShelf, onChange: () => void): OptionsEditing {
  let stored: unknown = {};
  let managed: unknown = {};
  let draft = NO_DRAFT;
  let last: Promise<void> = Promise.resolve();

  const settings = () => readSettings(stored, managed);
  const fallback = () => readSettings({}, managed);
  const originOf = (path: SettingsPath): Origin =>
    storedAt(stored, path) !== undefined && !faultyPaths(stored).includes(path)
      ? 'own'
      : storedAt(managed, path) !== undefined && !faultyPaths(managed).includes(path)
        ? 'team'
        : 'default';
  const edit = (part: Partial<Draft>) => {
    draft = { ...draft, imported: [], templatesSaved: false, ...part };
    onChange();
  };
  /** One after another, each on what is stored by then: two quick changes, or two windows, lose nothing. */
  const store = (change: (fresh: unknown) => Record<string, unknown>) => {
    last = last.then(async () => {
      ({ stored, managed } = await shelf.read());
      stored = change(stored);
      await shelf.write(stored as Record<string, unknown>);
      onChange();
    });
    return last;
  };
  const storeAt = (path: SettingsPath, value: unknown) =>
    store((fresh) => withStored(fresh, path, isDefault(path, value) ? undefined : value));
  const isDefault = (path: SettingsPath, value: unknown) =>
    JSON.stringify(valueAt(fallback(), path)) === JSON.stringify(value);
  const withoutText = (path: SettingsPath) => new Map([...draft.texts].filter(([p]) => p !== path));

  return {
    view() {
      const now = settings();
      const base = fallback();
      return {
        options: new Map(OPTIONS.map((option) => [option.path, optionView(option, now, base)])),
        pairs: {
          rows: draft.pairs ?? now.pairs.map(pairRow),
          origin: originOf('pairs'),
          fault: draft.pairs === null ? null : PAIRS_FAULT,
        },
        keys: {
          rows: COMMANDS.map(({ name, does }) => keyView(name, does, now.keys)),
          origin: originOf('keys'),
        },
        templates: {
          list: draft.templates ?? now.templates,
          origin: originOf('templates'),
          faults: draft.templates ? draft.templateFaults : badTemplates(now.badTemplates),
          isSaved: draft.templatesSaved,
        },
        file: printSettingsFile(stored),
        imported: draft.imported,
      };
      function optionView(option: Option, current: Settings, shipped: Settings): OptionView {
        const typed = draft.texts.get(option.path);
        return {
          option,
          text: typed ?? printOption(valueAt(current, option.path)),
          origin: originOf(option.path),
          fallback: printOption(valueAt(shipped, option.path)),
          fault: typed === undefined ? null : faultOf(option, readOption(option, typed)),
        };
      }
      function keyView(name: CommandName, does: string, keys: Keys): KeyView {
        const typed = draft.keys[name];
        const fault = typed === undefined ? null : faultOfKey(typed, name, keys);
        return { name, does, key: typed ?? keys[name], fallback: base.keys[name], fault };
      }
    },
    async reload() {
      ({ stored, managed } = await shelf.read());
      onChange();
    },
    async type(option, text) {
      const value = readOption(option, text);
      if (faultOf(option, value) !== null) {
        edit({ texts: new Map(draft.texts).set(option.path, text) });
        return;
      }
      edit({ texts: withoutText(option.path) });
      await storeAt(option.path, value);
    },
    async reset(path) {
      edit({
        texts: withoutText(path),
        ...(path === 'pairs' && { pairs: null }),
        ...(path === 'keys' && { keys: {} }),
        ...(path === 'templates' && { templates: null, templateFaults: [] }),
      });
      await store((fresh) => withStored(fresh, path, undefined));
    },
    async editPairs(rows) {
      const pairs = rows.map(toPair);
      const fits = !faultyPaths({ pairs }).includes('pairs');
      edit({ pairs: fits ? null : rows });
      if (fits) await storeAt('pairs', pairs);
    },
    async typeKey(name, key) {
      const { keys } = settings();
      if (faultOfKey(key, name, keys) !== null) {
        edit({ keys: { ...draft.keys, [name]: key } });
        return;
      }
      const { [name]: _, ...others } = draft.keys;
      edit({ keys: others });
      await storeAt('keys', { ...keys, [name]: key });
    },
    editTemplates: (list, bad = []) => edit({ templates: list, templateFaults: badTemplates(bad) }),
    async saveTemplates() {
      if (draft.templates === null) return;
      const { templates, bad } = readTemplates(draft.templates);
      if (bad.length > 0) return edit({ templateFaults: badTemplates(bad) });
      await storeAt('templates', templates);
      edit({ templates: null, templateFaults: [], templatesSaved: true });
    },
    async importFile(text) {
      const file = readSettingsFile(text);
      if (file.kind === 'not readable') return edit({ imported: [`${file.why} Nothing was changed.`] });
      await store(() => file.stored);
      draft = NO_DRAFT;
      edit({
        imported: [
          'The settings of the file are stored.',
          ...file.leftOut.map((name) => `“${name}” does not fit and was left out.`),
        ],
      });
    },
  };
}

const PAIRS_FAULT =
  'Not stored yet: each pair needs two repositories that differ, and from 1 to 1440 hours; at most 20 pairs.';

const pairRow = ({ downstream, upstream, windowHours }: DownstreamPair): PairRow => ({
  downstream,
  upstream,
  windowHours: String(windowHours),
});
const toPair = ({ downstream, upstream, windowHours }: PairRow): DownstreamPair => ({
  downstream: downstream.trim(),
  upstream: upstream.trim(),
  windowHours: windowHours.trim() === '' ? Number.NaN : Number(windowHours),
});

const badTemplates = (bad: readonly BadTemplate[]) => bad.map(({ name, fault }) => `“${name}”: ${fault}.`);

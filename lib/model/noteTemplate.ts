/**
 * What a template may name, each in braces: `{alerts}`. Counts come with their noun ('14 jobs', '1 revision'), so that a
 * template need not know which form is due.
 */
export const TEMPLATE_VARIABLES = [
  'summary',
  'alerts',
  'revisions',
  'jobs',
  'round',
  'eta',
  'reason',
  'upstream',
  'me',
  'date',
] as const;
export type TemplateVariable = (typeof TEMPLATE_VARIABLES)[number];

/** A comment to begin with. One that bears the name of a shipped template stands in its place. */
export interface NoteTemplate {
  readonly name: string;
  readonly text: string;
}

/** A template that was left out, and why, the end of a sentence. */
export interface BadTemplate {
  readonly name: string;
  readonly fault: string;
}

/** Names stand in a list, texts in a comment of a few lines; more templates than this nobody finds again. */
const LONGEST_TEMPLATE_NAME = 60;
export const LONGEST_TEMPLATE = 2000;
export const MOST_TEMPLATES = 50;

export const VARIABLE = /\{([A-Za-z]+)\}/g;
export const isTemplateVariable = (name: string): name is TemplateVariable =>
  TEMPLATE_VARIABLES.some((variable) => variable === name);

/** The names in braces that are no variables, each once: a template with any is not accepted by the settings. */
export const unknownVariables = (template: string): string[] => [
  ...new Set(
    [...template.matchAll(VARIABLE)].flatMap(([, name = '']) => (isTemplateVariable(name) ? [] : [name])),
  ),
];

/** Sorts a list that came from outside: what can be used, and what cannot with the reason. Never throws. */
export function readTemplates(list: unknown): {
  readonly templates: readonly NoteTemplate[];
  readonly bad: readonly BadTemplate[];
} {
  const templates = new Map<string, NoteTemplate>();
  const bad: BadTemplate[] = [];
  for (const [at, entry] of (Array.isArray(list) ? (list as readonly unknown[]) : []).entries()) {
    const { name, text } = (entry ?? {}) as { readonly name?: unknown; readonly text?: unknown };
    const known = typeof name === 'string' && name.trim() !== '' ? name.trim() : `number ${at + 1}`;
    const fault = templates.has(known) ? 'its name is there twice' : faultOf(name, text);
    if (fault !== null) bad.push({ name: known.slice(0, LONGEST_TEMPLATE_NAME), fault });
    else if (templates.size === MOST_TEMPLATES) {
      bad.push({ name: known, fault: `there are more than ${MOST_TEMPLATES}` });
    } else templates.set(known, { name: known, text: String(text).trim() });
  }
  return { templates: [...templates.values()], bad };
}

function faultOf(name: unknown, text: unknown): string | null {
  if (typeof name !== 'string' || name.trim() === '') return 'it has no name';
  if (/[\r\n]/.test(name.trim())) return 'its name has more than one line';
  if (name.trim().length > LONGEST_TEMPLATE_NAME) {
    return `its name is longer than ${LONGEST_TEMPLATE_NAME} characters`;
  }
  if (typeof text !== 'string' || text.trim() === '') return 'it has no text';
  if (text.length > LONGEST_TEMPLATE) return `it is longer than ${LONGEST_TEMPLATE} characters`;
  if (text.includes('\0')) return 'it has a character that notes cannot hold';
  const [unknown, ...more] = unknownVariables(text);
  if (unknown === undefined) return null;
  const names = [unknown, ...more].map((v) => `{${v}}`).join(', ');
  return `${names} ${more.length > 0 ? 'are no variables' : 'is no variable'}`;
}

/** The parts of Deputy that can be switched off, each alone. */
export interface Feature {
  readonly name: string;
  readonly title: string;
  /** What a sheriff loses without it. */
  readonly does: string;
}

/** In the order in which they build on each other: what one of them needs stands before it. */
export const FEATURES = [
  {
    name: 'bars',
    title: 'Bars',
    does: 'The bar of each alert summary, with rounds, notes and states, and the line above the list.',
  },
  { name: 'cells', title: 'Cells', does: 'Marks, data strips and verdicts on the rows. They need the bars.' },
  {
    name: 'suggestions',
    title: 'Suggestions',
    does: 'What other summaries say: downstream, same cause, backout, reland.',
  },
  { name: 'keys', title: 'Keys', does: 'The keys of the alerts page.' },
  {
    name: 'own editor',
    title: 'Guard of the page’s notes editor',
    does: 'Merges what is saved there with what others have written meanwhile.',
  },
  { name: 'graphs', title: 'Panel on the graphs page', does: 'What is known about the chosen point.' },
] as const satisfies readonly Feature[];

export type FeatureName = (typeof FEATURES)[number]['name'];
export const FEATURE_NAMES: readonly FeatureName[] = FEATURES.map(({ name }) => name);
export const isFeatureName = (name: unknown): name is FeatureName =>
  FEATURE_NAMES.includes(name as FeatureName);

/** As the options and the health page call it. */
export const titleOf = (name: FeatureName): string => FEATURES.find((f) => f.name === name)?.title ?? name;

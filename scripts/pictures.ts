/** One picture of the documentation. */
export interface Picture {
  /** File name without `.png`, in docs/pictures. */
  readonly name: string;
  readonly scenario: string;
  /** What is done before it is taken; by the words on the controls. */
  readonly after: 'nothing' | 'send' | 'plan' | 'why' | 'state';
  /** The summary that stands in the middle; null: the one with a round. */
  readonly alert: number | null;
}

/** All pictures of the README, the guide and the store listing. Adding one here is all that it takes; `npm run docs:pictures` makes it. */
export const PICTURES: readonly Picture[] = [
  { name: 'bar', scenario: 'quiet', after: 'nothing', alert: null },
  { name: 'after', scenario: 'quiet', after: 'send', alert: null },
  { name: 'plan', scenario: 'training', after: 'plan', alert: 51013 },
  { name: 'downstream', scenario: 'training', after: 'why', alert: 51015 },
  { name: 'looks-downstream', scenario: 'training', after: 'why', alert: 51016 },
  { name: 'noise', scenario: 'training', after: 'nothing', alert: 51008 },
  { name: 'infra', scenario: 'training', after: 'state', alert: 51009 },
  { name: 'broken-build', scenario: 'training', after: 'nothing', alert: 51007 },
];

/** One size for all, in CSS pixels: what app stores take. */
export const PICTURE_SIZE = { width: 1280, height: 800 } as const;
/** The moment at which every picture is taken. */
export const PICTURE_TIME = Date.UTC(2026, 10, 24, 14, 0);

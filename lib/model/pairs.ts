/**
 * Two branches of which one receives what lands on the other. Windows are a setting: the same change takes hours between two
 * integration branches, and up to a release cycle from there to beta.
 */
export interface DownstreamPair {
  /** Repository that receives the change. */
  readonly downstream: string;
  /** Repository on which the change landed first. */
  readonly upstream: string;
  /** The upstream push is older than the downstream push by less than this many hours. */
  readonly windowHours: number;
}

/** Two integration branches: a matching alert on the other one, under a day old (design 1.4). */
const INTEGRATION_HOURS = 24;
/** From merge to merge (design 1.4: 35 days). */
const MERGE_HOURS = 35 * 24;

/** Shipped pairs (design 1.4). */
export const DEFAULT_PAIRS: readonly DownstreamPair[] = [
  { downstream: 'autoland', upstream: 'mozilla-inbound', windowHours: INTEGRATION_HOURS },
  { downstream: 'mozilla-inbound', upstream: 'autoland', windowHours: INTEGRATION_HOURS },
  { downstream: 'mozilla-beta', upstream: 'autoland', windowHours: MERGE_HOURS },
  { downstream: 'mozilla-release', upstream: 'mozilla-beta', windowHours: MERGE_HOURS },
];

/** In a window longer than this many hours a push range proves nothing: a merge contains everything (design 1.4). */
export const LONG_WINDOW_HOURS = 48;

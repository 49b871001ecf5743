import type { Drawings } from './drawings';
import type { KeyValueStorage } from './journal';
import type { WatchOutlet } from './watchRounds';

/** What the background needs of the browser it runs in. */
export interface BackgroundDeps {
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>;
  /** Origin of Treeherder. */
  readonly site: string;
  readonly local: KeyValueStorage;
  readonly session: KeyValueStorage;
  /** The team's own defaults; none where there is no policy. */
  readonly managed?: () => Promise<unknown>;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly monotonic: () => number;
  readonly wallClock: () => number;
  /** Styles of all that stands in the page; none where nothing is drawn. */
  readonly styles?: string;
  /** Draws what the page shows as it is; left out where nothing is drawn. */
  readonly drawings?: Drawings;
  /** Shows a page of the extension; left out where there is none. */
  readonly openPage?: (page: 'options' | 'health' | 'guide') => Promise<unknown>;
  /** Alarm, badge and notifications; left out where there is nobody to tell. */
  readonly outlet?: WatchOutlet;
}

/**
 * What the isolated content script and the page's own world say to each other over `window.postMessage`: names, version
 * and shapes, without any library, so that the scripts on both sides stay small. The two schemas below are written by hand for the same reason.
 *
 * Anything in the page can read and forge these messages. They therefore carry no secret, and nothing follows from a
 * reply alone.
 */
export const BRIDGE_VERSION = 1;

/** Isolated content script → page's world: "ask the page to fetch this summary again". */
export const REFETCH_TO_PAGE = 'deputy: content to page: refetch summary';
/** Page's world → isolated content script: "the page's refetch has come to its end". */
export const REFETCHED_FROM_PAGE = 'deputy: page to content: refetched summary';

export interface RefetchToPage {
  readonly name: typeof REFETCH_TO_PAGE;
  readonly version: typeof BRIDGE_VERSION;
  /** Made by the asker, given back with the answer. */
  readonly id: string;
  readonly summaryId: number;
}

export interface RefetchedFromPage {
  readonly name: typeof REFETCHED_FROM_PAGE;
  readonly version: typeof BRIDGE_VERSION;
  readonly id: string;
  /** False: the page's component was not found, or its refetch threw. */
  readonly ok: boolean;
}

/** The schema of `RefetchToPage`: exactly these keys, each of its kind. */
export const isRefetchToPage = (value: unknown): value is RefetchToPage =>
  hasOnly(value, ['name', 'version', 'id', 'summaryId']) &&
  value.name === REFETCH_TO_PAGE &&
  value.version === BRIDGE_VERSION &&
  isRequestId(value.id) &&
  Number.isSafeInteger(value.summaryId) &&
  Number(value.summaryId) > 0;

/** The schema of `RefetchedFromPage`. */
export const isRefetchedFromPage = (value: unknown): value is RefetchedFromPage =>
  hasOnly(value, ['name', 'version', 'id', 'ok']) &&
  value.name === REFETCHED_FROM_PAGE &&
  value.version === BRIDGE_VERSION &&
  isRequestId(value.id) &&
  typeof value.ok === 'boolean';

const isRequestId = (id: unknown) => typeof id === 'string' && id.length >= 1 && id.length <= 64;

const hasOnly = (value: unknown, keys: readonly string[]): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === keys.length &&
  keys.every((key) => Object.hasOwn(value, key));

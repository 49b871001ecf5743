/**
 * A view that the background has drawn: plain data, so that the page's script need not carry the code that makes it. It holds
 * elements with plain attributes, and text that stays text; what can be pressed names itself by `data-press`.
 */
export type Drawn =
  | string
  | readonly [
      tag: string,
      attributes: Readonly<Record<string, string | number | boolean>>,
      children: readonly Drawn[],
    ];

/** A record that the page shows as the background has drawn it. */
export interface DrawnRecord {
  /** Absent where nothing is drawn. */
  readonly drawn?: readonly Drawn[];
}

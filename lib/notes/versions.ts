/** One version of the notes protocol and the releases of Deputy that speak it. */
export interface ProtocolVersion {
  /** The number in the opening fence, `-- deputy <version> --`. */
  readonly version: number;
  /** The first release that reads and writes it. */
  readonly oldestRelease: string;
  /** The last release that writes it; null while the current one does. */
  readonly newestRelease: string | null;
}

/**
 * Every version of the protocol, oldest first. A new one is added when a line changes its meaning; a new kind of line needs
 * none, for older releases keep lines that they do not know.
 */
export const PROTOCOL_VERSIONS: readonly ProtocolVersion[] = [
  { version: 1, oldestRelease: '0.1.0', newestRelease: null },
];

/** The version that this release writes into a tail of its own. */
export const WRITTEN_VERSION = 1;

/** Whether this release may change a tail of that version; any other is shown and kept, never written. */
export const speaks = (version: number): boolean => PROTOCOL_VERSIONS.some((v) => v.version === version);

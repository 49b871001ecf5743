/**
 * Which build a perf platform's tests need. Source: gecko, taskcluster/test_configs/test-platforms.yml (read in
 * 2026), where every test platform names its one `build-platform`; several test platforms share a build.
 */

/** How long data takes to arrive, in seconds: from half an hour to six hours (design 1.1). */
export const BACKFILL_ETA = {
  /** Nothing is there earlier. */
  shortest: 30 * 60,
  /** Longer than this is no estimate but a fault. */
  longest: 6 * 3600,
  /** A shippable build with its PGO chain comes first: hours, not minutes (taskcluster-actions 2.6). */
  build: 2.5 * 3600,
  /** What is left of a build that runs already, on average. */
  buildUnderWay: 1.25 * 3600,
  /** Queueing for one more job on the ordinary pools. Deputy's own estimate. */
  perJob: 30,
  /** The same on the device pools, where few machines serve everybody. */
  perDeviceJob: 3 * 60,
} as const;

interface BuildRow {
  /** Matches the beginning of the test platform's name. */
  readonly prefix: RegExp;
  /** The build platform without its variant. */
  readonly build: string;
  /** The build platform of the shippable variant, where gecko makes one for several architectures. */
  readonly shippable?: string;
}

// The first row that matches counts: narrower prefixes stand above wider ones.
const BUILD_ROWS: readonly BuildRow[] = [
  { prefix: /^linux[0-9]*-(aarch64|arm64)/, build: 'linux64-aarch64' },
  { prefix: /^(linux32|linux[0-9]+-32)/, build: 'linux' },
  { prefix: /^linux/, build: 'linux64' },
  { prefix: /^windows[0-9]*-aarch64/, build: 'win64-aarch64' },
  { prefix: /^windows[0-9]*-32/, build: 'win32' },
  { prefix: /^windows/, build: 'win64' },
  { prefix: /^macosx[0-9]*-aarch64/, build: 'macosx64-aarch64', shippable: 'macosx64' },
  { prefix: /^macosx/, build: 'macosx64' },
  { prefix: /^android-.*-(aarch64|arm64)/, build: 'android-aarch64' },
  { prefix: /^android-.*-arm7/, build: 'android-arm' },
  { prefix: /^android-.*-x86_64/, build: 'android-x86_64' },
  { prefix: /^android-.*-x86(-|$)/, build: 'android-x86' },
];

/** Parts of a platform's name that choose another build; all others ('-qr', '-hw-ref') only choose a machine. */
const VARIANTS = ['shippable', 'nightlyasrelease', 'devedition', 'asan', 'tsan', 'ccov'] as const;

/**
 * The label of the build that tests of this platform need, or undefined for a platform that the table does not know.
 * 'windows11-64-24h2-shippable' → 'build-win64-shippable/opt'.
 */
export function buildLabelOf(platform: string): string | undefined {
  const row = BUILD_ROWS.find((r) => r.prefix.test(platform));
  if (!row) return undefined;
  const parts = platform.split('-');
  const variant = VARIANTS.find((v) => parts.includes(v));
  const build = variant === 'shippable' ? (row.shippable ?? row.build) : row.build;
  return `build-${variant ? `${build}-${variant}` : build}/opt`;
}

/** macOS and Android devices: few machines, so they have a budget of their own (design 1.2). */
export function isDevicePool(platform: string): boolean {
  return platform.startsWith('macosx') || platform.startsWith('android-hw-');
}

/** Seeded chance: the same seed gives the same world, whatever else was drawn before. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** A whole number, both ends included. */
  int(from: number, to: number): number;
  pick<T>(from: readonly T[]): T;
  /** Normal with mean 0 and deviation 1. */
  gaussian(): number;
  hex(length: number): string;
  alphanumeric(length: number): string;
  /** A Taskcluster slug as `slugid.nice` makes it: 22 characters, a version 4 UUID that starts with a letter. */
  slug(): string;
}

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const SLUG = `${ALPHANUMERIC}-_`;

function hashOf(text: string): number {
  // FNV-1a, 32 bits
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The same numbers for the same seed, on every machine. */
export function seeded(seed: string): Random {
  let state = hashOf(seed);
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const letters = (alphabet: string, length: number) => {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet.charAt(int(0, alphabet.length - 1));
    return text;
  };
  return {
    next,
    int,
    pick<T>(from: readonly T[]): T {
      const found = from[int(0, from.length - 1)];
      if (found === undefined) throw new RangeError('Nothing to pick from.');
      return found;
    },
    gaussian() {
      return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    },
    hex: (length) => letters('0123456789abcdef', length),
    alphanumeric: (length) => letters(ALPHANUMERIC, length),
    slug: () =>
      letters('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef', 1) +
      letters(SLUG, 7) +
      letters('QRST', 1) +
      letters(SLUG, 1) +
      letters('CGKOSWaeimquy26-', 1) +
      letters(SLUG, 10) +
      letters('AQgw', 1),
  };
}

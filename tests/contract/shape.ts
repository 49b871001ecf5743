/**
 * Small descriptions of JSON, so that an expectation is data and runs against any backend: a type name, `a|b` for
 * either, `[shape]` for a list of such, an object for at least these keys, `is(value)` for exactly this.
 */
export type Shape = string | readonly [Shape] | { readonly [key: string]: Shape } | Exactly;

interface Exactly {
  readonly exactly: unknown;
}

/** Exactly this value. */
export const is = (value: unknown): Exactly => ({ exactly: value });

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (v) => typeof v === 'string',
  number: (v) => typeof v === 'number',
  int: (v) => Number.isInteger(v),
  boolean: (v) => typeof v === 'boolean',
  null: (v) => v === null,
  object: (v) => typeof v === 'object' && v !== null && !Array.isArray(v),
  array: (v) => Array.isArray(v),
  any: () => true,
  /** Naive ISO, meant as UTC, microseconds only when there are any (treeherder-api 0). */
  datetime: (v) => typeof v === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$/.test(v),
  revision: (v) => typeof v === 'string' && /^[0-9a-f]{40}$/.test(v),
  taskId: (v) => typeof v === 'string' && /^[A-Za-z0-9_-]{22}$/.test(v),
};

/** Where and how a value differs from its shape; null when it fits. */
export function mismatch(shape: Shape, value: unknown, at = 'body'): string | null {
  if (typeof shape === 'string') {
    const fits = shape.split('|').some((name) => TYPES[name]?.(value) ?? false);
    return fits ? null : `${at} should be ${shape}, but is ${JSON.stringify(value)?.slice(0, 120)}`;
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) return `${at} should be a list`;
    for (const [i, one] of value.entries()) {
      const found = mismatch(shape[0], one, `${at}[${i}]`);
      if (found) return found;
    }
    return null;
  }
  if (isExactly(shape)) {
    const [wanted, got] = [JSON.stringify(shape.exactly), JSON.stringify(value)];
    return wanted === got ? null : `${at} should be ${wanted}, but is ${got?.slice(0, 200)}`;
  }
  if (typeof value !== 'object' || value === null) return `${at} should be an object`;
  for (const [key, inner] of Object.entries(shape)) {
    if (!(key in value)) return `${at}.${key} is missing`;
    const found = mismatch(inner, (value as Record<string, unknown>)[key], `${at}.${key}`);
    if (found) return found;
  }
  return null;
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);
const isExactly = (shape: Shape): shape is Exactly =>
  typeof shape === 'object' && 'exactly' in shape && Object.keys(shape).length === 1;

/** A growth may be so many times the recorded one: the collector and a neighbour make up to half as much again of it. */
const MOST_GROWN = 2;

/** Of the two largest of three sizes. */
export const growth = ([, middle = 0, large = 0]: readonly number[]) => large / middle;

/** Which growths are clearly over those of the record, in words. */
export function grownSince(
  now: Readonly<Record<string, number>>,
  recorded: Readonly<Record<string, number>>,
): string[] {
  return Object.entries(now)
    .filter(([name, ratio]) => ratio > MOST_GROWN * (recorded[name] ?? Number.POSITIVE_INFINITY))
    .map(
      ([name, ratio]) => `${name}: ${ratio.toFixed(1)} for ten times the input, recorded ${recorded[name]}`,
    );
}

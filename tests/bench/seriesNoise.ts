import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { median, splits } from '@/lib/triage/levels';
import { tBetween } from '@/lib/triage/tScale';

/** A stretch of a real series without a step: values over their median, in the order they were measured. */
export type NoiseBlock = readonly number[];

export const SERIES_FOLDER = resolve(import.meta.dirname, '../../../shared/data/treeherder_samples/series');

/** Length of a block: as many data-bearing pushes as a verdict looks at. */
export const BLOCK = 30;

/** [time of the push, value] of a sample series, oldest first. */
export function readSeries(file: string): readonly (readonly [number, number])[] {
  const { test_runs: runs } = JSON.parse(readFileSync(file, 'utf8')) as { test_runs: readonly unknown[][] };
  return runs.map((run) => [Number(run[2]), Number(run[3])] as const).sort(([a], [b]) => a - b);
}

export const seriesFiles = () =>
  existsSync(SERIES_FOLDER)
    ? readdirSync(SERIES_FOLDER)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => join(SERIES_FOLDER, name))
    : [];

/**
 * Stretches of the sample series that hold no step of their own, so that what is known about a simulated step stays true.
 * Their noise is as measured: skewed, with outliers, with neighbours that resemble each other.
 *
 * @param mostPerSeries keeps a long series from drowning the others.
 */
export function realNoise(mostPerSeries = 12): readonly NoiseBlock[] {
  return seriesFiles().flatMap((file) => {
    const values = readSeries(file).map(([, value]) => value);
    const quiet: NoiseBlock[] = [];
    for (let from = 0; from + BLOCK <= values.length; from += BLOCK) {
      const block = values.slice(from, from + BLOCK);
      const level = median(block);
      if (hasNoStep(block)) quiet.push(block.map((v) => v / level));
    }
    const every = Math.max(1, quiet.length / mostPerSeries);
    return quiet.filter((_, i) => Math.floor(i / every) !== Math.floor((i - 1) / every));
  });
}

/** No split with 6 values a side has a t that noise alone seldom reaches: 4 over all splits. */
function hasNoStep(block: readonly number[]): boolean {
  return splits(block.map((v) => [v]))
    .filter(({ at }) => at >= 6 && at <= block.length - 6)
    .every(({ at }) => Math.abs(tBetween(block.slice(0, at), block.slice(at))) < 4);
}

/** Built-in noise for clones without the samples: normal, skewed, with outliers, and of two modes, at 0.5 to 3 %. */
export function builtInNoise(random: () => number): readonly NoiseBlock[] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const shapes: readonly (() => number)[] = [
    normal,
    () => Math.exp(normal() * 0.6) - 1,
    () => (random() < 0.05 ? 6 * normal() : normal()),
    () => (random() < 0.3 ? 2.5 : 0) + 0.5 * normal(),
  ];
  return [0.005, 0.01, 0.02, 0.03].flatMap((size) =>
    shapes.flatMap((shape) =>
      Array.from({ length: 3 }, () => Array.from({ length: BLOCK }, () => 1 + size * shape())),
    ),
  );
}

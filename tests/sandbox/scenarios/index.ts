import { Clock } from '../clock.ts';
import { World } from '../world.ts';
import { anonymous, bigPage, brokenBuild, quietDay, twoSheriffs } from './autoland.ts';
import { backoutReland } from './backoutReland.ts';
import { betaMerge } from './betaMerge.ts';
import { downstreamDay } from './downstreamDay.ts';
import { manyRows } from './manyRows.ts';
import { mergeDay } from './mergeDay.ts';
import { addOrganisation } from './organisation.ts';
import { training } from './training.ts';
import { fortnight, manySummaries, week } from './week.ts';

export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** Who is logged in when a test asks for the scenario's own user; null: nobody. */
  readonly user: string | null;
  readonly fill: (world: World) => void;
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'quiet',
    about: 'A quiet day on autoland: four browsertime summaries, one of them worth a round; talos on beta.',
    user: 'sheriff',
    fill: quietDay,
  },
  {
    name: 'two-sheriffs',
    about: 'The quiet day, with one summary that two sheriffs look at.',
    user: 'sheriff',
    fill: twoSheriffs,
  },
  {
    name: 'broken-build',
    about: 'The quiet day, but the Windows builds before the step are broken.',
    user: 'sheriff',
    fill: brokenBuild,
  },
  { name: 'big', about: 'Ten summaries with thirty rows each.', user: 'sheriff', fill: bigPage },
  { name: 'anonymous', about: 'The quiet day, seen without a login.', user: null, fill: anonymous },
  {
    name: 'downstream',
    about: 'Two branches that merge into each other; one summary for each answer of the downstream rule.',
    user: 'sheriff',
    fill: downstreamDay,
  },
  {
    name: 'merge-day',
    about: 'A hundred alerts from a dozen summaries of the other branch; in talos an ordinary page of ten.',
    user: 'sheriff',
    fill: mergeDay,
  },
  {
    name: 'beta-merge',
    about: 'A merge of hundreds of commits to beta, weeks after the alerts on autoland.',
    user: 'sheriff',
    fill: betaMerge,
  },
  {
    name: 'backout-reland',
    about: 'A change that lands, is backed out and lands again; a fix; a suspect that was backed out since.',
    user: 'sheriff',
    fill: backoutReland,
  },
  {
    name: 'week',
    about: 'A week of 300 summaries in every state, worked on by two sheriffs in turns.',
    user: 'sheriff',
    fill: week,
  },
  {
    name: 'fortnight',
    about: 'The same with 500 summaries: as many as the dashboard has to bear.',
    user: 'sheriff',
    fill: fortnight,
  },
  {
    name: 'training',
    about: 'A shift to practise on: twelve summaries, each with one right thing to do.',
    user: 'sheriff',
    fill: training,
  },
];

/**
 * A scenario of the list; or for measurements `rows-N`, two pages of ten summaries with N rows each, and `summaries-N`, a week with so
 * many of them.
 */
export function scenarioByName(name: string): Scenario {
  const rows = /^rows-(\d{1,3})$/.exec(name)?.[1];
  if (rows !== undefined) {
    const about = `Twenty summaries with ${rows} rows each.`;
    return { name, about, user: 'sheriff', fill: (world) => manyRows(world, Number(rows)) };
  }
  const summaries = /^summaries-(\d{1,3})$/.exec(name)?.[1];
  if (summaries !== undefined) {
    const about = `A week of ${summaries} summaries in every state.`;
    return { name, about, user: 'sheriff', fill: (world) => manySummaries(world, Number(summaries)) };
  }
  const found = SCENARIOS.find((s) => s.name === name);
  if (!found) {
    throw new Error(`No scenario "${name}". There are: ${SCENARIOS.map((s) => s.name).join(', ')}.`);
  }
  return found;
}

/** A fresh world; the same seed and time give the same one. */
export function makeWorld(scenario: Scenario, seed: string, clock: Clock = new Clock()): World {
  const world = new World(clock, seed);
  addOrganisation(world);
  scenario.fill(world);
  return world;
}

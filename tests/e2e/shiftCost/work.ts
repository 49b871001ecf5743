import { trainingAnswers } from '../../sandbox/scenarios/trainingAnswers.ts';
import type { World } from '../../sandbox/world.ts';

/** What is done about one alert summary. */
export type Work =
  /** Round 1 for so many alerts; `declining` is a summary that it only seems to come from. */
  | { readonly kind: 'round'; readonly id: number; readonly alerts: number; readonly declining?: number }
  /** So many of its alerts, all or not, are marked downstream. */
  | {
      readonly kind: 'downstream';
      readonly id: number;
      readonly of: number;
      readonly alerts: number;
      readonly isAll: boolean;
    }
  | { readonly kind: 'note'; readonly id: number; readonly text: string }
  /** A state with its reason. */
  | { readonly kind: 'needs data' | 'hand over'; readonly id: number; readonly reason: string }
  | { readonly kind: 'leave'; readonly id: number };

/** One half of the shift: a scenario and what is to be done in it. */
export interface Part {
  readonly name: string;
  readonly scenario: string;
  readonly work: (world: World) => readonly Work[];
}

/** Words of the guide to the first shift, by the names of the summaries. */
const REASONS: Readonly<Record<string, string>> = {
  noise: 'too much noise',
  infra: 'infra suspected',
  brokenBuild: 'broken build',
  enough: 'every push has its points',
};
/** Alerts that Deputy's plan takes of each of these summaries: one of each test. */
const ALERTS = 1;

/** The training shift as its guide does it (docs/guide/first-shift.md). */
function training(world: World): readonly Work[] {
  return trainingAnswers(world).map(({ name, summary: id, right }): Work => {
    switch (right.kind) {
      case 'round':
        return {
          kind: 'round',
          id,
          alerts: ALERTS,
          ...(right.declining !== undefined && { declining: right.declining }),
        };
      case 'downstream':
        return { kind: 'downstream', id, of: right.of, alerts: world.alertsOf(id).length, isAll: true };
      case 'note':
        return { kind: 'note', id, text: `reland of #${right.naming}, no round needed` };
      case 'leave':
        return { kind: 'leave', id };
      default: {
        const reason = REASONS[name] ?? name;
        return { kind: right.kind, id, reason };
      }
    }
  });
}

/** Eight summaries of a day with two branches. */
function twoBranches(world: World): readonly Work[] {
  const idOf = (name: string) => world.answer(name).summary;
  const round = (name: string): Work => ({ kind: 'round', id: idOf(name), alerts: ALERTS });
  const downstream = (name: string): Work => {
    const id = idOf(name);
    const of = idOf(`${name} upstream`);
    const { alerts } = world.answer(name);
    const marked = [...alerts.values()].filter((a) => a.kind === 'downstream').length;
    return { kind: 'downstream', id, of, alerts: marked, isAll: marked === alerts.size };
  };
  return [
    downstream('contained'),
    downstream('likely'),
    { ...round('not contained'), declining: idOf('not contained upstream') } as Work,
    round('invalid upstream'),
    round('no match'),
    round('neighbour'),
    { kind: 'leave', id: idOf('same cause') },
    round('late'),
  ];
}

/** Twenty summaries. */
export const SHIFT: readonly Part[] = [
  { name: 'training shift, 12 summaries', scenario: 'training', work: training },
  { name: 'day with two branches, 8', scenario: 'downstream', work: twoBranches },
];

/** What a person does, and what the servers are asked. */
export interface Cost {
  readonly clicks: number;
  /** Characters typed. */
  readonly keys: number;
  /** Documents loaded, tabs that open by themselves included. */
  readonly pages: number;
  /** To Treeherder's API and Taskcluster; preflights and redirects not counted. */
  readonly requests: number;
}

export const NOTHING: Cost = { clicks: 0, keys: 0, pages: 0, requests: 0 };

export const plus = (a: Cost, b: Partial<Cost>): Cost => ({
  clicks: a.clicks + (b.clicks ?? 0),
  keys: a.keys + (b.keys ?? 0),
  pages: a.pages + (b.pages ?? 0),
  requests: a.requests + (b.requests ?? 0),
});

/** A round by hand for one alert, as it was measured on the graphs page: not run again here. */
export const ROUND_BY_HAND: Cost = { clicks: 25, keys: 0, pages: 1, requests: 116 };

/** What is written by hand after a round, in one line. */
export const roundNote = (alerts: number) => `round 1: retriggered ${alerts} alerts, data in the evening`;
export const stateNote = (work: Work & { readonly reason: string }) =>
  `${work.kind === 'hand over' ? 'data ready' : work.kind}: ${work.reason}`;

/** The requests of a person's hand are measured; the rest is known beforehand, and the measurement checks it. */
export type Hand = Pick<Cost, 'clicks' | 'keys'>;

/** With Deputy's buttons. */
export function withDeputy(work: Work): Hand {
  switch (work.kind) {
    case 'round':
      // its reasons, "Not #N", and the one click
      return { clicks: work.declining === undefined ? 1 : 3, keys: 0 };
    case 'downstream':
      return { clicks: 1, keys: 0 };
    case 'note':
      // Notes, the field, Save
      return { clicks: 3, keys: work.text.length };
    case 'leave':
      return { clicks: 0, keys: 0 };
    default:
      // State, the state, the field, Save
      return { clicks: 4, keys: work.reason.length };
  }
}

/** With the page's own controls: the menu, "Edit notes", the field and Save for each note. */
export function byHand(work: Work): Hand {
  const note = (text: string): Hand => ({ clicks: 4, keys: text.length });
  switch (work.kind) {
    case 'round': {
      const { clicks, keys } = note(roundNote(work.alerts));
      return { clicks: clicks + work.alerts * ROUND_BY_HAND.clicks, keys };
    }
    case 'downstream':
      // the boxes, "Mark downstream", the field, Assign
      return { clicks: (work.isAll ? 1 : work.alerts) + 3, keys: `${work.of}`.length };
    case 'note':
      return note(work.text);
    case 'leave':
      return { clicks: 0, keys: 0 };
    default:
      return note(stateNote(work));
  }
}

interface Row {
  readonly name: string;
  readonly deputy: Cost;
  readonly hand: Cost;
}

/** The table of docs/cost-of-a-shift.md, its sum included. */
export function linesOf(rows: readonly Row[]): readonly string[] {
  const sum: Row = {
    name: 'together, 20',
    deputy: rows.map((row) => row.deputy).reduce(plus, NOTHING),
    hand: rows.map((row) => row.hand).reduce(plus, NOTHING),
  };
  const line = (name: string, how: string, cost: Cost) =>
    `| ${[name, how, cost.clicks, cost.keys, cost.pages, cost.requests].join(' | ')} |`;
  return [...rows, sum].flatMap(({ name, deputy, hand }) => [
    line(name, 'with Deputy', deputy),
    line(name, 'by hand', hand),
  ]);
}

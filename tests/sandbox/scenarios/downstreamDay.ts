import type { PushRecord, SeriesRecord } from '../records.ts';
import type { World } from '../world.ts';
import {
  addCommits,
  at,
  BROWSERTIME_ID,
  type Branch,
  find,
  mergeInto,
  type Place,
  place,
  placeAt,
  startBranch,
} from './branch.ts';
import { addCase, changeAnswer, downstreamOf } from './cases.ts';
import { addHistory } from './history.ts';
import { wakeInbound } from './organisation.ts';
import { BROWSERTIME, LINUX, MORE_BROWSERTIME, stepAt, WINDOWS } from './tests.ts';

/** The name under which the late candidate is still to come, and the virtual seconds until it comes by itself. */
export const LATE_CANDIDATE = 'late candidate';
const LATE_SECONDS = 2 * 3600;
/** A merge takes nothing younger than this. */
const MERGE_DELAY_SECONDS = 600;
/** Commits of an import that pushes everything older out of the list of a merge. */
const IMPORT_COMMITS = 230;
/** Seconds before the alert's push from when on a test does not run on the other branch: more than the window of 24 h. */
const NO_DATA_SECONDS = 28 * 3600;

/** Positions of the summaries on autoland among its data-bearing pushes, counted back from the newest. */
const AT = {
  likely: 13,
  invalidUpstream: 12,
  contained: 11,
  neighbour: 10,
  sameCause: 9,
  // the origin lies in the range of the next merge, so that the next gap has no story
  notContained: 8,
  otherPlatform: 6,
  late: 5,
  noData: 4,
  noMatch: 3,
} as const;

const NO_MATCH = { kind: 'no match within the window' } as const;
const NO_DATA = { kind: 'no data there: cannot tell' } as const;

/**
 * Two integration branches that merge into each other every few hours, and on autoland one summary for each answer that
 * the downstream rule can give.
 */
export function downstreamDay(world: World): void {
  const day = new TwoBranches(world);
  day.changeLevels();
  day.measure();
  day.raiseAlerts();
}

/** Of one summary on autoland: where it stands, and where its origin on inbound does. */
interface Story {
  readonly own: Place;
  readonly origin: Place;
  /** The merge that brought it to autoland. */
  readonly merge: PushRecord;
}

class TwoBranches {
  readonly #world: World;
  readonly #autoland: Branch;
  readonly #inbound: Branch;
  readonly #stories = new Map<keyof typeof AT, Story>();

  constructor(world: World) {
    this.#world = world;
    const common = {
      gapMinutes: [20, 30] as const,
      pushes: 145,
      commits: [1, 3] as const,
      frameworkId: BROWSERTIME_ID,
      platforms: [WINDOWS, LINUX],
      suites: [
        ...BROWSERTIME,
        ...MORE_BROWSERTIME.filter(({ suite }) => ['bing-search', 'ebay', 'espn', 'imdb'].includes(suite)),
      ],
    };
    this.#inbound = startBranch(world, {
      ...common,
      repository: wakeInbound(world),
      firstId: 1_690_000,
      dataEvery: [2, 3],
    });
    this.#autoland = startBranch(world, {
      ...common,
      repository: world.repository('autoland'),
      firstId: 1_700_000,
      dataEvery: [6, 8],
    });
    this.#merge();
  }

  /** One merge into each gap of autoland's data, right behind the older end. */
  #merge(): void {
    const { log, data } = this.#inbound;
    const hasData = new Set(data.map((p) => p.id));
    const names = new Map<number, keyof typeof AT>(
      Object.entries(AT).map(([name, fromEnd]) => [fromEnd, name as keyof typeof AT]),
    );
    let taken = -1;
    for (let fromEnd = this.#autoland.data.length - 2; fromEnd >= 0; fromEnd--) {
      const own = place(this.#world, this.#autoland, fromEnd);
      const merge = at(this.#autoland.log, own.prevPush.index + 1);
      let newest = log.findLastIndex((p) => p.time < merge.time - MERGE_DELAY_SECONDS);
      const name = names.get(fromEnd);
      // here the culprit comes along, but the push at which its alert stands does not
      if (name === 'notContained' && hasData.has(log[newest]?.id ?? 0)) newest -= 1;
      if (newest < 0) continue;
      const pushes = log.slice(taken + 1, newest + 1);
      if (name !== undefined) {
        const origin =
          name === 'notContained'
            ? data.find((p) => p.index > newest)
            : data.findLast((p) => p.index > taken + 1 && p.index < newest);
        if (!origin) throw new Error(`No origin for ${name}.`);
        if (name === 'likely') addCommits(this.#world, at(log, newest), IMPORT_COMMITS);
        this.#stories.set(name, { own, origin: placeAt(this.#world, this.#inbound, origin), merge });
      }
      mergeInto(this.#world, pushes, merge);
      taken = newest;
    }
  }

  #story(name: keyof typeof AT): Story {
    const found = this.#stories.get(name);
    if (!found) throw new Error(`No story ${name}.`);
    return found;
  }

  #on(
    branch: 'autoland' | 'inbound',
    suites: readonly string[],
    platforms = [WINDOWS, LINUX],
  ): SeriesRecord[] {
    const from = branch === 'autoland' ? this.#autoland : this.#inbound;
    return suites.flatMap((suite) => platforms.map((platform) => find(from, suite, platform)));
  }

  /** On inbound the level changes one push before the alert's, on autoland with the merge. */
  #stepBoth(name: keyof typeof AT, suites: readonly string[], factor: number): void {
    const { origin, merge } = this.#story(name);
    const [own, upstream] = [this.#ofSuites('autoland', suites), this.#ofSuites('inbound', suites)];
    stepAt(upstream, origin.push.index - 1, [factor]);
    stepAt(own, merge.index, [factor]);
  }

  /** Subtests too. */
  #ofSuites(branch: 'autoland' | 'inbound', suites: readonly string[]): SeriesRecord[] {
    const from = branch === 'autoland' ? this.#autoland : this.#inbound;
    return from.series.filter((s) => suites.includes(s.suite));
  }

  changeLevels(): void {
    this.#stepBoth('likely', ['ares6'], 1.056);
    this.#stepBoth('contained', ['amazon'], 1.081);
    this.#stepBoth('notContained', ['cnn'], 1.094);
    this.#stepBoth('invalidUpstream', ['espn'], 1.05);
    this.#stepBoth('otherPlatform', ['imdb'], 1.06);
    this.#stepBoth('late', ['wikipedia'], 1.07);
    stepAt(this.#on('autoland', ['bing-search'], [WINDOWS]), this.#story('contained').merge.index, [1.045]);
    stepAt(this.#on('autoland', ['ebay'], [WINDOWS]), this.#story('neighbour').own.push.index - 2, [1.062]);
    stepAt(this.#on('autoland', ['ebay'], [LINUX]), this.#story('sameCause').own.push.index - 4, [1.058]);
    stepAt(this.#ofSuites('autoland', ['google-docs']), this.#story('noData').own.push.index - 1, [1.066]);
    stepAt(this.#on('autoland', ['jetstream2']), this.#story('noMatch').own.push.index - 1, [0.951]);
  }

  measure(): void {
    const silentFrom = this.#story('noData').own.push.time - NO_DATA_SECONDS;
    for (const [name, { log, data }] of [
      ['autoland', this.#autoland],
      ['mozilla-inbound', this.#inbound],
    ] as const) {
      addHistory(this.#world, {
        repository: this.#world.repository(name),
        log,
        data,
        runs: (label, push) =>
          name === 'mozilla-inbound' && label.symbol === 'google-docs' && push.time > silentFrom ? 0 : 2,
        buildRate: 0.25,
      });
    }
  }

  raiseAlerts(): void {
    this.#raiseWithOrigin();
    const world = this.#world;
    const frameworkId = BROWSERTIME_ID;
    const neighbour = addCase(world, {
      name: 'neighbour',
      about: 'Its own; the next summary may share its cause.',
      place: this.#story('neighbour').own,
      frameworkId,
      series: this.#on('autoland', ['ebay'], [WINDOWS]),
      answer: NO_MATCH,
    });
    addCase(world, {
      name: 'same cause',
      about: 'The suite of the neighbour on the other platform, in the next gap: may share its cause.',
      place: this.#story('sameCause').own,
      frameworkId,
      series: this.#on('autoland', ['ebay'], [LINUX]),
      answer: NO_MATCH,
      sameCause: neighbour.id,
    });
    addCase(world, {
      name: 'no data',
      about: 'Inbound has not run this test for more than a day: cannot tell.',
      place: this.#story('noData').own,
      frameworkId,
      series: this.#on('autoland', ['google-docs']),
      answer: NO_DATA,
    });
    addCase(world, {
      name: 'no match',
      about: 'Inbound has data and no alert: its own.',
      place: this.#story('noMatch').own,
      frameworkId,
      series: this.#on('autoland', ['jetstream2']),
      answer: NO_MATCH,
    });
    addCase(world, {
      name: 'late',
      about: `Its own as far as can be seen; "${LATE_CANDIDATE}" makes it an obvious downstream.`,
      place: this.#story('late').own,
      frameworkId,
      series: this.#on('autoland', ['wikipedia']),
      answer: NO_MATCH,
    });
    world.later(LATE_CANDIDATE, LATE_SECONDS, () => {
      const origin = addCase(world, {
        name: 'late upstream',
        about: 'The origin of "late", raised after it.',
        place: { ...this.#story('late').origin, created: world.clock.now() },
        frameworkId,
        series: this.#on('inbound', ['wikipedia']),
        answer: NO_MATCH,
      });
      changeAnswer(world, 'late', downstreamOf(origin, 'obvious'));
    });
  }

  /** The summaries whose origin already has an alert on inbound. */
  #raiseWithOrigin(): void {
    const world = this.#world;
    const upstream = (
      name: keyof typeof AT,
      called: string,
      series: readonly SeriesRecord[],
      triaged?: { readonly triaged: 'acknowledged' | 'invalid'; readonly bug?: number },
    ) =>
      addCase(world, {
        name: `${called} upstream`,
        about: `The origin of "${called}" on inbound.`,
        place: this.#story(name).origin,
        frameworkId: BROWSERTIME_ID,
        series,
        answer: NO_MATCH,
        ...triaged,
      });
    const own = (name: keyof typeof AT) => ({ place: this.#story(name).own, frameworkId: BROWSERTIME_ID });

    const unseen = upstream('likely', 'likely', this.#on('inbound', ['ares6']));
    addCase(world, {
      name: 'likely',
      about: 'By the rule; the merge has more commits than are kept, so that containment cannot be shown.',
      ...own('likely'),
      series: this.#on('autoland', ['ares6']),
      answer: downstreamOf(unseen, 'likely'),
    });
    const visual = (branch: Branch) => find(branch, 'amazon', WINDOWS, 'FirstVisualChange');
    const seen = upstream(
      'contained',
      'contained',
      [...this.#on('inbound', ['amazon']), visual(this.#inbound)],
      { triaged: 'acknowledged', bug: 1_990_611 },
    );
    addCase(world, {
      name: 'contained',
      about: 'The merge brought the upstream revision; one more alert only follows the others.',
      ...own('contained'),
      series: [
        ...this.#on('autoland', ['amazon']),
        visual(this.#autoland),
        ...this.#on('autoland', ['bing-search'], [WINDOWS]),
      ],
      answer: ({ suite }) =>
        suite === 'amazon' ? downstreamOf(seen, 'obvious') : { kind: 'possible', of: seen.id },
    });
    const ahead = upstream('notContained', 'not contained', this.#on('inbound', ['cnn']));
    addCase(world, {
      name: 'not contained',
      about: 'The merge brought the culprit, but not the push at which its alert stands.',
      ...own('notContained'),
      series: this.#on('autoland', ['cnn']),
      answer: downstreamOf(ahead, 'contradicted'),
    });
    upstream('invalidUpstream', 'invalid upstream', this.#on('inbound', ['espn']), { triaged: 'invalid' });
    addCase(world, {
      name: 'invalid upstream',
      about: 'The only candidate was found invalid: its own.',
      ...own('invalidUpstream'),
      series: this.#on('autoland', ['espn']),
      answer: NO_MATCH,
    });
    const elsewhere = upstream('otherPlatform', 'other platform', this.#on('inbound', ['imdb'], [LINUX]), {
      triaged: 'acknowledged',
    });
    addCase(world, {
      name: 'other platform',
      about: 'The same test has an alert on inbound, on another platform only.',
      ...own('otherPlatform'),
      series: this.#on('autoland', ['imdb'], [WINDOWS]),
      answer: { kind: 'possible', of: elsewhere.id },
    });
  }
}

import type { PushRecord, SeriesRecord, SummaryRecord } from '../records.ts';
import { ALERT, SUMMARY } from '../treeherder/statusDerivation.ts';
import type { World } from '../world.ts';
import { addSummary } from './alerts.ts';
import { at, BROWSERTIME_ID, type Branch, find, HOUR_MS, type Place, place, startBranch } from './branch.ts';
import { addHistory, addPastJob } from './history.ts';
import { backOut, landAgain } from './pushLog.ts';
import { LINUX, MORE_BROWSERTIME, stepAt, WINDOWS } from './tests.ts';
import { keepTrainingAnswer, LAST_SHIFT_NONCE, type TrainingAnswer } from './trainingAnswers.ts';
import { AT, BEFORE_DATA, BETA_AT, LONG_GAP, LONG_GAP_CHANGE, startAutoland } from './trainingPlaces.ts';

const DOWNSTREAM_FACTOR = 1.084;
const EBAY_FACTOR = 1.071;
const MACHINES_FACTOR = 1.06;
/** Deviation of a test that a step of a few percent cannot be told from. */
const NOISY = 0.06;
/** Points of a revision where nothing more is needed. */
const ENOUGH = 4;
const BROKEN_BUILD = 'build-win64-shippable/opt';
/** Pushes whose builds failed that the last shift had asked for. */
const FAILED_RECEIPTS = 3;
const HANDLED_BY = 'mozilla-ldap/cbrown@mozilla.com';
const LAST_SHIFT = 'second';

/**
 * A shift to practise on: twelve untriaged summaries, each with one right thing to do (trainingAnswers.ts), and beside them a
 * few that others have dealt with and that those twelve refer to.
 */
export function training(world: World): void {
  const day = startAutoland(world);
  const beta = startBranch(world, {
    repository: world.repository('mozilla-beta'),
    pushes: 40,
    gapMinutes: [60, 90],
    firstId: 1_680_000,
    commits: [1, 6],
    dataEvery: [1, 2],
    frameworkId: BROWSERTIME_ID,
    platforms: [WINDOWS, LINUX],
    suites: MORE_BROWSERTIME.filter(({ suite }) => ['reddit', 'tumblr'].includes(suite)),
  });
  const shift = new Shift(world, day, beta);
  shift.changeLevels();
  shift.measure();
  shift.raiseAlerts();
}

class Shift {
  readonly #world: World;
  readonly #day: Branch;
  readonly #beta: Branch;

  constructor(world: World, day: Branch, beta: Branch) {
    this.#world = world;
    this.#day = day;
    this.#beta = beta;
  }

  #at(name: keyof typeof AT): Place {
    return place(this.#world, this.#day, AT[name]);
  }

  #onBeta(name: keyof typeof BETA_AT): Place {
    return place(this.#world, this.#beta, BETA_AT[name]);
  }

  /** A push shortly before the data that shows a change. */
  #before(name: keyof typeof AT): PushRecord {
    return at(this.#day.log, this.#at(name).push.index - BEFORE_DATA);
  }

  #all(suite: string, branch = this.#day): SeriesRecord[] {
    return branch.series.filter((s) => s.suite === suite);
  }

  changeLevels(): void {
    const world = this.#world;
    const change = (name: keyof typeof AT, suite: string, factor: number) =>
      stepAt(this.#all(suite), this.#before(name).index, [factor]);
    const amazonLinux = this.#all('amazon').filter((s) => s.platform === LINUX);
    const amazonWindows = this.#all('amazon').filter((s) => s.platform === WINDOWS);
    stepAt(amazonWindows, this.#before('plain').index, [1.083]);
    stepAt(amazonLinux, this.#before('sameCause').index, [1.079]);
    const nytimes = (platform: string) => this.#all('nytimes').filter((s) => s.platform === platform);
    stepAt(nytimes(WINDOWS), this.#before('askedBefore').index, [1.066]);
    stepAt(nytimes(LINUX), this.#before('asked').index, [1.062]);
    change('enough', 'ares6', 1.07);
    change('brokenBuild', 'espn', 1.075);
    change('improvement', 'jetstream2', 1.051);
    stepAt(this.#all('cnn'), this.#at('longGap').push.index - LONG_GAP_CHANGE, [1.094]);
    for (const series of this.#all('wikipedia')) series.noise = NOISY;

    const [landed, backedOut, again] = (['landed', 'backout', 'reland'] as const).map((n) => this.#before(n));
    if (!landed || !backedOut || !again) throw new Error('The shift is too short.');
    backOut(world, landed, backedOut);
    landAgain(world, landed, again);
    change('landed', 'ebay', EBAY_FACTOR);
    change('backout', 'ebay', 1 / EBAY_FACTOR);
    change('reland', 'ebay', EBAY_FACTOR);

    // what beta got of reddit is autoland's change; of tumblr it is another one, of another size
    change('betaCause', 'reddit', DOWNSTREAM_FACTOR);
    stepAt(this.#all('reddit', this.#beta), this.#onBeta('downstream').push.index, [DOWNSTREAM_FACTOR]);
    change('likeBeta', 'tumblr', 1.16);
    stepAt(this.#all('tumblr', this.#beta), this.#onBeta('looksDownstream').push.index, [1.045]);

    for (const { id } of this.#gapsAround('brokenBuild')) {
      world.brokenBuilds.set(id, new Set([BROKEN_BUILD]));
    }
  }

  measure(): void {
    const world = this.#world;
    const filled = this.#filled();
    for (const [repository, { log, data }] of [
      ['autoland', this.#day],
      ['mozilla-beta', this.#beta],
    ] as const) {
      addHistory(world, {
        repository: world.repository(repository),
        log,
        data,
        // what was asked for on the last shift, and what the bot and a developer have left of ares6
        runs: (label, push) => (filled.get(label.symbol)?.has(push.id) ? ENOUGH : 2),
        buildRate: repository === 'autoland' ? 0.55 : 1,
      });
    }
    for (const push of this.#gapsAround('enough')) this.#run(push, 'ares6', ENOUGH, 1, HOUR_MS);
    this.#breakBuilds();
    this.#runOnNewMachines();
  }

  /** Every build of those pushes was tried, and failed. */
  #breakBuilds(): void {
    const world = this.#world;
    const label = world.labels.get(BROKEN_BUILD);
    if (!label) throw new Error(`No label ${BROKEN_BUILD}.`);
    for (const push of this.#gapsAround('brokenBuild')) {
      const isTried = world.jobsOfPush.get(push.id)?.some((job) => job.label === label.name);
      if (!isTried) addPastJob(world, push, label, 60, push.time * 1000 + 2 * HOUR_MS, 'busted');
    }
  }

  /** Data-bearing pushes that have all their points, by suite. */
  #filled(): ReadonlyMap<string, ReadonlySet<number>> {
    const around = (name: keyof typeof AT) => new Set(this.#around(name).map((p) => p.id));
    return new Map([
      ['ares6', around('enough')],
      ['wikipedia', around('noise')],
      ['imdb', around('infra')],
      ['nytimes', around('askedBefore')],
      ['espn', around('brokenBuild')],
    ]);
  }

  /** The five data-bearing pushes around an alert's. */
  #around(name: keyof typeof AT): readonly PushRecord[] {
    const index = this.#day.data.length - 1 - AT[name];
    return this.#day.data.slice(index - 2, index + 3);
  }

  /** The pushes without data between them. */
  #gapsAround(name: keyof typeof AT): readonly PushRecord[] {
    const around = [...this.#around(name)];
    const ends = new Set(around.map((p) => p.id));
    return this.#day.log.slice(at(around, 0).index, at(around, -1).index).filter((p) => !ends.has(p.id));
  }

  /** imdb was measured again on new machines today, old pushes too: they show the new level everywhere. */
  #runOnNewMachines(): void {
    const { push } = this.#at('infra');
    const since = new Set(this.#day.data.filter((p) => p.index >= push.index).map((p) => p.id));
    for (const { id } of this.#all('imdb')) {
      const measured = this.#world.dataOfSeries.get(id) ?? [];
      const moved = measured.map((d) =>
        since.has(d.pushId) ? { ...d, value: d.value * MACHINES_FACTOR } : d,
      );
      this.#world.dataOfSeries.set(id, moved);
    }
    for (const one of this.#around('infra')) this.#run(one, 'imdb', ENOUGH, MACHINES_FACTOR, HOUR_MS);
  }

  /** Runs that ended so long ago, whose values are so many times what the code would give. */
  #run(push: PushRecord, suite: string, runs: number, factor: number, msAgo: number): void {
    const world = this.#world;
    const labels = [...world.labels.values()].filter((l) => l.symbol === suite && l.build !== null);
    for (const label of labels) {
      for (let n = 0; n < runs; n++) {
        world.addData(addPastJob(world, push, label, 18, world.clock.now() - msAgo, 'success'));
        for (const { id } of world.fedBy(push.repository.name, label.name)) {
          const measured = world.dataOfSeries.get(id) ?? [];
          const last = measured.pop();
          if (last) measured.push({ ...last, value: last.value * factor });
        }
      }
    }
  }

  raiseAlerts(): void {
    const reddit = this.#dealtWith('betaCause', this.#pair('reddit'), 1_990_233);
    const tumblr = this.#dealtWith('likeBeta', this.#pair('tumblr'), 1_990_310);
    const landed = this.#dealtWith('landed', this.#pair('ebay'), 1_990_355, SUMMARY.backedout);
    this.#dealtWith('backout', this.#pair('ebay'), null, SUMMARY.improvement);
    this.#case('reland', this.#pair('ebay'), {
      title: 'a change that was backed out lands again',
      right: { kind: 'note', naming: landed.id },
      why: `It repeats the steps of #${landed.id}, which was backed out; its author knows them. A comment that names it is all the next sheriff needs.`,
    });
    this.#case('improvement', this.#pair('jetstream2'), {
      title: 'improvements only',
      right: { kind: 'leave' },
      why: 'Nobody waits for the cause of an improvement. It has no clock for a bug, and a round would be spent for nothing.',
    });
    this.#case('longGap', this.#pair('cnn'), {
      title: 'a long gap before the alert',
      right: { kind: 'round' },
      why: `${LONG_GAP} pushes lie before it without data. Round 1 opens that gap at a few places and asks for no more than the budgets bear.`,
    });
    this.#raiseLastShift();
    this.#case('enough', this.#pair('ares6'), {
      title: 'the data is there already',
      right: { kind: 'hand over' },
      why: 'The backfill bot and a developer have run it everywhere: each push has its points. Nothing is left to ask for, so it is ready for the performance sheriff.',
    });
    const asked = this.#askedBefore();
    this.#case('asked', [find(this.#day, 'nytimes', LINUX)], {
      title: 'asked for in another summary',
      right: { kind: 'leave' },
      why: `The round of #${asked.id} covers it: same test, next push range. Its data will tell about both.`,
    });
    const amazon = (platform: string) =>
      ['', 'FirstVisualChange', 'SpeedIndex'].map((test) => find(this.#day, 'amazon', platform, test));
    const plain = this.#case('plain', amazon(WINDOWS), {
      title: 'a plain regression',
      right: { kind: 'round' },
      why: 'Nothing explains it, and no data tells which push it was. That is what round 1 is for.',
    });
    this.#case('sameCause', amazon(LINUX).slice(0, 2), {
      title: 'the same cause as its neighbour',
      right: { kind: 'leave' },
      why: `amazon alerted in #${plain.id} too, and their push ranges touch. The round there covers this one.`,
    });
    this.#raiseOnBeta(reddit, tumblr);
  }

  #raiseOnBeta(reddit: SummaryRecord, tumblr: SummaryRecord): void {
    this.#raise(this.#onBeta('downstream'), this.#pair('reddit', this.#beta), {
      name: 'downstream',
      title: 'downstream',
      right: { kind: 'downstream', of: reddit.id },
      why: `The same tests, the same direction and the same levels as #${reddit.id} on autoland, whose commits have come to beta.`,
    });
    this.#raise(this.#onBeta('looksDownstream'), this.#pair('tumblr', this.#beta), {
      name: 'looksDownstream',
      title: 'looks downstream, but is not',
      right: { kind: 'round', declining: tumblr.id },
      why: `#${tumblr.id} changed by three times as much. What happened on beta is its own, and needs data of its own.`,
    });
  }

  /** Three summaries of the last shift, whose data has come in since as far as it can. */
  #raiseLastShift(): void {
    this.#case(
      'brokenBuild',
      [find(this.#day, 'espn', WINDOWS)],
      {
        title: 'the builds before it are broken',
        right: { kind: 'needs data', reason: /build/i },
        why: 'The pushes of its gap cannot be tested, for their builds failed. More runs of the others tell nothing about them.',
      },
      { round: true },
    );
    const series = this.#pair('wikipedia');
    this.#case(
      'noise',
      series,
      {
        title: 'noise: no step in the data',
        right: { kind: 'needs data', reason: /nois/i },
        why: 'All its points are in, and they scatter more than the alert says it changed. More of the same runs would scatter as well.',
      },
      { pct: 3.1, noiseProfile: 'MODAL', round: true },
    );
    this.#case(
      'infra',
      this.#pair('imdb'),
      {
        title: 'the machines changed, not the code',
        right: { kind: 'needs data', reason: /infra|machine/i },
        why: 'Runs of today show the new level on old pushes too. No push made it, so no run of a push can find it.',
      },
      { pct: 100 * (MACHINES_FACTOR - 1), round: true },
    );
  }

  /** Sent on the last shift, its data in: the one that the twelve refer to. */
  #askedBefore(): SummaryRecord {
    const where = this.#at('askedBefore');
    const series = [find(this.#day, 'nytimes', WINDOWS)];
    const summary = addSummary(this.#world, {
      ...where,
      frameworkId: BROWSERTIME_ID,
      alerts: series.map((one) => ({ series: one, fields: { status: ALERT.acknowledged } })),
      fields: { status: SUMMARY.investigating, firstTriaged: where.created + HOUR_MS / 2 },
    });
    this.#noteRound(summary, 'askedBefore');
    return summary;
  }

  #pair(suite: string, branch = this.#day): SeriesRecord[] {
    return [WINDOWS, LINUX].map((platform) => find(branch, suite, platform));
  }

  /** A summary that others have dealt with. */
  #dealtWith(
    name: keyof typeof AT,
    series: readonly SeriesRecord[],
    bugNumber: number | null,
    status: number = SUMMARY.investigating,
  ): SummaryRecord {
    const where = this.#at(name);
    const firstTriaged = where.created + HOUR_MS;
    const fields = { status: ALERT.acknowledged, classifier: HANDLED_BY, firstTriaged };
    return addSummary(this.#world, {
      ...where,
      frameworkId: BROWSERTIME_ID,
      alerts: series.map((one) => ({ series: one, fields })),
      fields: { status, firstTriaged, bugNumber, bugUpdated: bugNumber === null ? null : firstTriaged },
    });
  }

  #case(
    name: keyof typeof AT,
    series: readonly SeriesRecord[],
    answer: Omit<TrainingAnswer, 'summary' | 'name'>,
    unreal: { readonly pct?: number; readonly noiseProfile?: string; readonly round?: boolean } = {},
  ): SummaryRecord {
    const summary = this.#raise(this.#at(name), series, { ...answer, name }, unreal);
    if (unreal.round) this.#noteRound(summary, name);
    return summary;
  }

  /** @param unreal a change in percent that is none of the code's: the levels do not show it */
  #raise(
    where: Place,
    series: readonly SeriesRecord[],
    answer: Omit<TrainingAnswer, 'summary'>,
    unreal: { readonly pct?: number; readonly noiseProfile?: string } = {},
  ): SummaryRecord {
    const { pct, noiseProfile = 'OK' } = unreal;
    const summary = addSummary(this.#world, {
      ...where,
      frameworkId: BROWSERTIME_ID,
      alerts: series.map((one) => {
        const before = one.level(where.prevPush.index);
        const seen =
          pct === undefined
            ? {}
            : {
                amountPct: pct,
                amountAbs: (before * pct) / 100,
                newValue: before * (1 + pct / 100),
                isRegression: true,
                tValue: 7.2,
              };
        return { series: one, fields: { noiseProfile, ...seen } };
      }),
    });
    keepTrainingAnswer(this.#world, { ...answer, summary: summary.id });
    return summary;
  }

  /** What the last shift wrote: round 1, asked for and not handed over. */
  #noteRound(summary: SummaryRecord, name: keyof typeof AT): void {
    const world = this.#world;
    const at = utc(world.clock.now() - 9 * HOUR_MS);
    const alerts = world.alertsOf(summary.id).map((a) => a.id);
    const revisions = this.#around(name).map((p) => p.revision);
    const jobs = 2 * alerts.length;
    const untestable = name === 'brokenBuild' ? this.#gapsAround(name) : [];
    const notes = [
      `[${LAST_SHIFT}] round 1: ${jobs * revisions.length} jobs on ${revisions.length} revisions`,
      '',
      '-- deputy 1 --',
      `state collecting-data ${LAST_SHIFT} ${at}`,
      `round 1 pending ${LAST_SHIFT} ${at} ${LAST_SHIFT_NONCE} jobs=${jobs * revisions.length} builds=0 eta=${utc(world.clock.now() - 4 * HOUR_MS)} alerts=${alerts.join(',')} revisions=${revisions.join(',')}`,
      ...revisions.map((r) => `sent 1 ${LAST_SHIFT_NONCE} ${r} ${jobs} ${world.random.slug()}`),
      ...untestable
        .slice(0, FAILED_RECEIPTS)
        .map((p) => `failed 1 ${LAST_SHIFT_NONCE} ${p.revision} ${jobs} - build%20failed`),
      '-- /deputy --',
    ].join('\n');
    world.summaries.set(summary.id, { ...world.summary(summary.id), notes });
  }
}

/** To the second. */
const utc = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

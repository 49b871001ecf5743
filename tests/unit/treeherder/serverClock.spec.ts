import { beforeEach, describe, expect, it } from 'vitest';
import { createServerClock, type ServerClock } from '@/lib/treeherder/serverClock';

const SERVER = Date.UTC(2026, 10, 24, 12, 0, 0);
const header = (ms: number) => new Date(ms).toUTCString();

describe("the server's time", () => {
  let local: number;
  let laptop: number;
  let clock: ServerClock;
  const passes = (ms: number) => {
    local += ms;
    laptop += ms;
  };
  beforeEach(() => {
    local = 5_000;
    // the laptop is three hours ahead
    laptop = SERVER + 3 * 3_600_000;
    clock = createServerClock(
      () => local,
      () => laptop,
    );
  });

  it("is the laptop's until something was heard", () => expect(clock.now()).toBe(laptop));

  it('is heard from an answer, and goes on by itself', () => {
    clock.observe(header(SERVER));
    expect(clock.now()).toBe(SERVER);
    passes(90_500);
    expect(clock.now()).toBe(SERVER + 90_500);
  });

  it('does not follow the laptop when that is set', () => {
    clock.observe(header(SERVER));
    laptop -= 86_400_000;
    passes(1000);
    expect(clock.now()).toBe(SERVER + 1000);
  });

  it('does not jitter with the whole seconds of the header', () => {
    clock.observe(header(SERVER));
    const heard: number[] = [];
    for (let i = 0; i < 20; i++) {
      passes(250);
      clock.observe(header(SERVER + (i + 1) * 250));
      heard.push(clock.now());
    }
    expect(heard).toEqual(heard.map((_, i) => SERVER + (i + 1) * 250));
  });

  it('follows a server that has moved away, forwards or backwards', () => {
    clock.observe(header(SERVER));
    clock.observe(header(SERVER + 3_600_000));
    expect(clock.now()).toBe(SERVER + 3_600_000);
    clock.observe(header(SERVER));
    expect(clock.now()).toBe(SERVER);
  });

  it('follows after the machine slept, when the monotonic clock stood still', () => {
    clock.observe(header(SERVER));
    laptop += 8 * 3_600_000;
    clock.observe(header(SERVER + 8 * 3_600_000));
    expect(clock.now()).toBe(SERVER + 8 * 3_600_000);
  });

  it.each([null, '', 'yesterday', 'NaN'])('takes no notice of %j', (date) => {
    clock.observe(header(SERVER));
    clock.observe(date);
    expect(clock.now()).toBe(SERVER);
  });

  it('takes the time of another clock of ours', () => {
    clock.observeNow(SERVER + 1234);
    expect(clock.now()).toBe(SERVER + 1234);
    clock.observeNow(Number.NaN);
    expect(clock.now()).toBe(SERVER + 1234);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { createLeases, LEASE_MS, type LeaseStorage, type Leases } from '@/lib/actions/leases';
import { summaryId } from '@/lib/model/ids';

const [A, B] = [summaryId(1), summaryId(2)];

describe('leases', () => {
  let table: unknown;
  let now: number;
  let leases: Leases;
  /** Reads and writes take a turn of the event loop each, as storage does. */
  const storage: LeaseStorage = {
    read: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return structuredClone(table);
    },
    write: async (next) => {
      await new Promise((resolve) => setImmediate(resolve));
      table = structuredClone(next);
    },
  };
  beforeEach(() => {
    table = undefined;
    now = 1_000_000;
    leases = createLeases(storage, () => now);
  });

  it('go to one of two tabs that ask at once', async () => {
    expect(await Promise.all([leases.take([A], 'one', 1), leases.take([A], 'two', 2)])).toEqual([
      true,
      false,
    ]);
  });

  it('are granted all or none', async () => {
    await leases.take([B], 'one', 1);
    expect(await leases.take([A, B], 'two', 2)).toBe(false);
    expect(await leases.take([A], 'three', 3)).toBe(true);
  });

  it('may be taken again by who has them', async () => {
    await leases.take([A], 'one', 1);
    expect(await leases.take([A, B], 'one', 1)).toBe(true);
  });

  it('run out after a minute without a renewal, not before', async () => {
    await leases.take([A], 'one', 1);
    now += LEASE_MS - 1;
    expect(await leases.take([A], 'two', 2)).toBe(false);
    now += 1;
    expect(await leases.take([A], 'two', 2)).toBe(true);
    expect(await leases.renew([A], 'one')).toBe(false);
  });

  it('live on with each renewal', async () => {
    await leases.take([A], 'one', 1);
    for (let i = 0; i < 5; i++) {
      now += LEASE_MS - 1;
      expect(await leases.renew([A], 'one')).toBe(true);
    }
    expect(await leases.take([A], 'two', 2)).toBe(false);
  });

  it('are not renewed for somebody who never had them, or only some', async () => {
    await leases.take([A], 'one', 1);
    expect(await leases.renew([A], 'two')).toBe(false);
    expect(await leases.renew([A, B], 'one')).toBe(false);
  });

  it('are freed by their holder only', async () => {
    await leases.take([A], 'one', 1);
    await leases.free([A], 'two');
    expect(await leases.take([A], 'two', 2)).toBe(false);
    await leases.free([A], 'one');
    expect(await leases.take([A], 'two', 2)).toBe(true);
  });

  it('go with their tab, all of them, and only those', async () => {
    await leases.take([A, B], 'one', 1);
    await leases.take([summaryId(3)], 'two', 2);
    await leases.freeTab(1);
    expect(await leases.take([A, B], 'three', 3)).toBe(true);
    expect(await leases.take([summaryId(3)], 'three', 3)).toBe(false);
  });

  it('of a page that was reloaded go to the new one at once, and its own renewal fails', async () => {
    await leases.take([A], 'before', 1);
    expect(await leases.take([A], 'after', 1)).toBe(true);
    expect(await leases.renew([A], 'before')).toBe(false);
    await leases.free([A], 'before');
    expect(await leases.renew([A], 'after')).toBe(true);
    expect(await leases.take([A], 'other', 2)).toBe(false);
  });

  it('are still there for a background that was stopped and started', async () => {
    await leases.take([A], 'one', 1);
    const restarted = createLeases(storage, () => now);
    expect(await restarted.take([A], 'two', 2)).toBe(false);
    expect(await restarted.renew([A], 'one')).toBe(true);
  });

  it.each([
    ['null', null],
    ['a list', [1]],
    ['text', 'x'],
    ['odd entries', { 1: { holder: 7 } }],
  ])('begin anew where %s is stored', async (_, stored) => {
    table = stored;
    expect(await leases.take([A], 'one', 1)).toBe(true);
    expect(await leases.renew([A], 'one')).toBe(true);
  });

  it('answer the next one when the storage failed for one', async () => {
    let broken = true;
    const flaky = createLeases(
      {
        read: storage.read,
        write: async (next) => {
          if (broken) throw new Error('quota');
          await storage.write(next);
        },
      },
      () => now,
    );
    await expect(flaky.take([A], 'one', 1)).rejects.toThrow('quota');
    broken = false;
    expect(await flaky.take([A], 'two', 2)).toBe(true);
  });

  it('hold against a hundred claims in a row of random order', async () => {
    const wins = await Promise.all(
      Array.from({ length: 100 }, (_, i) => leases.take(i % 3 === 0 ? [A, B] : [A], `tab ${i}`, i)),
    );
    expect(wins.filter(Boolean)).toHaveLength(1);
  });
});

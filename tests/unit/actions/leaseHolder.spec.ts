import { beforeEach, describe, expect, it } from 'vitest';
import { createLeaseHolder } from '@/lib/actions/leaseHolder';
import { createLeases, type Leases } from '@/lib/actions/leases';
import type { CallBackground } from '@/lib/messages/background';
import { summaryId } from '@/lib/model/ids';
import { ok } from '@/lib/model/outcome';

const [A, B] = [summaryId(1), summaryId(2)];

describe("a tab's side of the leases", () => {
  let leases: Leases;
  let calls: string[];
  let isGone: boolean;

  const call = (async (name: string, request: { summaries: number[]; holder: string }) => {
    if (isGone) throw new Error('Extension context invalidated.');
    const summaries = request.summaries.map(summaryId);
    calls.push(`${name.replace('content-bg lease ', '')} ${summaries.join()}`);
    const tab = request.holder === 'one' ? 1 : 2;
    if (name === 'content-bg lease take') {
      return { granted: await leases.take(summaries, request.holder, tab) };
    }
    if (name === 'content-bg lease renew') return { held: await leases.renew(summaries, request.holder) };
    await leases.free(summaries, request.holder);
    return {};
  }) as CallBackground;

  beforeEach(() => {
    let table: unknown;
    leases = createLeases(
      {
        read: async () => table,
        write: async (next) => {
          table = next;
        },
      },
      () => 0,
    );
    calls = [];
    isGone = false;
  });

  it('takes before the work, renews within, frees after it', async () => {
    const holder = createLeaseHolder(call, 'one');
    const outcome = await holder.withLease([A], async (renew) => ok(await renew()));
    expect(outcome).toEqual(ok(true));
    expect(calls).toEqual(['take 1', 'renew 1', 'free 1']);
  });

  it('asks for two summaries with the lower id first, and each once', async () => {
    await createLeaseHolder(call, 'one').withLease([B, A, B], async () => ok(null));
    expect(calls[0]).toBe('take 1,2');
  });

  it('lets a write nested in a round share the lease, and frees it with the outer one', async () => {
    const holder = createLeaseHolder(call, 'one');
    const other = createLeaseHolder(call, 'two');
    await holder.withLease([A], async (renew) => {
      await holder.withLease([A], async () => ok(null));
      expect(calls.filter((c) => c.startsWith('free'))).toEqual([]);
      expect((await other.withLease([A], async () => ok(null))).kind).toBe('refused');
      expect(await renew()).toBe(true);
      return ok(null);
    });
    expect(calls.filter((c) => c === 'free 1')).toHaveLength(1);
    expect((await other.withLease([A], async () => ok(null))).kind).toBe('ok');
  });

  it('does no work at all when another tab has it', async () => {
    await leases.take([A], 'other', 2);
    let worked = false;
    const outcome = await createLeaseHolder(call, 'one').withLease([A], async () => {
      worked = true;
      return ok(null);
    });
    expect(outcome).toMatchObject({ kind: 'refused', problem: { kind: 'lease taken' } });
    expect(worked).toBe(false);
  });

  it('frees also after work that threw', async () => {
    const holder = createLeaseHolder(call, 'one');
    await expect(
      holder.withLease([A], async () => {
        throw new Error('oh');
      }),
    ).rejects.toThrow('oh');
    expect(await leases.take([A], 'two', 2)).toBe(true);
  });

  it('tells to reload the page when Deputy was updated under it', async () => {
    isGone = true;
    const outcome = await createLeaseHolder(call, 'one').withLease([A], async () => ok(null));
    expect(outcome).toMatchObject({
      kind: 'failed',
      problem: { kind: 'orphaned', message: expect.stringMatching(/reload the page/) },
    });
  });

  it('holds nothing any more once the background is gone', async () => {
    const holder = createLeaseHolder(call, 'one');
    const outcome = await holder.withLease([A], async (renew) => {
      isGone = true;
      return ok(await renew());
    });
    expect(outcome).toEqual(ok(false));
  });
});

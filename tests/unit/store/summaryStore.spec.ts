import { beforeEach, describe, expect, it } from 'vitest';
import { instant, type SummaryId, summaryId } from '@/lib/model/ids';
import type { NotedSummary } from '@/lib/notes/notes';
import { createSummaryStore, type SummaryStore } from '@/lib/store/summaryStore';

const ID = summaryId(7);
const summary = (notes: string, id = ID) => ({ id, notes }) as NotedSummary;
const PROBLEM = { kind: 'server', message: 'Treeherder failed (500).' } as const;

describe('the store', () => {
  let store: SummaryStore;
  let heard: SummaryId[];
  let stop: () => void;
  beforeEach(() => {
    store = createSummaryStore();
    heard = [];
    stop = store.subscribe((id) => heard.push(id));
  });

  it('does not let an older answer that comes late hide a newer one', () => {
    const asked = store.ask();
    store.put(summary('new'), instant(2000));
    store.put(summary('old'), instant(2500), asked);
    expect(store.get(ID)).toMatchObject({ summary: { notes: 'new' }, at: 2000 });
    expect(heard).toEqual([ID]);
  });

  it("takes a newer answer though the server's clock has stepped back", () => {
    store.put(summary('one'), instant(2000));
    store.put(summary('two'), instant(1000));
    expect(store.get(ID)?.summary?.notes).toBe('two');
  });

  it('takes an answer of the same moment', () => {
    store.put(summary('one'), instant(1000));
    store.put(summary('two'), instant(1000));
    expect(store.get(ID)?.summary?.notes).toBe('two');
  });

  it('keeps the last good record beside a problem, and drops the problem with the next good one', () => {
    store.put(summary('good'), instant(1000));
    store.putProblem(ID, PROBLEM, instant(2000));
    expect(store.get(ID)).toMatchObject({ summary: { notes: 'good' }, problem: PROBLEM });
    store.put(summary('better'), instant(3000));
    expect(store.get(ID)).toMatchObject({ summary: { notes: 'better' }, problem: null });
  });

  it('tells of a summary that never could be read', () => {
    store.putProblem(ID, PROBLEM, instant(1000));
    expect(store.get(ID)).toEqual({ summary: null, problem: PROBLEM, at: 1000 });
    expect(store.all()).toEqual([]);
  });

  it('forgets what is not in view any more', () => {
    store.put(summary('a'), instant(1));
    store.put(summary('b', summaryId(8)), instant(1));
    store.keepOnly(new Set([summaryId(8)]));
    expect(store.all().map((s) => s.id)).toEqual([8]);
  });

  it('is silent to who does not listen any more', () => {
    stop();
    store.put(summary('a'), instant(1));
    expect(heard).toEqual([]);
  });
});

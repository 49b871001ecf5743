import { describe, expect, it } from 'vitest';
import { type Instant, pushId, revision, type SummaryId, summaryId } from '@/lib/model/ids';
import { ok } from '@/lib/model/outcome';
import { createSuggestionLook } from '@/lib/suggestions/suggestionLook';
import { sampleSummary } from '../../bench/sampleAlert';

const id = summaryId(1);

function open() {
  let now = 0;
  const questions: { readonly ids: readonly SummaryId[]; readonly front: SummaryId | null }[] = [];
  const look = createSuggestionLook({
    ask: {
      suggest: async (summaries, front) => {
        questions.push({ ids: summaries.map((s) => s.id), front });
        return ok([]);
      },
      evidence: () => Promise.reject(new Error('not asked')),
      history: () => Promise.reject(new Error('not asked')),
    },
    now: () => now as Instant,
    wait: () => Promise.resolve(),
    take: () => {},
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return { look, questions, settled, later: (ms: number) => (now += ms) };
}

const PUSH = { id: pushId(1), revision: revision('a'.repeat(40)), time: 0 };
const withNotes = (notes: string) => ({ ...sampleSummary([], PUSH), id, notes });

describe('the look at what other summaries say', () => {
  it('asks once for a page of summaries, and about the one in front as such', async () => {
    const { look, questions, settled } = open();
    const other = { ...withNotes(''), id: summaryId(2) };
    look.want([withNotes('')], id);
    look.want([other], null);
    look.want([withNotes('')], id);
    await settled();
    expect(questions).toEqual([{ ids: [id, summaryId(2)], front: id }]);
  });

  it('asks again when the summary was written, and not when it was only read', async () => {
    const { look, questions, settled } = open();
    look.changed(withNotes('not in view'));
    look.want([withNotes('')], null);
    await settled();
    look.changed(withNotes(''));
    await settled();
    expect(questions).toHaveLength(1);
    look.changed(withNotes('[sheriff] downstream of #7'));
    await settled();
    expect(questions).toHaveLength(2);
  });

  it('asks again for one that was written and then read back, though it is as it was before: an undo', async () => {
    const { look, questions, settled } = open();
    look.want([withNotes('')], null);
    await settled();
    look.forget(id);
    look.changed(withNotes(''));
    await settled();
    expect(questions).toHaveLength(2);
  });

  it('asks again on the next look after some minutes, for an upstream alert may come later', async () => {
    const { look, questions, settled, later } = open();
    look.want([withNotes('')], null);
    await settled();
    later(4 * 60_000);
    look.want([withNotes('')], null);
    await settled();
    expect(questions).toHaveLength(1);
    later(2 * 60_000);
    look.want([withNotes('')], null);
    await settled();
    expect(questions).toHaveLength(2);
  });
});

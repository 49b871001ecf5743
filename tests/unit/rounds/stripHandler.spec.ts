import { describe, expect, it } from 'vitest';
import { instant } from '@/lib/model/ids';
import { createStripHandler } from '@/lib/rounds/stripHandler';
import { readSettings } from '@/lib/settings/settings';
import { memoryStorage } from './memoryStorage';

describe('what is pressed above the list and in the list of keys', () => {
  it('opens the guide for the press that names it, and for no other', async () => {
    let opened = 0;
    const press = createStripHandler({
      strips: {
        look: async () => ({ queues: null }) as never,
        saw: () => {},
      },
      settings: async () => readSettings({}),
      local: memoryStorage(),
      now: () => instant(0),
      draw: () => [],
      openGuide: async () => {
        opened += 1;
      },
    });
    for (const other of ['', 'tour', 'seen', 'guide.html', 'role perf sheriff']) await press(other, 'amy');
    expect(opened).toBe(0);
    await press('guide', 'amy');
    expect(opened).toBe(1);
  });
});

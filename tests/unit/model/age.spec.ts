import { expect, it } from 'vitest';
import { isRecent } from '@/lib/model/age';

it('what was read is good for a while, and what was read far ahead of now is not', () => {
  expect(isRecent(1_000, 1_000, 500)).toBe(true);
  expect(isRecent(1_000, 1_500, 500)).toBe(true);
  expect(isRecent(1_000, 1_501, 500)).toBe(false);
  expect(isRecent(1_000, 600, 500)).toBe(true);
  expect(isRecent(1_000, 400, 500)).toBe(false);
});

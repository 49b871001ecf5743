// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, it } from 'vitest';
import { ReceiptList } from '@/components/receiptList';
import { Receipts } from '@/components/receipts';
import { toDrawn } from '@/components/toDrawn';
import { pushId, revision, taskId } from '@/lib/model/ids';
import type { Receipt } from '@/lib/model/round';

const sent = (n: number): Receipt => ({
  kind: 'sent',
  pushId: pushId(n),
  revision: revision(String(n).repeat(40).slice(0, 40)),
  jobs: n,
  actionTask: taskId(`task${n}`),
});

const draw = (box: HTMLElement, items: readonly Receipt[]) => {
  const drawn = toDrawn(<ReceiptList number={1} items={items} taskUrl={(t) => `https://tc.example/${t}`} />);
  render(<Receipts receipts={{ number: 1, items, drawn }} open />, box);
};

it('keeps every receipt when they arrive in the order of sending and are then put into push order', () => {
  const box = document.createElement('div');
  const arrived = [4, 3, 5, 2, 6, 1, 7, 8].map(sent);
  for (let n = 1; n <= arrived.length; n++) draw(box, arrived.slice(0, n));
  const inOrder = [1, 2, 3, 4, 5, 6, 7, 8].map(sent);
  draw(box, inOrder);
  const shown = [...box.querySelectorAll('li')].map((li) => li.textContent?.slice(0, 12));
  expect(shown).toEqual(inOrder.map((r) => r.revision.slice(0, 12)));
});

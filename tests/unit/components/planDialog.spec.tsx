// @vitest-environment happy-dom
import { render } from 'preact';
import { describe, expect, it, vi } from 'vitest';
import { createDrawings } from '@/components/drawings';
import { PlanDialog, type PlanDialogProps } from '@/components/planDialog';
import { alertId, pushId } from '@/lib/model/ids';
import { DEFAULT_CHOICES } from '@/lib/model/planReport';
import type { PlanSheet } from '@/lib/model/planSheet';

const plain: PlanSheet = {
  sentence: 'Round 1: 2 alerts, 2 revisions, 9 jobs, data about 10:00 UTC',
  sendText: 'Send round 1: 9 jobs',
  bot: [],
  against: [],
  warnings: ['7 alerts are more than the 5 that a round is meant to have'],
  forms: [{ form: 'auto', text: 'As it fits the budgets' }],
  limit: { least: 5, most: 12 },
  columns: [
    { pushId: pushId(1), revision: '000000000001', place: '−1', isStep: false, want: 4 },
    { pushId: pushId(2), revision: '000000000002', place: 'alert', isStep: true, want: null },
  ],
  rows: [1, 2].map((n) => ({
    alertId: alertId(n),
    name: `suite${n} linux`,
    label: `test-linux/opt-suite${n}`,
    cells: [
      { want: 4, state: 'need' as const, text: '1 there, +3' },
      n === 1 ? { want: 2, state: 'done' as const, text: '2 there' } : null,
    ],
  })),
  mostPoints: 12,
  leftOut: ['<b>suite3</b> linux: a round takes at most 5 alerts'],
  price: [['This round', '9 of at most 60 jobs']],
};

const sheet: PlanSheet = { ...plain, drawn: createDrawings(() => '').sheet(plain) };

function draw(change: Partial<PlanDialogProps> = {}) {
  const box = document.createElement('div');
  document.body.replaceChildren(box);
  const acts = { onChoose: vi.fn(), onExpect: vi.fn(), onReason: vi.fn(), onSend: vi.fn(), onClose: vi.fn() };
  render(
    <PlanDialog
      title="Round 1 of alert #7"
      number={1}
      reason={null}
      sheet={sheet}
      choices={DEFAULT_CHOICES}
      expects=""
      stillness={{ stillFor: () => 1e9, onTooEarly: () => {} }}
      {...acts}
      {...change}
    />,
    box,
  );
  const field = (name: string) => {
    const found = [...box.querySelectorAll('input')].find((i) => i.getAttribute('aria-label') === name);
    if (!found) throw new Error(`no field "${name}"`);
    return found;
  };
  return { box, field, ...acts };
}

describe('the plan dialog', () => {
  it('shows the sheet, and text from outside as text', () => {
    const { box } = draw();
    expect(box.querySelector('dialog')?.getAttribute('aria-label')).toBe('Round 1 of alert #7');
    expect([...box.querySelectorAll('th[scope="row"]')].map((th) => th.textContent)).toHaveLength(2);
    expect(box.querySelector('b')).toBeNull();
    expect(box.textContent).toContain('<b>suite3</b>');
  });

  it('says that it reads, and offers nothing to send, until the sheet is there', () => {
    const { box } = draw({ sheet: null });
    expect(box.textContent).toContain('Reading…');
    expect([...box.querySelectorAll('button')].map((b) => b.textContent)).toEqual(['Close']);
  });

  it('shows a changed number at once, before the plan that goes by it is there', () => {
    const points = [
      { pushId: pushId(1), alertId: null, points: 6 },
      { pushId: pushId(1), alertId: alertId(2), points: 3 },
    ];
    const { field } = draw({ choices: { ...DEFAULT_CHOICES, points } });
    expect(field('Points of all alerts on 000000000001').value).toBe('6');
    expect(field('Points of suite1 linux on 000000000001').value).toBe('6');
    expect(field('Points of suite2 linux on 000000000001').value).toBe('3');
    expect(field('Points of all alerts on 000000000002').value).toBe('');
  });

  it('has one stop a row for Tab; the arrows to the sides go along it and stop at its ends', () => {
    const { box, field } = draw();
    const row = box.querySelector('tbody tr');
    expect([...(row?.querySelectorAll('input') ?? [])].map((i) => i.tabIndex)).toEqual([0, -1, -1]);
    const press = (key: string) =>
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    row?.querySelector('input')?.focus();
    press('ArrowRight');
    expect(document.activeElement).toBe(field('Points of suite1 linux on 000000000001'));
    press('ArrowRight');
    press('ArrowRight');
    expect(document.activeElement).toBe(field('Points of suite1 linux on 000000000002'));
    for (const _ of [1, 2, 3]) press('ArrowLeft');
    expect(document.activeElement).toBe(row?.querySelector('input'));
  });

  it('takes no change and no press from the script of the page', () => {
    const { box, field, ...acts } = draw({ choices: { ...DEFAULT_CHOICES, form: 'full' } });
    const points = field('Points of suite1 linux on 000000000001');
    points.value = '12';
    points.dispatchEvent(new Event('input', { bubbles: true }));
    for (const input of box.querySelectorAll('input'))
      input.dispatchEvent(new Event('input', { bubbles: true }));
    for (const button of box.querySelectorAll('button')) button.click();
    for (const act of Object.values(acts)) expect(act).not.toHaveBeenCalled();
  });
});

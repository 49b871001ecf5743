// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, it } from 'vitest';
import { AlertCell } from '@/components/alertCell';
import { alertId } from '@/lib/model/ids';
import type { CellView } from '@/lib/model/views';

const VIEW: CellView = {
  alertId: alertId(1),
  markName: 'Retriggered: amazon windows11',
  marked: false,
  markedBy: '',
  pending: false,
  coveredBy: '',
  strip: null,
  verdict: null,
};

function cell(view: Partial<CellView>, canWrite = true) {
  const box = document.createElement('div');
  const stillness = { stillFor: () => 1000, onTooEarly: () => {} };
  render(
    <AlertCell view={{ ...VIEW, ...view }} canWrite={canWrite} onToggle={() => {}} stillness={stillness} />,
    box,
  );
  const button = box.querySelector('button');
  return {
    name: button?.getAttribute('aria-label'),
    title: button?.title,
    tip: box.querySelector('.tip')?.textContent ?? null,
    dot: box.querySelector('.covered')?.getAttribute('aria-label') ?? null,
  };
}

it('tells who marked a row and when, by mouse, by key and to a screen reader', () => {
  const words = 'marked by amy, 14:02 UTC';
  expect(cell({ marked: true, markedBy: words })).toEqual({
    name: VIEW.markName,
    title: `${VIEW.markName}, ${words}`,
    tip: words,
    dot: null,
  });
});

it('tells which alert stands for a covered one', () => {
  const words = 'covered by amazon linux2404-64';
  expect(cell({ coveredBy: words })).toEqual({
    name: VIEW.markName,
    title: `${VIEW.markName}, ${words}`,
    tip: words,
    dot: words,
  });
});

it('tells by key also what the data say', () => {
  const verdict = { word: 'step', sentence: 'The step is on abc.' };
  const strip = { text: '4 of 4 points: abc 4/4', cells: [] };
  expect(cell({ verdict, strip })).toMatchObject({
    title: VIEW.markName,
    tip: 'The step is on abc. · 4 of 4 points: abc 4/4',
  });
});

it('says no more than its name of a row that nothing is known about, and why it cannot be pressed', () => {
  expect(cell({})).toMatchObject({ title: VIEW.markName, tip: null, dot: null });
  expect(cell({}, false).title).toBe(`${VIEW.markName} (log in as a sheriff to change it)`);
});

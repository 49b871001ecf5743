// @vitest-environment happy-dom
import { type ComponentChild, render } from 'preact';
import { describe, expect, it, vi } from 'vitest';
import { EvidenceView } from '@/components/evidence';
import { Suggestions, type SuggestionsProps } from '@/components/suggestions';
import { UpstreamTable, type UpstreamTableProps } from '@/components/upstreamTable';
import { summaryId } from '@/lib/model/ids';
import { preselected } from '@/lib/model/suggestions';
import { seriesInWords } from '@/lib/suggestions/evidencePicture';
import { downstream, evidence, report, stepAt } from './suggestions.fixture';

function draw(view: ComponentChild): HTMLElement {
  const box = document.createElement('div');
  render(view, box);
  return box;
}

const named = (box: HTMLElement, name: string) =>
  [...box.querySelectorAll('button')].find((b) => (b.getAttribute('aria-label') ?? b.textContent) === name);

/** A press by a person: the page's script cannot make one. */
function press(button: Element | undefined): void {
  if (!button) throw new Error('There is no such button.');
  const event = new MouseEvent('click', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'isTrusted', { value: true });
  button.dispatchEvent(event);
}

const still = { stillFor: () => 10_000, onTooEarly: vi.fn() };

function suggestions(options: Partial<SuggestionsProps> = {}) {
  const actions = {
    relate: vi.fn(),
    decline: vi.fn(),
    choose: vi.fn(),
    showEvidence: vi.fn(),
    showTable: vi.fn(),
  };
  const props: SuggestionsProps = {
    report: report([downstream(5)]),
    chosen: (s) => new Set(preselected(s)),
    canWrite: true,
    mayReassign: false,
    isPrimary: true,
    isBusy: false,
    stillness: still,
    summaryUrl: (id) => `/perfherder/alerts?id=${id}`,
    actions,
    ...options,
  };
  return { box: draw(<Suggestions {...props} />), actions: props.actions, props };
}

describe('the suggestions of a summary', () => {
  it('are one line with its buttons, and the reasons in a group of its own', () => {
    const { box, actions } = suggestions();
    const mark = named(box, 'Mark downstream of #5');
    expect(mark?.className).toContain('primary');
    press(mark);
    press(named(box, 'Not #5'));
    expect(actions.relate).toHaveBeenCalledOnce();
    expect(actions.decline).toHaveBeenCalledOnce();
    const group = box.querySelector('fieldset[aria-label="Why #5"]');
    expect(group?.textContent).toContain('Its revision lies in this push range.');
    expect(box.querySelector('details.why')?.hasAttribute('open')).toBe(false);
  });

  it('have the matching alerts ticked, and say of the others why not', () => {
    const { box, actions } = suggestions();
    const boxes = [...box.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
    expect(boxes.map((b) => b.checked)).toEqual([true, true, false]);
    expect(box.textContent).toContain('another summary fits better');
    boxes[2]?.click();
    expect(actions.choose).not.toHaveBeenCalled();
    press(boxes[2]);
    expect(actions.choose).toHaveBeenCalledWith(expect.objectContaining({ kind: 'downstream' }), 53, true);
    press(named(box, 'Show data of amazon1 windows11'));
    expect(actions.showEvidence).toHaveBeenCalledWith(expect.anything(), 51);
  });

  it('are dead to script of the page and while the bar moves', () => {
    const moving = { stillFor: () => 10, onTooEarly: vi.fn() };
    const { box, actions } = suggestions({ stillness: moving });
    press(named(box, 'Mark downstream of #5'));
    expect(actions.relate).not.toHaveBeenCalled();
    expect(moving.onTooEarly).toHaveBeenCalledOnce();
    const other = suggestions();
    named(other.box, 'Mark downstream of #5')?.click();
    named(other.box, 'Not #5')?.click();
    expect(other.actions.relate).not.toHaveBeenCalled();
    expect(other.actions.decline).not.toHaveBeenCalled();
  });

  it.each([
    [
      'what would be refused',
      { report: report([downstream(5, { refusal: 'Summary #5 is itself downstream.' })]) },
      'Summary #5 is itself downstream.',
    ],
    ['no alert chosen', { chosen: () => new Set<never>() }, 'Choose alerts under “Why”.'],
  ] as const)('say beforehand of %s', (_, options, words) => {
    const { box, actions } = suggestions(options);
    const mark = named(box, 'Mark downstream of #5');
    expect(mark?.getAttribute('aria-disabled')).toBe('true');
    press(mark);
    expect(actions.relate).not.toHaveBeenCalled();
    expect(box.textContent).toContain(words);
  });

  it('have no writing button for who may not write, and none to reassign for code sheriffs', () => {
    const { box } = suggestions({ canWrite: false });
    expect([...box.querySelectorAll('button')].map((b) => b.textContent)).not.toContain(
      'Mark downstream of #5',
    );
    expect(named(box, 'Not #5')).toBeUndefined();
    expect(box.querySelectorAll('input')).toHaveLength(0);
    const cause = downstream(6, {
      kind: 'same cause',
      tier: 'likely',
      relation: 'reassigned',
      declineAs: 'reassign',
    });
    expect(named(suggestions({ report: report([cause]) }).box, 'Reassign to #6')).toBeUndefined();
    const forPerf = suggestions({ report: report([cause]), mayReassign: true });
    expect(named(forPerf.box, 'Reassign to #6')).toBeDefined();
    expect(named(forPerf.box, 'Not #6')).toBeDefined();
  });

  it('fold the others in, and lead to the table of several upstreams', () => {
    const { box, actions } = suggestions({ report: report([downstream(5), downstream(6)]) });
    expect(box.textContent).toContain('1 more suggestion');
    expect(named(box, 'Mark downstream of #6')?.className).not.toContain('primary');
    press(named(box, 'Show all 2 upstreams'));
    expect(actions.showTable).toHaveBeenCalledOnce();
  });

  it('say what was not found, what was declined, and what could not be read; text stays text', () => {
    const declined = {
      suggestion: 'downstream',
      target: summaryId(9),
      by: '<b>x</b>',
      at: 0 as never,
      sentence: 'Not #9: <b>x</b> declined it',
    };
    const { box } = suggestions({
      report: report([], {
        nothing: [
          {
            answer: 'no match',
            pair: { downstream: 'a', upstream: 'b', windowHours: 24 },
            alerts: 3,
            of: 3,
            sentence: 'No matching alert on b within 24 h: treat as its own',
          },
          {
            answer: 'not known',
            pair: { downstream: 'a', upstream: 'c', windowHours: 24 },
            alerts: 3,
            of: 3,
            sentence: 'not known',
          },
        ],
        declined: [declined],
        problem: { kind: 'server', message: 'Treeherder failed (500).' },
      }),
    });
    expect(box.textContent).toContain('treat as its own');
    expect(box.textContent).not.toContain('not known');
    expect(box.textContent).toContain('Not #9: <b>x</b> declined it');
    expect(box.querySelector('b')).toBeNull();
    expect(box.textContent).toContain('Treeherder failed (500).');
  });

  it('are nothing at all where there is nothing to say', () => {
    expect(suggestions({ report: report([]) }).box.childElementCount).toBe(0);
  });
});

describe('the evidence', () => {
  const summaryUrl = (id: number) => `/s/${id}`;

  it('is a picture of each series with its text, both pushes marked', () => {
    const box = draw(<EvidenceView evidence={evidence} summaryUrl={summaryUrl} history={null} />);
    const [there, here] = [...box.querySelectorAll('svg')];
    expect(here?.getAttribute('aria-label')).toBe(
      'autoland: 3 pushes before aaaaaaaaaaaa at about 800 ms; 2 pushes from it on at about 848 ms (+6.0 %).',
    );
    for (const picture of [there, here]) {
      expect(picture?.querySelectorAll('.own-push')).toHaveLength(1);
      expect(picture?.querySelectorAll('.other-push')).toHaveLength(1);
      expect(picture?.querySelectorAll('circle')).toHaveLength(5);
      expect(picture?.innerHTML).not.toMatch(/NaN|Infinity/);
    }
    expect([...box.querySelectorAll('a')].map((a) => a.getAttribute('href'))).toEqual([
      '/there',
      '/here',
      '/graphs',
    ]);
  });

  it('says where there is no data, or on one side only', () => {
    expect(seriesInWords(stepAt('autoland', { points: [] }))).toBe(
      'autoland: no data around push aaaaaaaaaaaa.',
    );
    const after = stepAt('autoland').points.slice(-2);
    expect(seriesInWords(stepAt('autoland', { points: after }))).toBe(
      'autoland: none before aaaaaaaaaaaa; 2 pushes from it on at about 848 ms.',
    );
  });

  it('takes the levels next to the step: further out another one may lie', () => {
    const {
      pushTime,
      points: [first],
    } = stepAt('autoland');
    if (!first) throw new Error('no point');
    // five pushes after a step down it is back up, as after a reland
    const values = [800, 800, 800, 800, 860, 860, 860, 860, 860, 800, 800, 800, 860, 860, 860, 860];
    const points = values.map((value, n) => ({ ...first, time: pushTime + (n - 9) * 3600, value }));
    expect(seriesInWords(stepAt('autoland', { points }))).toBe(
      'autoland: 9 pushes before aaaaaaaaaaaa, the last 5 at about 860 ms; 7 pushes from it on, the first 5 at about 800 ms (−7.0 %).',
    );
  });

  it('tells the history of the series with its notes on noise', () => {
    const history = {
      text: '5 in 90 days, 3 invalid',
      days: 90,
      more: false,
      alerts: [
        {
          text: '2026-08-17: regression 5.1 %, invalid',
          summaryId: summaryId(3),
          alertId: 31 as never,
          pushTime: 1_787_000_000,
          isRegression: true,
          amountPct: 5.13,
          status: 'invalid' as const,
          summaryStatus: 'invalid' as const,
          bugNumber: null,
          noiseProfile: 'MODAL',
          noiseNotes: ['[ana] noise in amazon: two modes'],
        },
      ],
    };
    const { textContent } = draw(
      <EvidenceView evidence={evidence} summaryUrl={summaryUrl} history={history} />,
    );
    expect(textContent).toContain('Alerts of this series: 5 in 90 days, 3 invalid');
    expect(textContent).toContain('#3 2026-08-17: regression 5.1 %, invalid[ana] noise in amazon: two modes');
  });
});

describe('the table of upstreams', () => {
  function table(options: Partial<UpstreamTableProps> = {}) {
    const handlers = { onTick: vi.fn(), onStart: vi.fn(), onStop: vi.fn(), onShowEvidence: vi.fn() };
    const props: UpstreamTableProps = {
      summaryId: summaryId(7),
      rows: [downstream(5), downstream(6), downstream(8, { refusal: 'Summary #8 is itself downstream.' })],
      ticked: new Set([summaryId(5), summaryId(6), summaryId(8)]),
      chosen: preselected,
      states: new Map(),
      progress: null,
      canWrite: true,
      stillness: still,
      summaryUrl: (id) => `/perfherder/alerts?id=${id}`,
      ...handlers,
      ...options,
    };
    return { box: draw(<UpstreamTable {...props} />), ...handlers };
  }

  it('has a row for each upstream, and one press for those that are ticked and would not be refused', () => {
    const { box, onStart, onTick } = table();
    expect(box.querySelectorAll('tbody tr')).toHaveLength(3);
    expect(box.textContent).toContain('obvious: in the push range, 2 of 3 alerts match, 12 h older');
    expect(box.textContent).toContain('Summary #8 is itself downstream.');
    const ticks = [...box.querySelectorAll<HTMLInputElement>('input')];
    expect(ticks.map((t) => t.disabled)).toEqual([false, false, true]);
    expect(ticks[0]?.getAttribute('aria-label')).toBe('Mark 2 alerts downstream of #5');
    ticks[0]?.click();
    expect(onTick).not.toHaveBeenCalled();
    press(ticks[0]);
    expect(onTick).toHaveBeenCalledWith(5, false);
    press(named(box, 'Mark 4 alerts downstream of 2 summaries'));
    expect(onStart).toHaveBeenCalledOnce();
  });

  it('shows how far it is and can be stopped', () => {
    const { box, onStop } = table({
      progress: { done: 1, total: 4, failed: 1, isRunning: true },
      states: new Map([[summaryId(5), 'under way']]),
    });
    expect(box.querySelector('[aria-live]')?.textContent).toBe('1 of 4 alerts marked, 1 not…');
    press(named(box, 'Stop'));
    expect(onStop).toHaveBeenCalledOnce();
  });

  it('goes on with what is left after a stop', () => {
    const { box, onStart } = table({
      progress: { done: 2, total: 4, failed: 0, isRunning: false },
      states: new Map([[summaryId(5), 'done']]),
    });
    press(named(box, 'Resume: mark 2 alerts downstream of 1 summary'));
    expect(onStart).toHaveBeenCalledOnce();
  });

  it('offers nothing to who may not write', () => {
    expect(named(table({ canWrite: false }).box, 'Mark 4 alerts downstream of 2 summaries')).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { toPushRequests } from '@/lib/triage/requests';
import { planRound } from '@/lib/triage/roundPlan';
import { alert, labelFor, planInput, push } from './fixtures';

describe('the requests of a plan', () => {
  it('ask the pushes next to the step first, then the gap between them, then outwards', () => {
    const requests = toPushRequests(planRound(planInput([alert(1)], { dataEvery: 4 })));
    expect(requests.map((r) => Number(r.pushId))).toEqual([1100, 1096, 1099, 1098, 1097, 1092, 1104, 1108]);
    expect(requests[0]?.revision).toBe(push(1100).revision);
  });

  it('put all labels of a push into one request, by count', () => {
    const [a, b] = [alert(1), alert(2, { suite: 'bing' })];
    const input = planInput([a, b], { dataEvery: 1 });
    const runs = new Map([[labelFor(a), new Map([[push(1100).id, { coming: 2, promised: 0 }]])]]);
    const [first] = toPushRequests(planRound({ ...input, runs }));
    expect(first?.labels).toEqual([
      { label: labelFor(b), times: 3 },
      { label: labelFor(a), times: 1 },
    ]);
  });

  it('are none for a plan that asks for nothing', () => {
    expect(toPushRequests(planRound(planInput([])))).toEqual([]);
  });
});

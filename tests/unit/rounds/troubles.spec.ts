import { describe, expect, it } from 'vitest';
import { nextStepOf } from '@/lib/model/nextSteps';
import { TROUBLES } from '../../contract/troubles.ts';
import { openDesk } from './browser';
import { createDay, planOf, TIMEOUT_MS, total, wantedBy } from './day';

describe('what stops a round is told, nothing is sent, and the next press goes through', {
  timeout: TIMEOUT_MS,
}, () => {
  it.each(TROUBLES)('$name', async ({ isAfterClaim, make, why, whatToDo }) => {
    const day = createDay();
    const { tab, desk } = await openDesk(day);
    const wanted = wantedBy(planOf(desk));
    const mend = make(day.sandbox);
    await desk.send();

    const end = tab.progress.at(-1);
    if (end?.kind !== 'stopped') throw new Error(`The round ended as ${JSON.stringify(end)}.`);
    expect(end.problem.message).toMatch(why);
    const step = nextStepOf(end.problem);
    expect(step.kind === 'advice' ? step.text : step.kind).toContain(whatToDo);
    expect(tab.progress.some((p) => p.kind === 'claiming')).toBe(isAfterClaim);
    expect(day.fired()).toBe(0);
    expect(day.sandbox.world.summary(day.id).notes).toBeNull();
    expect(total(day.jobsMade())).toBe(0);

    mend();
    await (await tab.look(day.id)).send();
    expect(tab.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });
    expect(day.jobsMade()).toEqual(wanted);
  });
});

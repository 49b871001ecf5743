import type { RetriggerInput } from '@/lib/taskcluster/retriggerInput';
import { ActionsAnswer } from '@/lib/taskcluster/schemas';
import type { PushRecord } from '../../sandbox/records.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { actionsJson } from '../../sandbox/taskcluster/actionSpecs.ts';

export const DECISION = 'Dec1s1onTaskOfThePush00';
export const LABEL = 'test-windows11-64-24h2-shippable/opt-browsertime-tp6-firefox-amazon';

export const INPUT: RetriggerInput = {
  requests: [{ tasks: [LABEL], times: 3 }],
  deputy: { version: 1, summary: 51_000, round: 1, nonce: 'k3f9ab' },
};

let push: PushRecord | undefined;
/** A push's actions.json as gecko makes it, parsed as Deputy does. */
export function actionsOfPush(generation: 'old' | 'new' = 'new'): ActionsAnswer {
  push ??= createSandbox().world.pushLog.get('autoland')?.at(-1);
  if (!push) throw new Error('The scenario has no push.');
  return ActionsAnswer.parse(JSON.parse(JSON.stringify(actionsJson(push, DECISION, generation))));
}

type Action = ActionsAnswer['actions'][number];

/** The same with `retrigger-multiple` changed; null leaves a field out. */
export function withAction(change: { [K in keyof Action]?: Action[K] | null }): ActionsAnswer {
  const answer = actionsOfPush();
  return {
    ...answer,
    actions: answer.actions.map((action) =>
      action.name === 'retrigger-multiple'
        ? (Object.fromEntries(
            Object.entries({ ...action, ...change }).filter(([, value]) => value !== null),
          ) as Action)
        : action,
    ),
  };
}

import { describe, expect, it } from 'vitest';
import { label } from '@/lib/model/ids';
import { readActionInput } from '@/lib/taskcluster/actionTask';
import { renderTrigger, satisfies, vouchingScope } from '@/lib/taskcluster/renderTrigger';
import { toRetriggerInput } from '@/lib/taskcluster/retriggerInput';
import { knownRoot } from '@/lib/taskcluster/roots';
import { actionsOfPush, DECISION, INPUT, LABEL, withAction } from './actions.fixture';

interface Payload {
  decision: { action: { cb_name: string; taskGroupId: string }; push: { revision: string } };
  user: { input: unknown; taskId: unknown; taskGroupId: unknown };
}
const rendered = (answer: ReturnType<typeof actionsOfPush>, input = INPUT) => {
  const outcome = renderTrigger(answer, DECISION, input);
  if (outcome.kind !== 'ok') throw new Error(JSON.stringify(outcome.problem));
  return { ...outcome.value, payload: outcome.value.payload as Payload };
};

describe('a trigger', () => {
  it("is rendered from the push's own template, with only the three user values filled in", () => {
    const trigger = rendered(actionsOfPush());
    expect(trigger.hookGroupId).toBe('project-gecko');
    expect(trigger.hookId).toMatch(/^in-tree-action-3-generic\/[0-9a-f]{10}$/);
    expect(trigger.payload.user).toEqual({ input: INPUT, taskId: null, taskGroupId: DECISION });
    expect(trigger.payload.decision.action.cb_name).toBe('retrigger-multiple');
  });

  it.each(['old', 'new'] as const)('is rendered for the %s in-tree code', (generation) => {
    expect(rendered(actionsOfPush(generation)).payload.user.input).toEqual(INPUT);
  });

  it('is that of the whole push, not that of a single task', () => {
    const answer = actionsOfPush();
    const [first] = answer.actions.filter((a) => a.name === 'retrigger-multiple');
    if (!first) throw new Error('no action');
    const single = { ...first, context: [{ kind: 'test' }], hookId: 'in-tree-action-3-generic/ffffffffff' };
    const both = { ...answer, actions: [single, ...answer.actions] };
    expect(rendered(both).hookId).toBe(first.hookId);
    expect(renderTrigger({ ...answer, actions: [single] }, DECISION, INPUT)).toMatchObject({
      problem: { kind: 'no action' },
    });
  });

  it("takes the file's variables, as older pushes have them", () => {
    const answer = withAction({ hookPayload: { user: { $eval: 'input' }, owner: { $eval: 'owner' } } });
    const outcome = renderTrigger({ ...answer, variables: { owner: 'jdoe' } }, DECISION, INPUT);
    expect(outcome).toMatchObject({ kind: 'ok', value: { payload: { owner: 'jdoe', user: INPUT } } });
  });

  it.each([
    ['is absent', { name: 'another' }],
    ['is no hook', { kind: 'task' }],
    ['names no hook', { hookId: null }],
    ['has no template', { hookPayload: null }],
  ])('is not made when the action %s', (_, change) => {
    expect(renderTrigger(withAction(change), DECISION, INPUT)).toMatchObject({
      kind: 'failed',
      problem: { kind: 'no action' },
    });
  });

  it.each([
    'in-tree-action-3-cancel-all/09c08c5d4d',
    'in-tree-action-2-generic/09c08c5d4d',
    'in-tree-action-3-generic/09c08c5d4d/x',
    'in-tree-action-3-generic/09c08c5d4',
    'in-tree-action-3-generic/09C08C5D4D',
    'x-in-tree-action-3-generic/09c08c5d4d',
    'in-tree-action-3-generic/../../secrets',
    'in-tree-action-3-generic/09c08c5d4d\n',
  ])('is never made for the hook %j', (hookId) => {
    expect(renderTrigger(withAction({ hookId }), DECISION, INPUT)).toMatchObject({
      kind: 'failed',
      problem: { kind: 'unsafe hook' },
    });
  });

  it('is never made for another group', () => {
    expect(renderTrigger(withAction({ hookGroupId: 'project-releng' }), DECISION, INPUT)).toMatchObject({
      problem: { kind: 'unsafe hook' },
    });
  });

  it.each(['in-tree-action-1-generic/0123456789', 'in-tree-action-3-backfill/abcdef0123'])(
    'may be made for %s',
    (hookId) => expect(rendered(withAction({ hookId })).hookId).toBe(hookId),
  );

  it('goes without the marker where the schema takes no further keys', () => {
    const schema = {
      type: 'object',
      properties: { requests: { type: 'array' } },
      required: ['requests'],
      additionalProperties: false,
    };
    expect(rendered(withAction({ schema })).payload.user.input).toEqual({ requests: INPUT.requests });
  });

  it('is not made when the action takes no such input at all', () => {
    const schema = { type: 'object', properties: { requests: { type: 'string' } }, required: ['requests'] };
    expect(renderTrigger(withAction({ schema }), DECISION, INPUT)).toMatchObject({
      problem: { kind: 'bad request' },
    });
  });

  it.each([
    ['malformed', { type: 'object', properties: { requests: { $ref: '#/definitions/gone' } } }],
    ['absent', null],
    ['a truth value', true],
  ])('is sent whole where the schema is %s', (_, schema) => {
    const outcome = renderTrigger(withAction({ schema }), DECISION, INPUT);
    expect(outcome.kind === 'ok' ? 'ok' : outcome.problem.kind).toBe('ok');
  });

  it('says so when the template cannot be rendered', () => {
    const hookPayload = { user: { $eval: 'input.requests[' } };
    expect(renderTrigger(withAction({ hookPayload }), DECISION, INPUT)).toMatchObject({
      problem: { kind: 'unexpected answer', message: expect.stringMatching(/cannot be rendered/) },
    });
  });
});

describe('scopes', () => {
  it.each([
    [['a:b'], 'a:b', true],
    [['a:*'], 'a:b', true],
    [['*'], 'a:b', true],
    [['a:b*'], 'a:b', true],
    [['a:bc'], 'a:b', false],
    [['a:*:c'], 'a:b:c', false],
    [[], 'a:b', false],
  ])('%j satisfy %s: %s', (scopes, wanted, answer) => expect(satisfies(scopes, wanted)).toBe(answer));

  it('by which a decision task vouches name group and hook', () => {
    expect(vouchingScope({ hookGroupId: 'project-gecko', hookId: 'in-tree-action-3-generic/0a' })).toBe(
      'in-tree:hook-action:project-gecko/in-tree-action-3-generic/0a',
    );
  });
});

describe('the input', () => {
  const marker = { version: 1, summary: 1, round: 2, nonce: 'n' } as const;

  it('groups labels by count, none in two groups', () => {
    const labels = [
      { label: label('b'), times: 4 },
      { label: label('a'), times: 2 },
      { label: label('c'), times: 4 },
    ];
    expect(toRetriggerInput(labels, marker)).toEqual({
      requests: [
        { tasks: ['a'], times: 2 },
        { tasks: ['b', 'c'], times: 4 },
      ],
      deputy: marker,
    });
  });

  it('is read back from an action task, with the marker', () => {
    expect(readActionInput('retrigger-multiple', INPUT)).toEqual({
      runs: new Map([[LABEL, 3]]),
      marker: INPUT.deputy,
    });
  });

  it.each([
    [
      'without a count means once',
      'retrigger-multiple',
      { requests: [{ tasks: ['a'] }, { tasks: ['a'], times: 2 }] },
      [['a', 3]],
    ],
    [
      'of add-new-jobs is read too',
      'add-new-jobs',
      { tasks: ['a', 'b'], times: 2 },
      [
        ['a', 2],
        ['b', 2],
      ],
    ],
    ['of other actions promises nothing', 'backfill', { requests: [{ tasks: ['a'] }] }, []],
    ['that is no object promises nothing', 'retrigger-multiple', 'all of them', []],
    ['that is null promises nothing', 'add-new-jobs', null, []],
    ['of another form promises nothing', 'retrigger-multiple', { requests: { tasks: 'a' } }, []],
  ])('%s', (_, name, input, runs) => {
    expect([...readActionInput(name, input).runs]).toEqual(runs);
    expect(readActionInput(name, input).marker).toBeNull();
  });

  it('with a marker of another version counts as that of somebody else', () => {
    const odd = { ...INPUT, deputy: { ...marker, version: 2 } };
    expect(readActionInput('retrigger-multiple', odd).marker).toBeNull();
  });
});

describe('the Taskcluster root', () => {
  it.each([
    ['https://firefox-ci-tc.services.mozilla.com', true],
    ['https://firefox-ci-tc.services.mozilla.com/', true],
    ['https://firefox-ci-tc.services.mozilla.com.evil.example', false],
    ['http://firefox-ci-tc.services.mozilla.com', false],
    ['https://community-tc.services.mozilla.com', false],
    ['', false],
    [null, false],
  ])('%s is known: %s', (root, known) => expect(knownRoot(root) !== null).toBe(known));
});

import type { FaultEffect } from '../sandbox/faults.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** What a trouble needs of a sandbox, in Node or behind a browser. */
type Steered = Pick<Sandbox, 'world' | 'faults'>;

/** Something that stops a round on its way: how it is made and mended again, and what a sheriff reads. */
export interface Trouble {
  readonly name: string;
  /** Before the claim nothing is written; after it the claim is taken back. */
  readonly isAfterClaim: boolean;
  /** Makes it; what it gives back mends it. */
  readonly make: (sandbox: Steered) => () => void;
  readonly why: RegExp;
  /** The advice, a part of it; 'try again' stands for pressing once more. */
  readonly whatToDo: string;
}

const fault = (path: string, effect: FaultEffect) => (sandbox: Steered) => {
  sandbox.faults.add({ match: { path }, effect });
  return () => sandbox.faults.clear();
};

export const TROUBLES: readonly Trouble[] = [
  {
    name: 'Treeherder is down',
    isAfterClaim: false,
    make: fault('^/api/performance/alertsummary/', { kind: 'status', status: 500 }),
    why: /^Treeherder failed \(500\)\. Nothing was sent\./,
    whatToDo: 'try again',
  },
  {
    name: 'a web page where data is due',
    isAfterClaim: false,
    make: fault('/performance/data/', { kind: 'html' }),
    why: /^Treeherder sent a web page where data was due\. Nothing was sent\./,
    whatToDo: 'try again',
  },
  {
    name: 'no decision task',
    isAfterClaim: true,
    make: ({ world }) => {
      const all = [...world.pushes.values()];
      for (const push of all) world.replacePush({ ...push, decisionTask: null });
      return () => {
        for (const push of all) world.replacePush(push);
      };
    },
    why: /^The push has no finished decision task\. Nothing was sent/,
    whatToDo: 'Use the pushes beside it',
  },
  {
    name: 'a push that is too old: its hook is gone',
    isAfterClaim: true,
    make: ({ world }) => {
      const all = [...world.hooks];
      world.hooks.clear();
      return () => {
        for (const [name, hook] of all) world.hooks.set(name, hook);
      };
    },
    why: /^The push is too old: its hook is gone\..* Nothing was sent/,
    whatToDo: 'judge by the data there is',
  },
];

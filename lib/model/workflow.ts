/** The states that Perfherder has no field for (they live in the notes), in the words of the sheriffs. */
export const OWN_STATES = ['untriaged', 'collecting data', 'data ready', 'needs data', 'needs bug'] as const;
export type OwnState = (typeof OWN_STATES)[number];
/** The first pass, around the clock; and what comes after it. */
export type SheriffRole = 'code sheriff' | 'perf sheriff';
/** Those that Perfherder records itself. */
export type HostState =
  | 'bug filed'
  | 'downstream'
  | 'reassigned'
  | 'invalid'
  | 'infra'
  | 'improvement'
  | 'investigating'
  | 'wontfix'
  | 'fixed'
  | 'backedout';
export type WorkflowState = OwnState | HostState | `unknown ${number}`;

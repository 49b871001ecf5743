/**
 * The one way in which anything that leaves this machine ends. `unclear` is its own answer: the request may or may not
 * have been carried out, and what follows is to look, never to repeat.
 */
export interface Ok<T> {
  readonly kind: 'ok';
  readonly value: T;
}
export interface NotOk {
  readonly kind: 'refused' | 'failed' | 'unclear';
  readonly problem: Problem;
}
export type Outcome<T> = Ok<T> | NotOk;

/** Which sort of trouble, so that a view can offer the right next step. */
export type ProblemKind =
  | 'not logged in'
  | 'not staff'
  | 'no credentials'
  | 'credentials refused'
  | 'scopes'
  | 'csrf'
  | 'not found'
  | 'bad request'
  | 'rate limited'
  | 'server'
  | 'network'
  | 'timeout'
  | 'not json'
  | 'unexpected answer'
  | 'conflict'
  | 'alerts changed'
  | 'relation refused'
  | 'no decision task'
  | 'no action'
  | 'unsafe hook'
  | 'unknown label'
  | 'too old'
  | 'lease taken'
  | 'claimed by someone else'
  | 'nothing to do'
  | 'reason wanted'
  | 'stopped'
  | 'orphaned'
  | 'internal'
  | 'storage';

export interface Problem {
  readonly kind: ProblemKind;
  /** What happened, a sentence for people. */
  readonly message: string;
  /** HTTP status where there was one. */
  readonly status?: number;
  /** The server's own words, cut to a bearable length; text, never markup. */
  readonly detail?: string;
  /** Of a conflict in the notes: what both said, for the sheriff to choose. */
  readonly conflicts?: readonly { readonly what: string; readonly theirs: string; readonly ours: string }[];
}

export const ok = <T>(value: T): Outcome<T> => ({ kind: 'ok', value });
export const refused = (problem: Problem): NotOk => ({ kind: 'refused', problem });
export const failed = (problem: Problem): NotOk => ({ kind: 'failed', problem });
export const unclear = (problem: Problem): NotOk => ({ kind: 'unclear', problem });

export const isOk = <T>(o: Outcome<T>): o is Ok<T> => o.kind === 'ok';

import type { Shape } from './shape.ts';

/** Ids that a backend has, found by asking it: `{summary}` in a path stands for the sample's summary. */
export interface Sample {
  readonly summary: number;
  readonly alert: number;
  readonly push: number;
  readonly prevPush: number;
  readonly revision: string;
  /** The same, 12 digits. */
  readonly shortRevision: string;
  readonly prevRevision: string;
  readonly signature: number;
  readonly hash: string;
  readonly taskId: string;
  readonly repository: string;
  readonly repositoryId: number;
  readonly framework: number;
}

export interface ContractCase {
  readonly name: string;
  /** Where the facts say so. */
  readonly fact: string;
  readonly method?: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE' | 'OPTIONS';
  /** On Treeherder; a whole address elsewhere. */
  readonly path: string;
  /** Who asks: nobody in particular by default. */
  readonly as?: 'nobody' | 'sheriff' | 'viewer';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string is sent as it is. Placeholders are filled in. */
  readonly body?: unknown;
  readonly status: number;
  /** Start of the content type; JSON by default. */
  readonly type?: string;
  readonly answer?: Shape;
  readonly answerHeaders?: Readonly<Record<string, string>>;
}

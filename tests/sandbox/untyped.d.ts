/** Packages of the tests that bring no types; only what the tests use of them. */
declare module 'hawk' {
  interface HawkCredentials {
    readonly id?: string;
    readonly key: string;
    readonly algorithm: 'sha256' | 'sha1';
  }
  interface HawkArtifacts {
    readonly id: string;
    readonly ts: string;
    readonly ext?: string;
    readonly hash?: string;
  }
  interface HawkRequest {
    readonly method: string;
    readonly url: string;
    readonly host: string;
    readonly port: number | string;
    readonly authorization: string;
  }
  interface Hawk {
    server: {
      authenticate(
        request: HawkRequest,
        find: (id: string) => Promise<HawkCredentials | null>,
        options?: { timestampSkewSec?: number; localtimeOffsetMsec?: number; payload?: string },
      ): Promise<{ credentials: HawkCredentials; artifacts: HawkArtifacts }>;
      authenticatePayload(
        payload: string,
        credentials: HawkCredentials,
        artifacts: HawkArtifacts,
        contentType: string,
      ): void;
    };
    client: {
      header(
        uri: string,
        method: string,
        options: {
          credentials: HawkCredentials;
          ext?: string;
          timestamp?: number;
          nonce?: string;
          payload?: string;
          contentType?: string;
        },
      ): { header: string };
    };
  }
  const hawk: Hawk;
  export default hawk;
}

declare module 'taskcluster-lib-scopes' {
  interface Scopes {
    satisfiesExpression(scopeset: readonly string[], expression: unknown): boolean;
    patternMatch(pattern: string, scope: string): boolean;
    normalizeScopeSet(scopeset: readonly string[]): string[];
    validScope(scope: string): boolean;
  }
  const scopes: Scopes;
  export default scopes;
}

declare module 'taskcluster-client-web' {
  interface ClientOptions {
    rootUrl: string;
    credentials?: { clientId: string; accessToken: string };
    authorizedScopes?: string[];
  }
  export class Hooks {
    constructor(options: ClientOptions);
    triggerHook(
      hookGroupId: string,
      hookId: string,
      payload: unknown,
    ): Promise<{ status: { taskId: string } }>;
    listLastFires(hookGroupId: string, hookId: string): Promise<{ lastFires: { taskId: string }[] }>;
    hook(hookGroupId: string, hookId: string): Promise<unknown>;
  }
  export class Queue {
    constructor(options: ClientOptions);
    task(taskId: string): Promise<{ scopes: string[]; metadata: { name: string } }>;
    status(taskId: string): Promise<{ status: { state: string } }>;
    listDependentTasks(taskId: string): Promise<{ tasks: unknown[] }>;
  }
  export class Auth {
    constructor(options: ClientOptions);
    expandScopes(payload: { scopes: string[] }): Promise<{ scopes: string[] }>;
    currentScopes(): Promise<{ scopes: string[] }>;
  }
  export class Index {
    constructor(options: ClientOptions);
    findTask(indexPath: string): Promise<{ taskId: string }>;
  }
}

import { ARTIFACT_HOST } from './hosts.ts';

/** One request that reached the sandbox. */
export interface LogEntry {
  readonly number: number;
  /** Milliseconds on the virtual clock. */
  readonly at: number;
  readonly method: string;
  readonly host: string;
  /** Path and query, as sent. */
  readonly path: string;
  /** Carries a Hawk header. */
  readonly signed: boolean;
  /** A CORS preflight. */
  readonly preflight: boolean;
  /** The second half of an artifact read, on the host that the queue redirects to. */
  readonly redirectHop: boolean;
  /** Who asked: Deputy marks its Treeherder requests with `deputy=1`; see `whoAsked`. */
  readonly by: 'deputy' | 'extension' | 'page';
  /** Body of a request that is not a GET, cut at 64 kB. */
  readonly body: string | null;
  /** Null while unanswered, and when the answer was lost. */
  status: number | null;
}

export interface LogFilter {
  readonly method?: string;
  readonly host?: string;
  /** Matched against path and query. */
  readonly path?: RegExp | string;
  readonly by?: LogEntry['by'];
  /** Preflights and redirect hops are counted apart: true to have them too. */
  readonly all?: boolean;
}

const BODY_CUT_AT = 65_536;

/** The list of requests, in order of arrival, which tests count. */
export class RequestLog {
  readonly entries: LogEntry[] = [];
  #number = 0;

  add(request: Request, host: string, at: number, body: string | null): LogEntry {
    const url = new URL(request.url);
    const entry: LogEntry = {
      number: ++this.#number,
      at,
      method: request.method,
      host,
      path: url.pathname + url.search,
      signed: /^Hawk /i.test(request.headers.get('authorization') ?? ''),
      preflight: request.method === 'OPTIONS' && request.headers.has('access-control-request-method'),
      redirectHop: host === ARTIFACT_HOST,
      by: whoAsked(request, url),
      body: body === null || body === '' ? null : body.slice(0, BODY_CUT_AT),
      status: null,
    };
    this.entries.push(entry);
    return entry;
  }

  /** Requests that match, without preflights and redirect hops unless asked for. */
  find(filter: LogFilter = {}): LogEntry[] {
    const path = typeof filter.path === 'string' ? new RegExp(filter.path) : filter.path;
    return this.entries.filter(
      (e) =>
        (filter.all || !(e.preflight || e.redirectHop)) &&
        (!filter.method || e.method === filter.method) &&
        (!filter.host || e.host === filter.host) &&
        (!filter.by || e.by === filter.by) &&
        (!path || path.test(e.path)),
    );
  }

  count(filter: LogFilter = {}): number {
    return this.find(filter).length;
  }

  clear(): void {
    this.entries.length = 0;
  }
}

/** The page never sends `deputy=1`, and only an extension's own contexts have an extension's origin. */
function whoAsked(request: Request, url: URL): LogEntry['by'] {
  const told = request.headers.get('x-sandbox-by');
  if (told === 'deputy' || told === 'extension' || told === 'page') return told;
  if (url.searchParams.get('deputy') === '1') return 'deputy';
  return /^(moz|chrome)-extension:/.test(request.headers.get('origin') ?? '') ? 'extension' : 'page';
}

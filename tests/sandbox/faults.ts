/** Which requests a fault hits. */
export interface FaultMatch {
  readonly host?: string;
  readonly method?: string;
  /** Source of a regular expression over path and query. */
  readonly path?: string;
  /** Only the n-th match, counted from 1 since the fault was added. All when left out. */
  readonly nth?: number;
}

export type FaultEffect =
  /** Answers this instead of doing anything. `json` is sent as such; `html` as a page. */
  | { readonly kind: 'status'; readonly status: number; readonly json?: unknown; readonly html?: string }
  /** A web page where JSON is due, as a proxy or the app's catch-all sends it. */
  | { readonly kind: 'html'; readonly status?: number }
  /** Does what was asked, then breaks the connection without an answer. */
  | { readonly kind: 'lost' }
  /** Breaks the connection without doing anything. */
  | { readonly kind: 'reset' }
  /** Never answers, until the client gives up. `done`: the request was carried out first. */
  | { readonly kind: 'silent'; readonly done: boolean }
  /** Waits real milliseconds before or after doing it. */
  | { readonly kind: 'delay'; readonly ms: number; readonly when?: 'before' | 'after' }
  /** Does it and answers with a body that stops in the middle of its JSON. */
  | { readonly kind: 'malformed' }
  /** For Node tests only: whatever the test wants. */
  | {
      readonly kind: 'call';
      readonly run: (request: Request, carryOut: () => Promise<Response>) => Promise<Response>;
    };

export interface Fault {
  readonly match: FaultMatch;
  readonly effect: FaultEffect;
}

/** A connection that broke: in Node it rejects as `fetch` does, over HTTPS the socket is destroyed. */
export class ConnectionLost extends TypeError {
  constructor() {
    super('fetch failed');
    this.name = 'TypeError';
  }
}

export interface FaultRecord extends Fault {
  readonly id: number;
  /** Requests that matched so far. */
  seen: number;
  /** Requests that were hit. */
  hits: number;
}

/** Faults on request. The first that matches a request is the one that happens. */
export class Faults {
  readonly list: FaultRecord[] = [];
  #id = 0;
  readonly #wait: (ms: number) => Promise<void>;
  /** Called after a fault was added. */
  onAdded: () => void = () => undefined;

  /** @param wait how a delay waits; real milliseconds by default */
  constructor(wait: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms))) {
    this.#wait = wait;
  }

  add(fault: Fault): FaultRecord {
    const record = { ...fault, id: ++this.#id, seen: 0, hits: 0 };
    this.list.push(record);
    this.onAdded();
    return record;
  }

  clear(): void {
    this.list.length = 0;
  }

  /** True when some answers are to be lost: connections must then not be used twice, or a browser repeats by itself. */
  get breaksConnections(): boolean {
    return this.list.some((f) => ['lost', 'reset', 'silent'].includes(f.effect.kind));
  }

  async apply(request: Request, host: string, carryOut: () => Promise<Response>): Promise<Response> {
    const effect = this.#hit(request, host)?.effect;
    if (!effect) return carryOut();
    switch (effect.kind) {
      case 'status':
        return effect.html === undefined && effect.json !== undefined
          ? Response.json(effect.json, {
              status: effect.status,
              // a service's own refusals may be read from anywhere; a proxy's pages may not
              headers: { 'Access-Control-Allow-Origin': '*' },
            })
          : page(effect.status, effect.html ?? `Error ${effect.status}`);
      case 'html':
        return page(effect.status ?? 200, 'Not what you asked for');
      case 'lost':
        await carryOut();
        throw new ConnectionLost();
      case 'reset':
        throw new ConnectionLost();
      case 'silent':
        if (effect.done) await carryOut();
        return untilAborted(request.signal);
      case 'delay': {
        if (effect.when !== 'after') await this.#wait(effect.ms);
        const answer = await carryOut();
        if (effect.when === 'after') await this.#wait(effect.ms);
        return answer;
      }
      case 'malformed': {
        const answer = await carryOut();
        const text = await answer.text();
        const headers = new Headers(answer.headers);
        headers.delete('content-length');
        return new Response(text.slice(0, Math.max(1, text.length - 2)), { status: answer.status, headers });
      }
      case 'call':
        return effect.run(request, carryOut);
    }
  }

  #hit(request: Request, host: string): FaultRecord | undefined {
    const url = new URL(request.url);
    let hit: FaultRecord | undefined;
    for (const fault of this.list) {
      const { match } = fault;
      if (match.host && match.host !== host) continue;
      if (match.method && match.method !== request.method) continue;
      if (match.path && !new RegExp(match.path).test(url.pathname + url.search)) continue;
      fault.seen++;
      if (hit || (match.nth !== undefined && match.nth !== fault.seen)) continue;
      fault.hits++;
      hit = fault;
    }
    return hit;
  }
}

const page = (status: number, words: string) =>
  new Response(`<!doctype html><title>${words}</title><h1>${words}</h1>`, {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  });

function untilAborted(signal: AbortSignal): Promise<Response> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason ?? new ConnectionLost());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

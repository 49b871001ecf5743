import type { CredentialsWanted } from '../../sandbox/control.ts';
import { TREEHERDER_ORIGIN } from '../../sandbox/hosts.ts';
import { Area } from './area.ts';
import { type PageQuery, pageQuery, type Step } from './pageQuery.ts';
import type { PagePort, ScreenshotOptions } from './port.ts';
import { Target } from './target.ts';
import { done, not, until } from './until.ts';

export interface LoginOptions {
  /** A user of the sandbox. */
  user?: string;
  credentials?: CredentialsWanted;
  /** The path to go on to. */
  next?: string;
}

/** One tab of one browser. */
export class Tab extends Area {
  readonly #port: PagePort;

  constructor(port: PagePort) {
    super();
    this.#port = port;
  }

  /** Opens an address, or a path on Treeherder. */
  async open(url: string): Promise<void> {
    await this.#port.goto(new URL(url, TREEHERDER_ORIGIN).href);
  }

  reload(): Promise<void> {
    return this.#port.reload();
  }

  back(): Promise<void> {
    return this.#port.back();
  }

  url(): string {
    return this.#port.url();
  }

  /** Waits until the address matches; navigation inside the page counts. */
  waitForUrl(pattern: RegExp, ms?: number): Promise<void> {
    const look = async () => (pattern.test(this.url()) ? done(undefined) : not(`it is at ${this.url()}`));
    return until(`the address ${pattern}`, look, ms);
  }

  /**
   * Logs in through the sandbox's helper, which leaves the session and Taskcluster credentials in the page as the site does,
   * and goes on to `next`. Without a user it is the scenario's own.
   */
  async login(options: LoginOptions = {}): Promise<void> {
    const { user, credentials, next = '/perfherder/alerts' } = options;
    const query = new URLSearchParams({
      ...(user !== undefined && { user }),
      ...(credentials !== undefined && { credentials }),
      next,
    });
    await this.open(`/__sandbox/login?${query}`);
    await until(`the login to lead on to ${next}`, async () =>
      this.url().includes('/__sandbox/') ? not(`it is at ${this.url()}`) : done(undefined),
    );
  }

  /** Presses a key or combination on what has the focus. */
  press(keys: string): Promise<void> {
    return this.#port.press(keys);
  }

  /** Types on the keyboard into what has the focus. */
  type(text: string): Promise<void> {
    return this.#port.type(text);
  }

  /** Runs a function inside the page; it and its argument must not refer to anything outside. */
  evaluate<R, A = undefined>(body: (arg: A) => R | Promise<R>, arg?: A): Promise<R> {
    return this.#run(`(${body})(${toSource(arg)})`) as Promise<R>;
  }

  /** Runs the text of a script inside the page, such as a library's file; the page's content security policy does not apply. */
  async run(script: string): Promise<void> {
    await this.#port.evaluate(`(() => { ${script}\n })()`);
  }

  /** Runs a function inside the page with the search helpers at hand. Used by targets; tests want `evaluate`. */
  ask<R, A>(body: (q: PageQuery, arg: A) => R | Promise<R>, arg: A): Promise<R> {
    return this.#run(`(${body})((${pageQuery})(), ${toSource(arg)})`) as Promise<R>;
  }

  /** Runs a function inside the page on the only element that a path leads to, or tells how many there are instead. */
  askOne<R, A>(
    path: readonly Step[],
    body: (element: Element, arg: A, q: PageQuery) => R | Promise<R>,
    arg: A,
  ): Promise<{ value: R } | { count: number }> {
    return this.#run(`(async (q) => {
      const found = q.find(${toSource(path)});
      if (found.length !== 1) return { count: found.length };
      return { value: await (${body})(found[0], ${toSource(arg)}, q) };
    })((${pageQuery})())`) as Promise<{ value: R } | { count: number }>;
  }

  screenshot(path: string, options: Omit<ScreenshotOptions, 'path'> = {}): Promise<void> {
    return this.#port.screenshot({ path, ...options });
  }

  resize(width: number, height: number): Promise<void> {
    return this.#port.resize(width, height);
  }

  /** Brings this tab to the front of its window, as a person does before using it. */
  front(): Promise<void> {
    return this.#port.front();
  }

  /** Uncaught exceptions and console errors of this tab so far. */
  problems(): readonly string[] {
    return this.#port.problems();
  }

  close(): Promise<void> {
    return this.#port.close();
  }

  isClosed(): boolean {
    return this.#port.isClosed();
  }

  /** The library's side of this tab, for targets only. */
  get port(): PagePort {
    return this.#port;
  }

  protected override step(step: Step): Target {
    return new Target(this, [step]);
  }

  /** The answer travels as JSON, so that both libraries give the same values back. */
  async #run(expression: string): Promise<unknown> {
    const json = await this.#port.evaluate(
      `(async () => { const answer = await ${expression}; return JSON.stringify({ answer }); })()`,
    );
    return (JSON.parse(String(json)) as { answer?: unknown }).answer;
  }
}

function toSource(value: unknown): string {
  return value === undefined ? 'undefined' : JSON.stringify(value);
}

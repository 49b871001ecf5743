import { Area } from './area.ts';
import { armClick, judgeClick } from './clickGuard.ts';
import type { PageQuery, Pattern, Pressable, Step } from './pageQuery.ts';
import type { Tab } from './tab.ts';
import { done, type Look, not, until } from './until.ts';

export interface WaitOptions {
  /** In milliseconds. */
  ms?: number;
}

/** A lazy search: looked up afresh by every method, so that it survives re-renders. Methods wait for exactly one match. */
export class Target extends Area {
  readonly #tab: Tab;
  readonly #path: readonly Step[];

  constructor(tab: Tab, path: readonly Step[]) {
    super();
    this.#tab = tab;
    this.#path = path;
  }

  /** The nth match, counted from 0. */
  nth(index: number): Target {
    const last = this.#path.at(-1);
    return new Target(this.#tab, [...this.#path.slice(0, -1), { ...last, nth: index }]);
  }

  /** How many match right now. */
  count(): Promise<number> {
    return this.#tab.ask((q, path) => q.find(path).length, this.#path);
  }

  /** The names of all matches right now, in the order of the page. */
  names(): Promise<string[]> {
    return this.#tab.ask((q, path) => q.find(path).map(q.nameOf), this.#path);
  }

  /** The visible texts of all matches right now, white space squashed. */
  texts(): Promise<string[]> {
    return this.#tab.ask((q, path) => q.find(path).map(q.textOf), this.#path);
  }

  /** Waits until exactly one is there and visible. */
  async wait(options: WaitOptions = {}): Promise<this> {
    await this.#until(`${this}`, options, async () => {
      const seen = await this.#tab.askOne(this.#path, (element, _, q) => q.isRendered(element), null);
      if ('count' in seen) return not(() => this.#misses(seen.count));
      return seen.value ? done(true) : not('it is not visible');
    });
    return this;
  }

  /** Waits until there are this many. */
  waitForCount(count: number, options: WaitOptions = {}): Promise<void> {
    return this.#until(`${count} of ${this}`, options, async () => {
      const found = await this.count();
      return found === count ? done(undefined) : not(() => this.#misses(found));
    });
  }

  /** Waits until none is left. */
  gone(options: WaitOptions = {}): Promise<void> {
    return this.waitForCount(0, options);
  }

  /** Waits until the only match has a text that fits, and gives the whole text. */
  waitForText(text: RegExp, options: WaitOptions = {}): Promise<string> {
    return this.#until(`${this} to read ${text}`, options, async () => {
      const seen = await this.#tab.askOne(this.#path, (element, _, q) => q.textOf(element), null);
      if ('count' in seen) return not(() => this.#misses(seen.count));
      return text.test(seen.value) ? done(seen.value) : not(`it reads "${seen.value.slice(0, 300)}"`);
    });
  }

  /** Waits until an attribute has this value (null: is absent). */
  waitForAttribute(name: string, value: string | null, options: WaitOptions = {}): Promise<void> {
    return this.#until(`${this} to have ${name}=${value}`, options, async () => {
      const seen = await this.#tab.askOne(
        this.#path,
        (element, wanted) => element.getAttribute(wanted),
        name,
      );
      if ('count' in seen) return not(() => this.#misses(seen.count));
      return seen.value === value ? done(undefined) : not(`it is ${seen.value}`);
    });
  }

  /** Waits until it can be used. */
  async waitEnabled(options: WaitOptions = {}): Promise<this> {
    await this.#until(`${this} to be enabled`, options, async () => {
      const seen = await this.#tab.askOne(this.#path, (element, _, q) => q.isEnabled(element), null);
      if ('count' in seen) return not(() => this.#misses(seen.count));
      return seen.value ? done(true) : not('it is disabled');
    });
    return this;
  }

  /** The visible text, white space squashed. */
  text(): Promise<string> {
    return this.#one((element, _, q) => q.textOf(element), null);
  }

  /** The accessible name. */
  name(): Promise<string> {
    return this.#one((element, _, q) => q.nameOf(element), null);
  }

  /** An attribute's value, null when absent. */
  attribute(name: string): Promise<string | null> {
    return this.#one((element, wanted) => element.getAttribute(wanted), name);
  }

  /** The value of a text field or select. */
  value(): Promise<string> {
    return this.#one((element) => (element as HTMLInputElement).value, null);
  }

  /** Whether it can be used right now. */
  isEnabled(): Promise<boolean> {
    return this.#one((element, _, q) => q.isEnabled(element), null);
  }

  /**
   * Clicks with the mouse as a person does: brings it into view, waits until it lies still, can be used and is not covered,
   * and presses its middle. The event is trusted. The click meets this element or nothing.
   */
  click(options: WaitOptions = {}): Promise<void> {
    return this.#until(`a click on ${this}`, options, async () => {
      const place = await this.#place();
      if ('problem' in place) return not(place.problem);
      const armed = await this.#tab.ask(armClick, { path: this.#path, box: place.box });
      if ('problem' in armed) return not(armed.problem);
      await this.#tab.port.mouseClick(armed.x, armed.y);
      const verdict = await this.#tab.evaluate(judgeClick).catch(() => 'gone' as const);
      if (verdict === 'hit' || verdict === 'gone') return done(undefined);
      return not(verdict === 'nothing' ? 'no click arrived' : `the click met ${verdict.missed}`);
    });
  }

  /** Moves the mouse over it. */
  hover(options: WaitOptions = {}): Promise<void> {
    return this.#until(`the mouse over ${this}`, options, async () => {
      const place = await this.#place();
      if ('problem' in place) return not(place.problem);
      await this.#tab.port.mouseMove(place.x, place.y);
      return done(undefined);
    });
  }

  /** Puts the keyboard focus on it. */
  async focus(): Promise<void> {
    await this.wait();
    await this.#one((element) => (element as HTMLElement).focus(), null);
  }

  /** Focuses it and presses a key or combination, such as `Enter` or `Control+a`. */
  async press(keys: string): Promise<void> {
    await this.focus();
    await this.#tab.port.press(keys);
  }

  /** Focuses a text field, puts the caret at the end and types on the keyboard. */
  async type(text: string): Promise<void> {
    await this.focus();
    await this.#tab.port.press(process.platform === 'darwin' ? 'Meta+ArrowDown' : 'Control+End');
    await this.#tab.port.type(text);
  }

  /** Replaces what a text field holds, on the keyboard. */
  async fill(text: string): Promise<void> {
    await this.focus();
    await this.#tab.port.press(process.platform === 'darwin' ? 'Meta+a' : 'Control+a');
    if (text === '') await this.#tab.port.press('Delete');
    else await this.#tab.port.type(text);
  }

  /** Chooses an option of a select by its text, with the events that a choice makes. */
  async choose(option: string): Promise<void> {
    await this.wait();
    const chosen = await this.evaluate((element, wanted) => {
      const select = element as HTMLSelectElement;
      const found = [...select.options].find(({ text }) => text.trim() === wanted);
      if (found === undefined) return [...select.options].map(({ text }) => text.trim());
      select.value = found.value;
      select.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      select.dispatchEvent(new Event('change', { bubbles: true }));
      return true;
    }, option);
    if (chosen !== true) throw new Error(`${this} has no option "${option}", it has ${chosen.join(', ')}`);
  }

  /** Runs a function inside the page with the only match; it must not refer to anything outside. */
  evaluate<R, A = null>(body: (element: Element, arg: A) => R | Promise<R>, arg: A = null as A): Promise<R> {
    return this.#one(body, arg);
  }

  /** The search in words, for messages. */
  override toString(): string {
    const words = this.#path.map(({ role, css, name, text, nth }) =>
      [
        role ?? css,
        name && inWords(name),
        text && `reading ${inWords(text)}`,
        nth !== undefined && `number ${nth + 1}`,
      ]
        .filter(Boolean)
        .join(' '),
    );
    return words.reverse().join(' in ');
  }

  protected override step(step: Step): Target {
    return new Target(this.#tab, [...this.#path, step]);
  }

  /** Where the only match would be pressed, or why it cannot be. */
  async #place(): Promise<Pressable | { problem: () => Promise<string> }> {
    const seen = await this.#tab.askOne(this.#path, (element, _, q) => q.pressable(element), null);
    return 'count' in seen ? { problem: () => this.#misses(seen.count) } : seen.value;
  }

  /** Asks about the only match, waiting until there is just one. */
  #one<R, A>(body: (element: Element, arg: A, q: PageQuery) => R | Promise<R>, arg: A): Promise<R> {
    return this.#until(`${this}`, {}, async () => {
      const seen = await this.#tab.askOne(this.#path, body, arg);
      return 'count' in seen ? not(() => this.#misses(seen.count)) : done(seen.value);
    });
  }

  async #misses(count: number): Promise<string> {
    const near = await this.#tab.ask((q, path) => q.nearMisses(path), this.#path);
    const others =
      near.length === 0
        ? ''
        : `, in: ${near
            .slice(0, 12)
            .map((name) => `"${name}"`)
            .join(', ')}`;
    return `there are ${count}${others}`;
  }

  #until<R>(what: string, { ms }: WaitOptions, look: () => Promise<Look<R>>): Promise<R> {
    return until(what, look, ms);
  }
}

function inWords(pattern: Pattern): string {
  return 'exact' in pattern ? `"${pattern.exact}"` : `/${pattern.source}/${pattern.flags}`;
}

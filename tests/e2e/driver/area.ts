import type { Pattern, Step } from './pageQuery.ts';
import type { Target } from './target.ts';

/** Narrows a search by visible text: a string must be all of it, a regular expression any part. */
export interface SearchOptions {
  text?: string | RegExp;
}

/** Something that can be searched by what a person (or a screen reader) finds there: a tab, or a part of its page. */
export abstract class Area {
  /** The elements with this role and accessible name; a string must be the whole name, a regular expression any part. */
  byRole(role: string, name?: string | RegExp, options: SearchOptions = {}): Target {
    return this.step({ role, ...(name !== undefined && { name: toPattern(name) }), ...textStep(options) });
  }

  /** The elements that a CSS selector finds, also inside open shadow roots. For the host page; Deputy's own parts have roles. */
  byCss(css: string, options: SearchOptions = {}): Target {
    return this.step({ css, ...textStep(options) });
  }

  /** The target that searches inside this area. */
  protected abstract step(step: Step): Target;
}

function textStep({ text }: SearchOptions): Pick<Step, 'text'> {
  return text === undefined ? {} : { text: toPattern(text) };
}

function toPattern(wanted: string | RegExp): Pattern {
  return typeof wanted === 'string' ? { exact: wanted } : { source: wanted.source, flags: wanted.flags };
}

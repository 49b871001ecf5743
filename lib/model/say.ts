import type { SentenceName } from './sentences';

let table: Readonly<Partial<Record<string, string>>> = {};

/** Gives this world its sentences, before anything speaks: the background and the extension's pages have them, the page gets them by message. */
export function knowSentences(sentences: Readonly<Record<string, string>>): void {
  table = sentences;
}

/** A sentence for people. @param values for the names in braces, in their order; text from outside stays text */
export const say = (name: SentenceName, ...values: readonly (string | number)[]): string => {
  let n = 0;
  return (table[name] ?? name).replace(/\{[\w ]+\}/g, (slot) => `${values[n++] ?? slot}`);
};

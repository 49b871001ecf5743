/**
 * Records of our own on their way between the page and the background. A message's schema looks at the outline of such a record
 * and passes the rest on as it is; both ends are the same release of the same extension. Here, and nowhere else, the outline
 * becomes the record's type again.
 */

/** A record as an answer or a request holds it: messages are copies, so nothing in them is readonly. */
export const toMessage = <T>(record: T): Mutable<T> => record as Mutable<T>;

type Mutable<T> = T extends string | number | boolean | null | undefined
  ? T
  : { -readonly [K in keyof T]: Mutable<T[K]> };

/** The record that was sent, by the type that its sender gave it. */
export const fromMessage = <T>(outline: unknown): T => outline as T;

/**
 * Encodes text for one part of an address. Text from outside may hold half of a surrogate pair, for which
 * `encodeURIComponent` throws; it becomes the replacement character, which no server knows anything by.
 */
export const urlPart = (text: string) => encodeURIComponent(text.toWellFormed());

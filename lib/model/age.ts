/**
 * Whether something of then is still good. A clock can step back, by a second when it is set by a server's `Date` and by hours when it
 * was a laptop's own before: what lies further ahead than it would be good for is of another time.
 * @param at when it was read, and `now`, on one clock, in milliseconds
 * @param forMs how long it is good for
 */
export const isRecent = (at: number, now: number, forMs: number): boolean => Math.abs(now - at) <= forMs;

/**
 * Branded ids: a summary id is never handed to something that wants an alert id, though both are numbers.
 * The brands exist only for the compiler; the casts below are the one place where a plain value becomes an id.
 */
declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** Id of an alert summary: the alerts of one push and framework. */
export type SummaryId = Branded<number, 'SummaryId'>;
/** Id of one alert, unique over all summaries. */
export type AlertId = Branded<number, 'AlertId'>;
/** Treeherder's id of a push; it grows with time inside one repository. */
export type PushId = Branded<number, 'PushId'>;
/** Id of a performance series (signature) in one repository. */
export type SignatureId = Branded<number, 'SignatureId'>;
/** Id of a Treeherder job. */
export type JobId = Branded<number, 'JobId'>;
/** Head changeset of a push, 40 hex digits. */
export type Revision = Branded<string, 'Revision'>;
/** Taskcluster task id, 22 characters. */
export type TaskId = Branded<string, 'TaskId'>;
/** Taskcluster task name, the same string as Treeherder's job type name. */
export type Label = Branded<string, 'Label'>;
/** What tells one carried out round from all others; written into claim, journal and trigger. */
export type Nonce = Branded<string, 'Nonce'>;
/** Milliseconds since 1970, UTC, on Treeherder's clock and not on this machine's. */
export type Instant = Branded<number, 'Instant'>;

export const summaryId = (n: number) => n as SummaryId;
export const alertId = (n: number) => n as AlertId;
export const pushId = (n: number) => n as PushId;
export const signatureId = (n: number) => n as SignatureId;
export const jobId = (n: number) => n as JobId;
export const revision = (s: string) => s as Revision;
export const taskId = (s: string) => s as TaskId;
export const label = (s: string) => s as Label;
export const nonce = (s: string) => s as Nonce;
export const instant = (ms: number) => ms as Instant;

/** A revision as people write it: the first 12 hex digits, as Perfherder shows it. */
export const shortRevision = (r: Revision | string) => r.slice(0, 12);

import type { AlertSummary, alertStatus, summaryStatus } from '@/lib/model/alert';
import { alertId, instant, pushId, revision, signatureId, summaryId } from '@/lib/model/ids';
import type { ListedSummary } from '@/lib/model/listedSummary';
import { marksOf, parseNotes, roundsOf } from '@/lib/notes/notes';

/** The small record of a summary that lists and rules go by. */
export function listed(summary: AlertSummary): ListedSummary {
  const { id, repository, framework, revision, pushTime, created, status, bugNumber } = summary;
  return {
    id,
    repository,
    framework,
    pushId: summary.pushId,
    prevPushId: summary.prevPushId,
    revision,
    pushTime,
    created,
    status,
    bugNumber,
    asked: askedSuites(summary),
    alerts: summary.alerts.map((a) => ({
      id: a.id,
      status: a.status,
      isRegression: a.isRegression,
      amountPct: a.amountPct,
      prevValue: a.prevValue,
      newValue: a.newValue,
      signatureId: a.signature.id,
      hash: a.signature.hash,
      suite: a.signature.suite,
      test: a.signature.test,
      platform: a.signature.platform,
    })),
  };
}

/**
 * Suites whose data was asked for: alerts of rounds that were sent, and marked ones. A mere claim does not count, it may
 * be taken back; a blocked round has not brought its data.
 */
function askedSuites(summary: AlertSummary): readonly string[] {
  if (!summary.notes.includes('-- deputy')) return [];
  const notes = parseNotes(summary.notes);
  const sent = roundsOf(notes).filter((r) => r.status === 'pending' || r.status === 'complete');
  const marked = [...marksOf(notes).values()].filter((m) => m.on).map((m) => m.alert);
  const asked = new Set([...sent.flatMap((r) => r.alerts), ...marked]);
  const alerts = [...summary.alerts, ...summary.relatedAlerts].filter((a) => asked.has(a.id));
  return [...new Set(alerts.map((a) => a.signature.suite))].sort();
}

/** Texts that come again and again (hashes, suites, platforms) are kept once and named by their place. */
export interface PackedSummaries {
  readonly texts: readonly string[];
  readonly summaries: readonly unknown[];
}

/** Packs summaries for the storage that tabs and restarts of the background share. */
export function pack(summaries: readonly ListedSummary[]): PackedSummaries {
  const places = new Map<string, number>();
  const place = (text: string) => {
    const known = places.get(text) ?? places.size;
    places.set(text, known);
    return known;
  };
  const rows = summaries.map((s) => [
    s.id,
    place(s.repository),
    s.framework,
    s.pushId,
    s.prevPushId,
    s.revision,
    s.pushTime,
    s.created,
    place(s.status),
    s.bugNumber,
    s.asked.map(place),
    s.alerts.map((a) => [
      a.id,
      place(a.status),
      a.isRegression ? 1 : 0,
      a.amountPct,
      a.prevValue,
      a.newValue,
      a.signatureId,
      place(a.hash),
      place(a.suite),
      place(a.test),
      place(a.platform),
    ]),
  ]);
  return { texts: [...places.keys()], summaries: rows };
}

/** The summaries again; null when the stored value is not what `pack` made. */
export function unpack(packed: unknown): readonly ListedSummary[] | null {
  if (typeof packed !== 'object' || packed === null) return null;
  const { texts, summaries } = packed as Partial<PackedSummaries>;
  if (!Array.isArray(texts) || !Array.isArray(summaries)) return null;
  const text = (place: unknown) => {
    const found: unknown = texts[Number(place)];
    if (typeof found !== 'string') throw new TypeError('a text is missing');
    return found;
  };
  const number = (value: unknown) => {
    if (typeof value !== 'number') throw new TypeError('a number is missing');
    return value;
  };
  const numberOrNull = (value: unknown) => (value === null ? null : number(value));
  try {
    return summaries.map((row: unknown): ListedSummary => {
      const s = row as readonly unknown[];
      return {
        id: summaryId(number(s[0])),
        repository: text(s[1]),
        framework: number(s[2]),
        pushId: pushId(number(s[3])),
        prevPushId: pushId(number(s[4])),
        revision: revision(String(s[5])),
        pushTime: number(s[6]),
        created: instant(number(s[7])),
        status: statusNamed(text(s[8])),
        bugNumber: numberOrNull(s[9]),
        asked: (s[10] as readonly unknown[]).map(text),
        alerts: (s[11] as readonly (readonly unknown[])[]).map((a) => ({
          id: alertId(number(a[0])),
          status: alertStatusNamed(text(a[1])),
          isRegression: a[2] === 1,
          amountPct: numberOrNull(a[3]),
          prevValue: numberOrNull(a[4]),
          newValue: numberOrNull(a[5]),
          signatureId: signatureId(number(a[6])),
          hash: text(a[7]),
          suite: text(a[8]),
          test: text(a[9]),
          platform: text(a[10]),
        })),
      };
    });
  } catch {
    return null;
  }
}

/** Written by `pack` from the very type; a name of another release is only shown, never acted on. */
const statusNamed = (name: string) => name as ReturnType<typeof summaryStatus>;
const alertStatusNamed = (name: string) => name as ReturnType<typeof alertStatus>;

import { isRecent } from '@/lib/model/age';
import type { AlertSummary } from '@/lib/model/alert';
import type { Instant } from '@/lib/model/ids';
import { isOk, type Outcome } from '@/lib/model/outcome';
import type { RoundRules } from '@/lib/model/rules';
import type { ShiftItem } from '@/lib/model/shift';
import type { QueueStrip } from '@/lib/model/strip';
import type { SheriffRole } from '@/lib/model/workflow';
import { byQueue, queuesOf, SHIFT_HOURS, shiftItem } from '@/lib/triage/shiftQueue';
import { readShift, type Shift, type ShiftReads } from './readShift';

/** A look at the queues serves all tabs for so long; what this browser writes or reads meanwhile is taken in at once. */
const LOOK_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

export interface StripQuestion {
  readonly role: SheriffRole;
  /** Short name of who looks: own changes are no news. */
  readonly me: string;
  /** When the sheriff last said "seen"; null when never. */
  readonly seenAt: number | null;
  readonly offersTour: boolean;
  /** The queues are to be read and shown. */
  readonly isWanted: boolean;
  /** Read anew whatever the age. */
  readonly fresh: boolean;
}

export interface QueueStrips {
  look(question: StripQuestion): Promise<QueueStrip>;
  /** Summaries that were read for something else. */
  saw(summaries: readonly AlertSummary[]): void;
}

/** The queues above the list: one reading of the shift for all tabs, with the dashboard's requests and rules. */
export function createQueueStrips(
  reads: ShiftReads,
  rules: () => Promise<RoundRules>,
  now: () => Instant,
): QueueStrips {
  let shift: Shift | null = null;
  let readAt = 0;
  let reading: Promise<Outcome<Shift>> | null = null;

  async function read(fresh: boolean, byRules: RoundRules): Promise<string | null> {
    if (!fresh && shift && isRecent(readAt, now(), LOOK_MS)) return null;
    reading ??= readShift(reads, byRules, now()).finally(() => {
      reading = null;
    });
    const answer = await reading;
    if (!isOk(answer)) return answer.problem.message;
    shift = answer.value;
    readAt = now();
    return null;
  }

  return {
    async look({ role, me, seenAt, offersTour, isWanted, fresh }) {
      if (!isWanted) return { role, queues: null, changed: new Set(), problem: null, offersTour };
      const byRules = await rules();
      const problem = await read(fresh, byRules);
      const items = (shift?.facts ?? []).flatMap((facts) => shiftItem(facts, now(), byRules) ?? []);
      const queues = byQueue(items);
      // who never looked is shown what changed in the last shift
      const since = seenAt ?? now() - SHIFT_HOURS * HOUR_MS;
      const isNews = ({ touched }: ShiftItem) => touched !== null && touched.by !== me && touched.at > since;
      return {
        role,
        queues: queuesOf(role).map((name) => ({
          name,
          items: (queues.get(name) ?? []).filter((item) => name !== 'stuck' || item.role === role),
        })),
        changed: new Set(items.filter(isNews).map((item) => item.id)),
        problem,
        offersTour,
      };
    },
    saw(summaries) {
      shift = shift?.renewed(summaries) ?? null;
    },
  };
}

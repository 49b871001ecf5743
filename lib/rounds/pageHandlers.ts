import type { PageHandlers } from '@/lib/messages/pages';
import type { FeatureAnswers } from '@/lib/model/health';
import type { Instant, SummaryId } from '@/lib/model/ids';
import type { JournalRecord } from '@/lib/model/round';
import type { Settings } from '@/lib/settings/settings';
import { daySpend } from '@/lib/triage/daySpend';
import type { RoundWatch } from './watchRounds';

/** No summary has it: the day's jobs are counted over all of them. */
const NONE = 0 as SummaryId;

/** What the background answers to the extension's own pages. */
export const createPageHandlers = (deps: {
  readonly watch: Pick<RoundWatch, 'checkNow' | 'rounds'>;
  readonly journal: () => Promise<readonly JournalRecord[]>;
  readonly settings: () => Promise<Settings>;
  /** What the background has answered, by feature. */
  readonly answers: () => Promise<readonly FeatureAnswers[]>;
  readonly now: () => Instant;
}): PageHandlers => ({
  'page-bg check rounds now': () => deps.watch.checkNow(),
  'page-bg answers': async () => ({
    answers: (await deps.answers()).map((a) => ({ ...a, lastError: a.lastError && { ...a.lastError } })),
    now: deps.now(),
  }),
  'page-bg rounds': async () => {
    const [rounds, journal, { rules }] = await Promise.all([
      deps.watch.rounds(),
      deps.journal(),
      deps.settings(),
    ]);
    // what others have asked for stands in the notes, and would take requests
    const { personJobs, personDeviceJobs } = daySpend([], journal, NONE, '', deps.now());
    return {
      rounds: rounds.map((r) => ({ ...r })),
      spent: {
        jobs: personJobs,
        of: rules.jobsPerPersonPerDay,
        deviceJobs: personDeviceJobs,
        devicesOf: rules.deviceJobsPerDay,
      },
      now: deps.now(),
    };
  },
});

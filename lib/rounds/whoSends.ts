import { failed, isOk, type Outcome, ok, refused } from '@/lib/model/outcome';
import { say } from '@/lib/model/say';
import type { HawkCredentials } from '@/lib/taskcluster/hawk';
import type { User } from '@/lib/treeherder/client';

/** The credentials that the page holds for a Taskcluster, read at this very moment. */
export type FoundCredentials =
  | { readonly kind: 'ok'; readonly credentials: HawkCredentials }
  | { readonly kind: 'expired' | 'none' };

/** Who is at the page, and what this person may do: asked anew before each write and each send. */
export interface WhoSends {
  /** As far as it is known; '' before the first answer and when nobody is logged in. */
  username(): string;
  user(): Promise<Outcome<User>>;
  /** Session and staff; the full username. */
  checkWriter(): Promise<Outcome<string>>;
  /** Session, staff and credentials. */
  checkSender(root: string | null): Promise<Outcome<{ username: string; root: string }>>;
  credentials(root: string): Outcome<HawkCredentials>;
}

/** Asks Treeherder and the page anew at each check; only the name is remembered. */
export function createWhoSends(deps: {
  readonly user: () => Promise<Outcome<User | null>>;
  readonly credentials: (root: string) => FoundCredentials;
  /** Told after each answer. */
  readonly onUser: (user: User | null) => void;
}): WhoSends {
  let username = '';

  const user = async (): Promise<Outcome<User>> => {
    const answer = await deps.user();
    if (!isOk(answer)) return answer;
    username = answer.value?.username ?? '';
    deps.onUser(answer.value);
    return answer.value
      ? ok(answer.value)
      : refused({ kind: 'not logged in', message: say('not logged in') });
  };

  const checkWriter = async (): Promise<Outcome<string>> => {
    const answer = await user();
    if (!isOk(answer)) return answer;
    return answer.value.isStaff
      ? ok(answer.value.username)
      : refused({
          kind: 'not staff',
          message: say('not staff'),
        });
  };

  const credentials = (root: string): Outcome<HawkCredentials> => {
    const found = deps.credentials(root);
    if (found.kind === 'ok') return ok(found.credentials);
    const [valid, since] = found.kind === 'expired' ? ['valid ', ': they have expired'] : ['', ''];
    return refused({
      kind: 'no credentials',
      message: `There are no ${valid}Taskcluster credentials here${since}. Nothing was sent.`,
    });
  };

  return {
    username: () => username,
    user,
    checkWriter,
    credentials,
    async checkSender(root) {
      const who = await checkWriter();
      if (!isOk(who)) return who;
      if (!root) {
        return failed({
          kind: 'unsafe hook',
          message: say('no Taskcluster'),
        });
      }
      const found = credentials(root);
      return isOk(found) ? ok({ username: who.value, root }) : found;
    },
  };
}

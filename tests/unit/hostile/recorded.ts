import type { DeskSight } from '@/lib/rounds/viewSubject';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { openBrowser } from '../rounds/browser';
import { createDay } from '../rounds/day';

/** A desk at which nothing goes on, as the background is told of it, but for its plan. */
export const DESK = {
  send: { kind: 'idle' },
  journal: [],
  canUndo: false,
  hasReason: false,
  cancelling: { kind: 'idle' },
  notices: null,
} satisfies Omit<DeskSight, 'planState'>;

/** A good answer, and what was asked. */
export interface Recorded {
  readonly url: string;
  readonly method: string;
  readonly text: string;
}

/** A message that a tab sent to the background. */
export interface RecordedMessage {
  readonly name: string;
  readonly request: unknown;
}

/**
 * A sheriff looks at a summary, sends round 1 and comes back an hour later; all answers that Deputy got on the way, and all
 * messages between its two halves.
 */
export async function recordRound(): Promise<{ answers: Recorded[]; messages: RecordedMessage[] }> {
  const day = createDay();
  const answers: Recorded[] = [];
  const messages: RecordedMessage[] = [];
  const { fetch } = day.sandbox;
  day.sandbox.fetch = async (request) => {
    const answer = await fetch(request);
    if (answer.headers.get('content-type')?.startsWith('application/json'))
      answers.push({ url: request.url, method: request.method, text: await answer.clone().text() });
    return answer;
  };
  const browser = openBrowser(day.sandbox, {
    onMessage: (name, request) => messages.push({ name, request }),
  });
  const tab = browser.openTab({ user: 'sheriff' });
  const desk = await tab.look(day.id);
  await desk.send();
  day.sandbox.clock.advance(3600);
  const later = browser.openTab({ user: 'sheriff' });
  await later.look(day.id);
  return { answers, messages };
}

/** Answers to one path of a scenario, without a round. */
export async function good(scenario: string, url: string, init?: RequestInit): Promise<string> {
  const answer = await createSandbox({ scenario }).fetch(new Request(url, init));
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

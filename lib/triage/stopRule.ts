import type { AlertSoFar, Finding } from './nextRound';

/** What to do instead of more runs (design 1.2). */
export interface Advice {
  readonly kind: 'ask' | 'widen' | 'bisect' | 'accept as uncertain';
  /** A sentence for people. */
  readonly text: string;
}

/**
 * The stop rule: after the last round, or where more runs cannot help, what a sheriff does instead. The best first, each kind
 * once, never empty.
 *
 * @param open the alerts that are not settled.
 * @param findings of all alerts of the rounds.
 * @param fewPushes so many suspects can still be asked one by one.
 */
export function adviceFor(
  open: readonly AlertSoFar[],
  findings: readonly Finding[],
  fewPushes: number,
): readonly Advice[] {
  const advice = new Map<Advice['kind'], string>();
  const add = (kind: Advice['kind'], text: string) => {
    if (!advice.has(kind)) advice.set(kind, text);
  };
  // The narrowest range speaks for the summary.
  const [narrowest] = findings.flatMap((f) => (f.range ? [f.range] : [])).sort((a, b) => a.pushes - b.pushes);
  if (narrowest && narrowest.pushes <= fewPushes) {
    add('ask', `ask the authors of the ${narrowest.pushes} pushes that are left`);
    add('bisect', 'or bisect between them on try or locally');
  } else if (narrowest) {
    add('bisect', `bisect the ${narrowest.pushes} pushes that are left on try or locally`);
  }
  for (const { name, verdict } of open) {
    if (verdict.kind !== 'not yet') continue;
    if (verdict.reason === 'step elsewhere') {
      add('widen', `${name}: look further out, for the level changes outside the pushes that were asked for`);
    }
    if (verdict.reason === 'side too short') {
      add('widen', `${name}: wait for data on more pushes, for one side of the step has too few`);
    }
    if (verdict.reason === 'code or machines') {
      add('ask', `${name}: ask whether machines or their images changed when the level did`);
    }
  }
  const noisy = open.some(
    ({ verdict }) =>
      verdict.kind === 'not yet' &&
      (verdict.reason === 'too noisy' || verdict.reason === 'too close to call'),
  );
  if (noisy || advice.size === 0) {
    add('accept as uncertain', 'accept it as uncertain: more runs of the same will not tell more');
  }
  return [...advice].map(([kind, text]) => ({ kind, text }));
}

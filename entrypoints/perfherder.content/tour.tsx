import { Dialog } from '@/components/dialog';
import { fromDrawn } from '@/components/fromDrawn';
import { pressed } from '@/components/pressed';
import type { TourStep } from '@/lib/model/strip';

/** One step of the tour. The part that it is about is marked by `pointAt`. */
export const Tour = ({
  step,
  onPress,
  onEnd,
}: {
  readonly step: TourStep;
  readonly onPress: (name: string, event: Event) => void;
  readonly onEnd: () => void;
}) => (
  <Dialog title="Tour of Deputy" kind="tour" onClose={onEnd}>
    <div class="dialog-body" onClickCapture={pressed(onPress)}>
      {step.words.map(fromDrawn)}
    </div>
  </Dialog>
);

let part: Element | null | undefined;

/** Marks the first such part in Deputy's views and brings it into sight; without a selector the mark goes away. */
export function pointAt(at: string | undefined, views: readonly (ShadowRoot | null)[]): void {
  part?.classList.remove('pointed');
  part = null;
  for (const view of at ? views : []) part ??= view?.querySelector(at ?? '');
  part?.classList.add('pointed');
  part?.scrollIntoView({ block: 'center' });
}

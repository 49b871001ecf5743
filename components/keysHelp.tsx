import type { Drawn } from '@/lib/model/drawn';
import { Dialog } from './dialog';
import { fromDrawn } from './fromDrawn';
import { pressed } from './pressed';

/** The list of all keys. */
export function KeysHelp({
  help,
  onPress,
  onClose,
}: {
  readonly help: readonly Drawn[];
  readonly onPress: (name: string, event: Event) => void;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title="Keys of Deputy" onClose={onClose}>
      <div class="dialog-body" onClickCapture={pressed(onPress)}>
        {help.map(fromDrawn)}
      </div>
    </Dialog>
  );
}

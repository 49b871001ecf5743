import type { Drawn } from '@/lib/model/drawn';
import { Dialog } from './dialog';
import { fromDrawn } from './fromDrawn';

/** The list of all keys. */
export function KeysHelp({
  help,
  onClose,
}: {
  readonly help: readonly Drawn[];
  readonly onClose: () => void;
}) {
  return (
    <Dialog title="Keys of Deputy" onClose={onClose}>
      <div class="dialog-body">{help.map(fromDrawn)}</div>
    </Dialog>
  );
}

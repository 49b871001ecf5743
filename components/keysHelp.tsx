import { knownKeys } from './command';
import { Dialog } from './dialog';

/** The list of all keys, as they are set. */
export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys of Deputy" onClose={onClose}>
      <div class="dialog-body">
        <dl class="price">
          {knownKeys().map(({ name, key, does }) => (
            <>
              <dt key={name}>{key ? <kbd>{key}</kbd> : 'off'}</dt>
              <dd>{does}</dd>
            </>
          ))}
        </dl>
        <p class="detail">
          They do nothing while you type or while a dialog is open. Deputy's options change them and switch
          them off.
        </p>
      </div>
    </Dialog>
  );
}

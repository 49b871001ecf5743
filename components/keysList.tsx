import type { KeyTable } from '@/lib/model/keys';

/** All keys, as they are set. Drawn in the background. */
export function KeysList({ keys }: { readonly keys: KeyTable }) {
  return (
    <>
      <dl class="price">
        {keys.map(({ name, key, does }) => (
          <>
            <dt key={name}>{key ? <kbd>{key}</kbd> : 'off'}</dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
      <p class="detail">
        They do nothing while you type or while a dialog is open. Deputy's options change them and switch them
        off.
      </p>
    </>
  );
}

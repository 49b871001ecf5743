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
      <button type="button" data-press="tour">
        Show the tour
      </button>
      <button type="button" data-press="guide">
        The sheriff's guide
      </button>
      <p class="detail">
        They do nothing while you type or while a dialog is open. Deputy's options change them and switch them
        off.
      </p>
    </>
  );
}

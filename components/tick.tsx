import type { ComponentChildren } from 'preact';

/**
 * A check box that only a person can set: the page's script can reach into an open shadow root, and what is ticked is what
 * a later press marks.
 */
export function Tick({
  checked,
  disabled = false,
  label,
  onTick,
  children,
}: {
  readonly checked: boolean;
  readonly disabled?: boolean;
  /** Accessible name, where no words stand beside it. */
  readonly label?: string;
  readonly onTick: (on: boolean) => void;
  /** The words beside it. */
  readonly children?: ComponentChildren;
}) {
  const input = {
    'aria-label': label,
    checked,
    disabled,
    onClick: (event: MouseEvent & { readonly currentTarget: HTMLInputElement }) => {
      if (event.isTrusted) onTick(event.currentTarget.checked);
      else event.preventDefault();
    },
  };
  return children === undefined ? (
    <input type="checkbox" {...input} />
  ) : (
    <label>
      <input type="checkbox" {...input} /> {children}
    </label>
  );
}

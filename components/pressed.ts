/** A handler for parts that the background has drawn: tells by its `data-press` name what a person has pressed. */
export const pressed = (act: (name: string, event: Event) => void) => (event: Event) => {
  const name =
    event.isTrusted && (event.target as Element).closest?.('[data-press]')?.getAttribute('data-press');
  if (name) act(name, event);
};

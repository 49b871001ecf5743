/** Keeps the uncaught exceptions and console errors of a tab; the list only grows. */
export function problemList() {
  const list: string[] = [];
  return {
    list,
    exception: (error: unknown) => {
      list.push(`uncaught: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    },
    console: (message: { type(): string; text(): string }) => {
      if (message.type() === 'error') list.push(`console: ${message.text()}`);
    },
  };
}

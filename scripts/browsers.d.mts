/** The program of a browser that can load an unpacked extension, or undefined when this machine has none. */
export function findBrowser(kind: 'chromium' | 'firefox'): string | undefined;
/** The environment variable that names a browser's program. */
export function variableFor(kind: 'chromium' | 'firefox'): string;

/** The program of an installed package, for Node to run. */
export function packageCommand(name: string, program: string): string;

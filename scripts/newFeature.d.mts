/** Writes the parts of a new feature below a folder and gives their paths. */
export function makeFeature(root: string, name: string, does: string): string[];

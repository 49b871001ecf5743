/** What the health page asks a page for: how often each selector matches below each element of each scope. */
export interface CountQuestion {
  readonly scopes: readonly string[];
  readonly selectors: readonly string[];
}

/** By scope, element of the scope, and selector. */
export type Counts = readonly (readonly (readonly number[])[])[];

/** Counts, and tells nothing of what the nodes hold. */
export const countNodes = (root: ParentNode, { scopes, selectors }: CountQuestion): Counts =>
  scopes.map((scope) =>
    [...root.querySelectorAll(scope)].map((element) =>
      selectors.map((selector) => element.querySelectorAll(selector).length),
    ),
  );

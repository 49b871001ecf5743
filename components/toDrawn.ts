import { type ComponentChild, isValidElement } from 'preact';
import type { Drawn } from '@/lib/model/drawn';

type Attributes = Record<string, unknown>;

/** Draws a view without a page: for components that are functions of their properties alone, without hooks and handlers. */
export function toDrawn(view: ComponentChild | readonly ComponentChild[]): readonly Drawn[] {
  if (Array.isArray(view)) return view.flatMap(toDrawn);
  if (typeof view === 'string' || typeof view === 'number') return [String(view)];
  if (!isValidElement(view)) return [];
  const { type, props } = view;
  const { children, ...attributes } = props as Attributes & { readonly children?: ComponentChild };
  if (typeof type === 'string') return [[type, plain(attributes), toDrawn(children)]];
  // a fragment is such a function too
  return toDrawn((type as (props: Attributes) => ComponentChild)(props as Attributes));
}

const plain = (attributes: Attributes) =>
  Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, string | number | boolean] =>
      ['string', 'number', 'boolean'].includes(typeof entry[1]),
    ),
  );

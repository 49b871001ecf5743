import { type ComponentChild, h } from 'preact';
import type { Drawn } from '@/lib/model/drawn';

/** The background's drawing as a part of a view. */
export const fromDrawn = (drawn: Drawn): ComponentChild =>
  typeof drawn === 'string' ? drawn : h(drawn[0], drawn[1], ...drawn[2].map(fromDrawn));

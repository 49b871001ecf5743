import * as z from 'zod/mini';
import {
  BRIDGE_VERSION,
  REFETCH_TO_PAGE,
  REFETCHED_FROM_PAGE,
  type RefetchedFromPage,
  type RefetchToPage,
} from './bridgeProtocol';

export * from './bridgeProtocol';

/** Isolated content script → page's world. */
export const refetchToPage: z.ZodMiniType<RefetchToPage> = z.strictObject({
  name: z.literal(REFETCH_TO_PAGE),
  version: z.literal(BRIDGE_VERSION),
  id: z.string().check(z.minLength(1), z.maxLength(64)),
  summaryId: z.int().check(z.positive()),
});

/** Page's world → isolated content script. */
export const refetchedFromPage: z.ZodMiniType<RefetchedFromPage> = z.strictObject({
  name: z.literal(REFETCHED_FROM_PAGE),
  version: z.literal(BRIDGE_VERSION),
  id: z.string().check(z.minLength(1), z.maxLength(64)),
  ok: z.boolean(),
});

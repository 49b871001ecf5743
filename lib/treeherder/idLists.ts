/** The server's request line ends at 4,094 bytes; what is left after host, path and other parameters. */
const ID_LIST_BYTES = 3_400;

/** Cuts a list of ids so that each part fits into one address. @param overhead bytes beside the id itself */
export function chunks<T extends number>(
  ids: readonly T[],
  most = Number.POSITIVE_INFINITY,
  overhead = 1,
): T[][] {
  const parts: T[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const id of new Set(ids)) {
    const size = String(id).length + overhead;
    const last = parts.at(-1);
    if (!last || bytes + size > ID_LIST_BYTES || last.length >= most) {
      parts.push([id]);
      bytes = size;
    } else {
      last.push(id);
      bytes += size;
    }
  }
  return parts;
}

/** Treeherder's ways to answer (treeherder-api 0): JSON without a charset, HTML where Django gives up. */

const COMMON = {
  'access-control-allow-origin': '*',
  'referrer-policy': 'origin-when-cross-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
  vary: 'Cookie, Accept-Encoding, origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** JSON with the headers that Treeherder sends with everything. */
export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { ...COMMON, 'Content-Type': 'application/json' },
  });
}

/** A refusal as Django REST framework words it. */
export const detail = (status: number, text: string) => json({ detail: text }, status);

/** A failure that reached the web server: a page, where JSON is due. */
export function htmlError(status: number, title: string): Response {
  const page = `<!doctype html>\n<html lang="en">\n<head>\n  <title>${title}</title>\n</head>\n<body>\n  <h1>${title}</h1><p></p>\n</body>\n</html>\n`;
  return new Response(page, {
    status,
    headers: { ...COMMON, 'Content-Type': 'text/html; charset=utf-8' },
  });
}

/** What many plain client mistakes end in (treeherder-api 1.13). */
export const serverError = () => htmlError(500, 'Server Error (500)');

/** The answer to a CORS preflight. */
export const preflight = () =>
  new Response(null, {
    status: 200,
    headers: {
      ...COMMON,
      'access-control-allow-headers':
        'accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with',
      'access-control-allow-methods': 'DELETE, GET, OPTIONS, PATCH, POST, PUT',
      'access-control-max-age': '86400',
    },
  });

/** Two decimals, as the API rounds values. */
export const round2 = (value: number) => Math.round(value * 100) / 100;

/** Last one wins when a parameter is repeated, as Django's filter sets do. */
export function last(query: URLSearchParams, name: string): string | undefined {
  return query.getAll(name).at(-1);
}

/** Django's reading of a boolean filter: anything but these words counts as not given (treeherder-api 1.2). */
export function djangoBoolean(text: string | undefined): boolean | undefined {
  if (text === 'true' || text === 'True' || text === '2') return true;
  if (text === 'false' || text === 'False' || text === '3') return false;
  return undefined;
}

/**
 * Page-number pagination.
 * @returns the envelope, or undefined for a page that does not exist
 */
export function paginate<T>(
  url: URL,
  rows: readonly T[],
  size: number,
): { count: number; next: string | null; previous: string | null; results: T[] } | undefined {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const asked = last(url.searchParams, 'page') ?? '1';
  const page = asked === 'last' ? pages : /^\d+$/.test(asked) ? Number(asked) : Number.NaN;
  if (!(page >= 1 && page <= pages)) return undefined;
  const link = (n: number) => {
    const to = new URL(url);
    if (n === 1) to.searchParams.delete('page');
    else to.searchParams.set('page', String(n));
    return to.href;
  };
  return {
    count: rows.length,
    next: page < pages ? link(page + 1) : null,
    previous: page > 1 ? link(page - 1) : null,
    results: rows.slice((page - 1) * size, page * size),
  };
}

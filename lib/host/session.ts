import type { Instant } from '@/lib/model/ids';

/** Taskcluster credentials as the site keeps them. Secret: never stored, logged or passed to another world. */
export interface TaskclusterCredentials {
  readonly clientId: string;
  readonly accessToken: string;
  /** JSON text, of temporary credentials. */
  readonly certificate?: string;
}

export type CredentialsResult =
  | { readonly kind: 'ok'; readonly credentials: TaskclusterCredentials; readonly expires: Instant }
  | { readonly kind: 'none' }
  | { readonly kind: 'expired' };

/** Key of the page's storage that holds the credentials, by Taskcluster root; Deputy only reads it. */
const CREDENTIALS_KEY = 'userCredentials';

/**
 * The CSRF token out of a `document.cookie`. To be read right before each write, for every renewal of the session rotates
 * it. Null when nobody has logged in.
 */
export function readCsrfToken(cookie: string): string | null {
  for (const part of cookie.split(';')) {
    const [name, ...value] = part.split('=');
    if (name?.trim() === 'csrftoken') return value.join('=').trim() || null;
  }
  return null;
}

/**
 * The credentials for a Taskcluster root as the site's own login left them, read at the moment of use. What does not have
 * their shape counts as none.
 *
 * @param now on Treeherder's clock
 */
export function readCredentials(
  root: string,
  now: Instant,
  pageStorage: Pick<Storage, 'getItem'>,
): CredentialsResult {
  const entry = asRecord(asRecord(parsed(pageStorage.getItem(CREDENTIALS_KEY)))?.[root]);
  const credentials = asRecord(entry?.credentials);
  const { clientId, accessToken, certificate } = credentials ?? {};
  const expires = typeof entry?.expires === 'string' ? Date.parse(entry.expires) : Number.NaN;
  if (!isText(clientId) || !isText(accessToken) || Number.isNaN(expires)) return { kind: 'none' };
  if (expires <= now) return { kind: 'expired' };
  const text = certificateText(certificate);
  return {
    kind: 'ok',
    credentials: { clientId, accessToken, ...(text !== null && { certificate: text }) },
    expires: expires as Instant,
  };
}

/** Taskcluster hands the certificate out as JSON text; some clients keep it parsed. */
function certificateText(certificate: unknown): string | null {
  if (isText(certificate)) return certificate;
  return asRecord(certificate) ? JSON.stringify(certificate) : null;
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const asRecord = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;

/** The page's requests to the same origin's API. */

export type Answer<T> = { data: T; failureStatus: null } | { message: string; failureStatus: number };

function wordsOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null) return String(body);
  return Object.entries(body)
    .map(([field, value]) => {
      const words = Array.isArray(value) ? value.join(', ') : String(value);
      return field === 'detail' ? words : `${field}: ${words}`;
    })
    .join('; ');
}

function csrfToken(): string {
  // The site sends the literal "undefined" when there is no cookie.
  return /(?:^|;\s*)csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? 'undefined';
}

async function request<T>(url: string, init: RequestInit): Promise<Answer<T>> {
  const response = await fetch(url, init);
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (response.ok) return { data: await response.json(), failureStatus: null };
  const message = isJson ? wordsOf(await response.json()) : response.statusText;
  return { message: `${response.status}: ${message}`, failureStatus: response.status };
}

/** @throws when the network fails or a good answer is no JSON, as the site's own reads do. */
export function getJson<T>(url: string): Promise<Answer<T>> {
  return request<T>(url, {});
}

/** Writes part of an object; answers with the whole of it. The CSRF cookie is read at each call. */
export function sendJson<T>(method: 'PUT' | 'POST', url: string, body: unknown): Promise<Answer<T>> {
  return request<T>(url, {
    method,
    headers: {
      'X-CSRFToken': csrfToken(),
      Accept: 'application/json',
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(body),
  });
}

export const endpoints = {
  summaries: '/api/performance/alertsummary/',
  alerts: '/api/performance/alert/',
  frameworks: '/api/performance/framework/',
  tags: '/api/performance/tag/',
  issueTrackers: '/api/performance/issue-tracker/',
  bugTemplate: '/api/performance/bug-template/',
  repositories: '/api/repository/',
  optionCollections: '/api/optioncollectionhash/',
  user: '/api/user/',
  logout: '/api/auth/logout/',
} as const;

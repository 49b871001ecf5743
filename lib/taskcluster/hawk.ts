/**
 * The Hawk header that Taskcluster asks for, made with WebCrypto. The reference package has no browser build and the
 * official web client brings 250 kB of replacements with it, sends a trigger up to six times and has no time-out.
 */
export interface HawkCredentials {
  readonly clientId: string;
  readonly accessToken: string;
  /** JSON text; only temporary credentials have one. Passed on without being looked into. */
  readonly certificate?: string;
}

export interface HawkRequest {
  readonly url: string;
  readonly method: string;
  /** Unix seconds on the server's clock; Taskcluster allows 15 minutes of difference. */
  readonly time: number;
  readonly nonce: string;
  /** Narrows this one request to these scopes. */
  readonly authorizedScopes: readonly string[];
}

/** The Authorization header that signs one request. Its body is not covered; temporary credentials bring their certificate along. */
export async function hawkHeader(credentials: HawkCredentials, request: HawkRequest): Promise<string> {
  const url = new URL(request.url);
  const port = url.port || (url.protocol === 'http:' ? '80' : '443');
  const ext = toBase64(
    new TextEncoder().encode(
      JSON.stringify({
        ...(credentials.certificate !== undefined && {
          certificate: JSON.parse(credentials.certificate) as unknown,
        }),
        authorizedScopes: request.authorizedScopes,
      }),
    ),
  );
  // the empty line is the payload's hash, which is optional
  const signed = [
    'hawk.1.header',
    String(request.time),
    request.nonce,
    request.method.toUpperCase(),
    url.pathname + url.search,
    url.hostname.toLowerCase(),
    port,
    '',
    ext,
    '',
  ].join('\n');
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(credentials.accessToken),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const mac = toBase64(
    new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(signed))),
  );
  return `Hawk id="${credentials.clientId}", ts="${request.time}", nonce="${request.nonce}", ext="${ext}", mac="${mac}"`;
}

const toBase64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''));

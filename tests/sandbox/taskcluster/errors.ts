/** Taskcluster's error codes with their HTTP statuses (taskcluster-actions 3.6). */
const STATUSES = {
  MalformedPayload: 400,
  InvalidRequestArguments: 400,
  InputValidationError: 400,
  InputError: 400,
  AuthenticationFailed: 401,
  InsufficientScopes: 403,
  ResourceNotFound: 404,
  RequestConflict: 409,
  ResourceExpired: 410,
  InputTooLarge: 413,
  InternalServerError: 500,
} as const;

/** Thrown by a handler; the app makes the envelope of it. */
export class ApiError extends Error {
  readonly code: keyof typeof STATUSES;

  constructor(code: keyof typeof STATUSES, message: string) {
    super(message);
    this.code = code;
  }

  get status(): number {
    return STATUSES[this.code];
  }
}

/** No credentials, no exposed headers, and no header allowed beyond these (taskcluster-actions 3.3). */
export const CORS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-max-age': '900',
  'access-control-allow-methods': 'OPTIONS,GET,HEAD,POST,PUT,DELETE,TRACE,CONNECT',
  'access-control-request-method': '*',
  'access-control-allow-headers': 'X-Requested-With,Content-Type,Authorization,Accept,Origin,Cache-Control',
};

/** JSON as Taskcluster's services send it, readable from any origin. */
export const reply = (value: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(value), {
    status,
    headers: { ...CORS, 'Content-Type': 'application/json; charset=utf-8', ...headers },
  });

/** A refusal in the words of Taskcluster's services. */
export function errorReply(
  error: ApiError,
  about: { method: string; params: unknown; payload: unknown; time: string },
): Response {
  const message =
    `${error.message}\n\n---\n\n* method:     ${about.method}\n* errorCode:  ${error.code}\n` +
    `* statusCode: ${error.status}\n* time:       ${about.time}`;
  return reply(
    { code: error.code, message, requestInfo: about },
    error.status,
    error.status === 401 ? { 'www-authenticate': 'hawk' } : {},
  );
}

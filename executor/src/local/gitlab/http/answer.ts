import type { ServerResponse } from 'node:http';

export type Headers = Readonly<Record<string, string>>;

/** A JSON answer. A Runner discards one with any other Content-Type. */
export function json(response: ServerResponse, status: number, body: unknown, headers: Headers = {}): void {
  end(response, status, 'application/json', JSON.stringify(body), headers);
}

/** GitLab's form of most errors: `{"message": "403 Forbidden"}`. */
export function refuseWith(
  response: ServerResponse,
  status: number,
  message: string,
  headers: Headers = {},
): void {
  json(response, status, { message }, headers);
}

/** GitLab's form of parameter errors (Grape): `{"error": "token is missing"}`. */
export function parameterError(response: ServerResponse, error: string): void {
  json(response, 400, { error });
}

/** An answer whose body is its own status, as GitLab's job API gives. */
export function bareStatus(response: ServerResponse, status: number, headers: Headers = {}): void {
  end(response, status, 'application/json', String(status), headers);
}

export function noContent(response: ServerResponse, headers: Headers = {}): void {
  response.writeHead(204, { ...headers, 'cache-control': 'no-store' });
  response.end();
}

export function bytes(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: Uint8Array,
  headers: Headers = {},
): void {
  end(response, status, contentType, body, headers);
}

function end(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Uint8Array,
  headers: Headers,
): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}

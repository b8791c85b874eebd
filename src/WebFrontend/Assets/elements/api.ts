// The API's answers: JSON, or ProblemDetails with a stable code. A request that got no answer is "unknown", never "failed".
export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string) { super(message); }
  // The server did not say no: the same request with the same key may be sent again.
  get mayRetry(): boolean { return this.status === 0 || this.status === 429 || this.status >= 500; }
}

interface Options { body?: unknown; key?: string; keepalive?: boolean; signal?: AbortSignal }

export async function request<T>(method: string, url: string, options: Options = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.key) headers['Idempotency-Key'] = options.key;
  const token = document.querySelector<HTMLMetaElement>('meta[name=form-token]');
  if (token && method !== 'GET') headers.RequestVerificationToken = token.content;

  let response: Response;
  try {
    response = await fetch(url, {
      method, headers, credentials: 'same-origin', keepalive: options.keepalive, signal: options.signal,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(0, 'no_answer', 'No answer from the server.');
  }
  if (response.ok) return (response.status === 204 ? undefined : await response.json().catch(() => undefined)) as T;
  const problem = await response.json().catch(() => ({})) as { detail?: string; title?: string; code?: string };
  throw new ApiError(response.status, problem.code ?? '', problem.detail ?? problem.title ?? `The server answered ${response.status}.`);
}

export const newId = (): string => crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('');

/** A request to an AWS endpoint, with its whole body. Header names are in lower case. */
export interface HttpRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as it came, where it is no text: CBOR. */
  readonly bytes?: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body, where it is no text: CBOR. `body` is empty then. */
  readonly bytes?: Uint8Array;
}

/** Replaces the browser's `EventSource` in tests, which dispatch its events. `StubEventSource.last` is the newest. */
export class StubEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: StubEventSource[] = [];
  static get last(): StubEventSource {
    const last = StubEventSource.opened.at(-1);
    if (!last) throw new Error("No stream was opened.");
    return last;
  }

  readyState = 0;

  constructor(readonly url: string) {
    super();
    StubEventSource.opened.push(this);
  }

  receives(type: "results" | "end", data: unknown = {}) {
    this.readyState = 1;
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }

  /** The connection is lost, and the browser reconnects by itself. */
  breaks() {
    this.readyState = 0;
    this.dispatchEvent(new Event("error"));
  }

  /** The server refuses the stream with a status such as 204, 403 or 503. */
  isRefused() {
    this.readyState = StubEventSource.CLOSED;
    this.dispatchEvent(new Event("error"));
  }

  close() {
    this.readyState = StubEventSource.CLOSED;
  }
}

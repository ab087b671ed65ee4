/** Replaces the browser's `EventSource` in tests, which dispatch its events. `FakeEventSource.last` is the newest. */
export class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  static get last(): FakeEventSource {
    const last = FakeEventSource.opened.at(-1);
    if (!last) throw new Error("No stream was opened.");
    return last;
  }

  readyState = 0;

  constructor(readonly url: string) {
    super();
    FakeEventSource.opened.push(this);
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
    this.readyState = FakeEventSource.CLOSED;
    this.dispatchEvent(new Event("error"));
  }

  close() {
    this.readyState = FakeEventSource.CLOSED;
  }
}

/** The browser's EventSource, played by a test: `StubEventSource.last` is the newest, and tests say what it hears. */
export class StubEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: StubEventSource[] = [];
  static get last(): StubEventSource {
    const last = StubEventSource.opened.at(-1);
    if (!last) throw new Error("Nothing was opened.");
    return last;
  }

  readyState = 0;

  constructor(readonly url: string) {
    super();
    StubEventSource.opened.push(this);
  }

  hears(type: "results" | "end", data: unknown = {}) {
    this.readyState = 1;
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }

  /** The connection breaks, and the browser opens it anew by itself. */
  breaks() {
    this.readyState = 0;
    this.dispatchEvent(new Event("error"));
  }

  /** The server refuses: 204, 403, 503. */
  isRefused() {
    this.readyState = StubEventSource.CLOSED;
    this.dispatchEvent(new Event("error"));
  }

  close() {
    this.readyState = StubEventSource.CLOSED;
  }
}

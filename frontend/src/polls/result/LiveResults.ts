/**
 * Follows the result of an open poll through server-sent events, and by polling where events do not get through.
 *
 * EventSource reconnects by itself after a lost connection. It does not say why a stream was refused, though, and it
 * does not notice a dead stream, such as one that a proxy buffers or one from before the phone changed networks. So
 * when a stream ends, or is silent for too long, this class requests the poll. The answer contains the result, or says
 * that there is none to follow any more.
 */

import { getPollAndMe, type Me, type Poll, type Results, streamOf } from "../net/api";
import { ApiError } from "../net/request";

export type News =
  | { type: "moved"; results: Results }
  /** The texts or the rules of the poll were edited. */
  | { type: "edited"; poll: Poll; me: Me }
  /** The poll is closed, or its result is hidden from this voter. No more news follow. */
  | { type: "over"; poll: Poll; me: Me }
  /** The poll was deleted or unpublished. No more news follow. */
  | { type: "gone"; error: ApiError }
  /** True after some seconds without a connection to the server. */
  | { type: "lost"; lost: boolean };

/** The page that shows the result. */
type Page = {
  /** The number of ballots in the result on the screen. */
  ballots: () => number;
  /** True if a result lists the choices of the poll on the screen. */
  fits: (results: Results) => boolean;
  tell: (news: News) => void;
};

/** Longest wait for the first event. The server sends the result as soon as a stream opens. */
const FIRST_EVENT_MS = 5_000;
/** A stream without events for this long is reopened, in case it is dead. */
const QUIET_MS = 60_000;
/** Shortest time between two attempts to open a stream that has not delivered an event. */
const STREAM_AGAIN_MS = 60_000;
/** Polling interval. It doubles with each failure, up to the longest interval. */
const ASK_MS = 5_000;
const ASK_LONGEST_MS = 30_000;
/** Time without a connection until the voter is told. */
const LOST_MS = 4_000;
/** Time until a hidden tab closes its stream. */
const HIDDEN_MS = 10_000;
/** A lower count is held back this long, because a server worker may lag behind the one that took the vote. */
const BEHIND_MS = 3_000;

/** Random delay in ms that spreads the requests of all pages whose streams end at the same moment. */
const soon = () => 300 + 1_700 * Math.random();

type Timer = ReturnType<typeof setTimeout>;

export class LiveResults {
  private source: EventSource | undefined;
  /** The next step. Undefined while paused, as in a hidden tab. */
  private next: Timer | undefined;
  /** Increases with each step, so that the answer to an outdated request can be ignored. */
  private turn = 0;
  private failures = 0;
  private closing = false;
  /** Time from which a stream may be opened again. */
  private streamFrom = 0;

  private newest: Results | undefined;
  private behind: Timer | undefined;
  private lost: Timer | undefined;
  private hiding: Timer | undefined;
  private hiddenAt = 0;
  private readonly stopped = new AbortController();

  /** Connects at once. */
  constructor(
    private readonly slug: string,
    private readonly page: Page,
  ) {
    const { signal } = this.stopped;
    document.addEventListener("visibilitychange", () => this.changeVisibility(), { signal });
    for (const event of ["online", "pageshow"]) {
      addEventListener(event, () => this.connect(), { signal });
    }
    addEventListener("offline", () => this.startLost(), { signal });
    // An open connection would keep the page out of the back/forward cache.
    addEventListener("pagehide", () => this.pause(), { signal });
    this.connect();
  }

  stop() {
    this.stopped.abort();
    this.pause();
    for (const timer of [this.behind, this.lost, this.hiding]) clearTimeout(timer);
  }

  private changeVisibility() {
    clearTimeout(this.hiding);
    if (document.hidden) {
      this.hiddenAt = Date.now();
      this.hiding = setTimeout(() => this.pause(), HIDDEN_MS);
      // A sleeping phone runs no timers and drops connections without an event, so the clock decides.
    } else if (!this.next || Date.now() - this.hiddenAt > HIDDEN_MS) this.connect();
  }

  private pause(): number {
    this.source?.close();
    clearTimeout(this.next);
    this.source = this.next = undefined;
    this.turn += 1;
    return this.turn;
  }

  private schedule(ms: number, step: () => void) {
    clearTimeout(this.next);
    this.next = setTimeout(step, ms);
  }

  private connect() {
    this.pause();
    if (document.hidden) return;
    const source = new EventSource(streamOf(this.slug));
    this.source = source;
    // Without an event from this stream, the next attempt has to wait.
    this.streamFrom = Date.now() + STREAM_AGAIN_MS;
    this.schedule(FIRST_EVENT_MS, () => this.ask());
    source.addEventListener("results", ({ data }) => {
      this.streamFrom = 0;
      this.schedule(QUIET_MS, () => this.connect());
      this.receive(JSON.parse(data));
    });
    source.addEventListener("end", () => this.close());
    source.addEventListener("error", () => {
      this.startLost();
      if (source.readyState === EventSource.CLOSED) this.askSoon();
      else this.schedule(2 * FIRST_EVENT_MS, () => this.ask());
    });
  }

  private askSoon() {
    this.pause();
    this.schedule(soon(), () => this.ask());
  }

  private async ask() {
    const turn = this.pause();
    const interval = Math.min(ASK_MS * 2 ** this.failures, ASK_LONGEST_MS);
    try {
      const [poll, me] = await getPollAndMe(this.slug);
      if (turn === this.turn) this.handle(poll, me);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (turn !== this.turn) return;
      if (error.status === 404) return this.page.tell({ type: "gone", error });
      this.failures += 1;
      this.startLost();
      this.schedule(interval * (1 + Math.random() / 2), () => this.ask());
    }
  }

  private handle(poll: Poll, me: Me) {
    this.failures = 0;
    this.closing &&= !poll.is_open;
    const results = me.results ?? poll.results;
    if (!poll.is_open && !this.closing) return this.close();
    if (!poll.is_open || !results) return this.page.tell({ type: "over", poll, me });
    if (this.page.fits(results)) this.receive(results);
    else this.page.tell({ type: "edited", poll, me });
    if (Date.now() >= this.streamFrom) this.connect();
    else this.schedule(ASK_MS * (1 + Math.random() / 2), () => this.ask());
  }

  /** Requests the poll once more: the first answer that says "closed" may miss the last votes. */
  private close() {
    this.closing = true;
    this.askSoon();
  }

  private receive(results: Results) {
    this.endLost();
    if (!this.page.fits(results)) return this.askSoon();
    this.newest = results;
    if (results.ballots >= this.page.ballots()) this.show();
    else this.behind ??= setTimeout(() => this.show(), BEHIND_MS);
  }

  private show() {
    clearTimeout(this.behind);
    this.behind = undefined;
    if (this.newest) this.page.tell({ type: "moved", results: this.newest });
  }

  private startLost() {
    this.lost ??= setTimeout(() => this.page.tell({ type: "lost", lost: true }), LOST_MS);
  }

  private endLost() {
    clearTimeout(this.lost);
    this.lost = undefined;
    this.page.tell({ type: "lost", lost: false });
  }
}

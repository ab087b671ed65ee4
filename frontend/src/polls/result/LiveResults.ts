/**
 * The result of an open poll as it moves: by server-sent events, and where these do not get through, by asking.
 *
 * EventSource mends a lost connection by itself. But it does not say why a stream was refused, and does not see that
 * one has died: a proxy that keeps events to itself, a phone on another network. So when a stream is over, or silent
 * for too long, this asks for the poll; the answer is the result, or that there is none to follow any more.
 */

import { getPollAndMe, type Me, type Poll, type Results, streamOf } from "../net/api";
import { ApiError } from "../net/request";

export type News = {
  onResults: (results: Results) => void;
  /** What is voted on was changed. */
  onEdit: (poll: Poll, me: Me) => void;
  /** The poll is closed, or its result is no longer for this voter to see. Nothing comes after this. */
  onOver: (poll: Poll, me: Me) => void;
  /** The poll is no more. Nothing comes after this. */
  onGone: (error: ApiError) => void;
};

type Listener = News & {
  /** Whether a result is of the poll on the screen, as far as its choices say. */
  fits: (results: Results) => boolean;
  /** Whether there has been no way to the server for some seconds. */
  onLost: (lost: boolean) => void;
};

/** The server sends the result as soon as a stream opens. */
const FIRST_EVENT_MS = 5_000;
/** On a quiet poll a stream is opened anew this often, in case it has died. */
const QUIET_MS = 60_000;
const STREAM_AGAIN_MS = 60_000;
const ASK_MS = 5_000;
const ASK_LONGEST_MS = 30_000;
const LOST_MS = 4_000;
const HIDDEN_MS = 10_000;
/** Another worker of the server may be this much behind the one that took the vote, and more. */
const BEHIND_MS = 3_000;

/** Those who watch were all told at the same moment, and need not all ask at the same moment. */
const soon = () => 300 + 1_700 * Math.random();

type Timer = ReturnType<typeof setTimeout>;

export class LiveResults {
  private source: EventSource | undefined;
  /** What comes next; there is none while this rests, as in a hidden tab. */
  private next: Timer | undefined;
  /** Tells the answer to what was asked last from one that is too late. */
  private turn = 0;
  private failures = 0;
  private closing = false;
  /** When a stream is worth another try. */
  private streamFrom = 0;

  private newest: Results | undefined;
  private behind: Timer | undefined;
  private lost: Timer | undefined;
  private hiding: Timer | undefined;
  private hiddenAt = 0;
  private readonly stopped = new AbortController();

  /** Begins at once. `shown` says how many ballots are in the result on the screen. */
  constructor(
    private readonly slug: string,
    private readonly shown: () => number,
    private readonly tell: Listener,
  ) {
    const { signal } = this.stopped;
    document.addEventListener("visibilitychange", () => this.turnTo(), { signal });
    for (const event of ["online", "pageshow"]) {
      addEventListener(event, () => this.listen(), { signal });
    }
    addEventListener("offline", () => this.worry(), { signal });
    // A page with an open connection could not be kept for the way back to it.
    addEventListener("pagehide", () => this.rest(), { signal });
    this.listen();
  }

  stop() {
    this.stopped.abort();
    this.rest();
    for (const timer of [this.behind, this.lost, this.hiding]) clearTimeout(timer);
  }

  private turnTo() {
    clearTimeout(this.hiding);
    if (document.hidden) {
      this.hiddenAt = Date.now();
      this.hiding = setTimeout(() => this.rest(), HIDDEN_MS);
      // In a phone's pocket no timer runs, and a connection dies without a word.
    } else if (!this.next || Date.now() - this.hiddenAt > HIDDEN_MS) this.listen();
  }

  private rest(): number {
    this.source?.close();
    clearTimeout(this.next);
    this.source = this.next = undefined;
    this.turn += 1;
    return this.turn;
  }

  private after(ms: number, step: () => void) {
    clearTimeout(this.next);
    this.next = setTimeout(step, ms);
  }

  private listen() {
    this.rest();
    if (document.hidden) return;
    const source = new EventSource(streamOf(this.slug));
    this.source = source;
    // Tried again at once only where it has proved to work.
    this.streamFrom = Date.now() + STREAM_AGAIN_MS;
    this.after(FIRST_EVENT_MS, () => this.ask());
    source.addEventListener("results", ({ data }) => {
      this.streamFrom = 0;
      this.after(QUIET_MS, () => this.listen());
      this.take(JSON.parse(data));
    });
    source.addEventListener("end", () => this.close());
    source.addEventListener("error", () => {
      this.worry();
      if (source.readyState === EventSource.CLOSED) this.askSoon();
      else this.after(2 * FIRST_EVENT_MS, () => this.ask());
    });
  }

  private askSoon() {
    this.rest();
    this.after(soon(), () => this.ask());
  }

  private async ask() {
    const turn = this.rest();
    const pause = Math.min(ASK_MS * 2 ** this.failures, ASK_LONGEST_MS);
    try {
      const [poll, me] = await getPollAndMe(this.slug);
      if (turn === this.turn) this.hear(poll, me);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (turn !== this.turn) return;
      if (error.status === 404) return this.tell.onGone(error);
      this.failures += 1;
      this.worry();
      this.after(pause * (1 + Math.random() / 2), () => this.ask());
    }
  }

  private hear(poll: Poll, me: Me) {
    this.failures = 0;
    this.closing &&= !poll.is_open;
    const results = me.results ?? poll.results;
    if (!poll.is_open && !this.closing) return this.close();
    if (!poll.is_open || !results) return this.tell.onOver(poll, me);
    if (this.tell.fits(results)) this.take(results);
    else this.tell.onEdit(poll, me);
    if (Date.now() >= this.streamFrom) this.listen();
    else this.after(ASK_MS * (1 + Math.random() / 2), () => this.ask());
  }

  /** The answer that is the first to say "closed" may miss the last votes. */
  private close() {
    this.closing = true;
    this.askSoon();
  }

  private take(results: Results) {
    this.calm();
    if (!this.tell.fits(results)) return this.askSoon();
    this.newest = results;
    if (results.ballots >= this.shown()) this.show();
    else this.behind ??= setTimeout(() => this.show(), BEHIND_MS);
  }

  private show() {
    clearTimeout(this.behind);
    this.behind = undefined;
    if (this.newest) this.tell.onResults(this.newest);
  }

  private worry() {
    this.lost ??= setTimeout(() => this.tell.onLost(true), LOST_MS);
  }

  private calm() {
    clearTimeout(this.lost);
    this.lost = undefined;
    this.tell.onLost(false);
  }
}

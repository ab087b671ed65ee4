import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { expect } from "@playwright/test";

const POLLS = join(import.meta.dirname, "../../backend/.venv/bin/polls");

/** A backend of a test's own, to be stopped and started again in the middle of it. */
export class Server {
  readonly url: string;
  private process: ChildProcess | undefined;

  /** On a database that has its tables already. */
  constructor(
    private readonly port: number,
    private readonly database: string,
  ) {
    this.url = `http://localhost:${port}`;
  }

  async start() {
    const env = { ...process.env, DATABASE_URL: this.database, PORT: `${this.port}` };
    this.process = spawn(POLLS, ["serve"], { env, stdio: ["ignore", "ignore", "inherit"] });
    const ready = () => fetch(`${this.url}/api/ready`).then(({ status }) => status);
    await expect.poll(() => ready().catch(() => "nobody there")).toBe(200);
  }

  /** In order, as an update would. */
  async stop() {
    if (!this.process || this.process.exitCode !== null) return;
    const ended = once(this.process, "exit");
    this.process.kill("SIGTERM");
    await ended;
  }
}

/** A line to a server on this machine that can be cut: a browser that is told to be offline keeps its open streams. */
export class Line {
  private readonly open = new Set<Socket>();
  private readonly listener = createServer((near) => {
    const far = connect(this.to, "localhost");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.open.add(one);
      one.on("error", () => one.destroy());
      one.on("close", () => other.destroy());
      one.pipe(other);
    }
  });

  constructor(
    private readonly port: number,
    private readonly to: number,
  ) {}

  async join() {
    this.listener.listen(this.port);
    await once(this.listener, "listening");
  }

  cut() {
    this.listener.close();
    for (const socket of this.open) socket.destroy();
    this.open.clear();
  }
}

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { CHECKOUT } from "./guide";

const POLLS = join(import.meta.dirname, "../../backend/.venv/bin/polls");

/** A separate backend that a test can stop and restart. */
export class Server {
  readonly url: string;
  private process: ChildProcess | undefined;

  /** `database` is the URL of a migrated database. */
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
    await expect.poll(() => ready().catch(() => "no response")).toBe(200);
  }

  /** Shut the backend down gracefully, as an update does. */
  async stop() {
    if (!this.process || this.process.exitCode !== null) return;
    const ended = once(this.process, "exit");
    this.process.kill("SIGTERM");
    await ended;
  }
}

/**
 * A TCP proxy to a local server, to interrupt connections. Playwright's offline mode does not close streams that are
 * already open.
 */
export class Line {
  private readonly open = new Set<Socket>();
  private readonly listener = createServer((near) => {
    const far = connect(this.to, "localhost");
    for (const [source, target] of [
      [near, far],
      [far, near],
    ] as const) {
      this.open.add(source);
      source.on("error", () => source.destroy());
      source.on("close", () => target.destroy());
      source.pipe(target);
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

/** Create an empty database on the server that `python -m tests.postgres` has started or found. */
export function newDatabase(): string {
  const script = `
import os
from sqlalchemy import make_url
from tests.postgres import create_database
url = create_database(make_url(os.environ["TEST_DATABASE_URL"]))
print(url.render_as_string(hide_password=False), end="")
`;
  const cwd = join(CHECKOUT, "backend");
  return execFileSync(join(cwd, ".venv/bin/python"), ["-c", script], { cwd, encoding: "utf8" });
}

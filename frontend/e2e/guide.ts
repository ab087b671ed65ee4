/**
 * A page of docs/, followed block by block in a copy of this checkout. A block is a file, or a change of one, that
 * the paragraph above it names; or commands; or, in JSON, something to send.
 */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "@playwright/test";

export const CHECKOUT = join(import.meta.dirname, "../..");

/** What is installed, made or private. */
const FOREIGN =
  /\/(\.git|\.venv|\.env|node_modules|dist|var|test-results|__pycache__|\.\w+_cache)$/;

export interface Block {
  language: string;
  text: string;
  file: string;
}

export function blocksOf(markdown: string): Block[] {
  let file = "";
  const found = markdown.matchAll(/((?:[^\n]+\n)*)\n```(\w+)\n(.*?\n)```\n/gs);
  return [...found].map(([, above = "", language = "", text = ""]) => {
    file = above.match(/`(\w[\w/]+\/[\w*]+\.\w+)`/)?.[1] ?? file;
    return { language, text, file };
  });
}

export class Copy {
  private readonly folder = fs.mkdtempSync(join(tmpdir(), "polls-"));
  private server?: ChildProcessWithoutNullStreams;

  constructor(private readonly settings: Record<string, string>) {
    const filter = (path: string) => !FOREIGN.test(path.slice(CHECKOUT.length));
    fs.cpSync(CHECKOUT, this.folder, { recursive: true, filter });
    this.borrow("backend/.venv", ["run.stamp", "dev.stamp"]);
    this.borrow("frontend/node_modules", [".stamp"]);
  }

  /** Do what the blocks say up to the next `make run`, which goes on running, and take them off the list. */
  async follow(blocks: Block[], settings: Record<string, string> = {}) {
    for (let block = blocks.shift(); block; block = blocks.shift()) {
      if (block.language === "sh") {
        const commands = block.text.trim().split("\n");
        for (const command of commands) {
          if (command === "make run") return this.serve(settings);
          this.run(command);
        }
      } else if (block.language === "diff") this.change(block);
      else this.write(block);
    }
    throw new Error("There is no `make run` any more.");
  }

  run(command: string) {
    execFileSync("sh", ["-c", command], { cwd: this.folder, env: this.env(), stdio: "pipe" });
  }

  async stop() {
    const { server } = this;
    if (!server?.pid || server.exitCode !== null || server.signalCode) return;
    const ended = once(server, "exit");
    process.kill(-server.pid); // make, and what it runs
    await ended;
  }

  remove() {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** Use what the checkout has installed there, and change none of it. */
  private borrow(folder: string, stamps: string[]) {
    fs.mkdirSync(join(this.folder, folder));
    for (const name of fs.readdirSync(join(CHECKOUT, folder))) {
      if (!/^\.(?!bin$)|stamp$/.test(name)) {
        fs.symlinkSync(join(CHECKOUT, folder, name), join(this.folder, folder, name));
      }
    }
    for (const stamp of stamps) {
      const path = join(this.folder, folder, stamp);
      fs.writeFileSync(path, "");
      // Newer than all that is written here, so that make does not install anything again.
      fs.utimesSync(path, 4e9, 4e9);
    }
  }

  /** Nothing of the shell that runs the tests but where programs are. */
  private env(settings: Record<string, string> = {}) {
    const { PATH, HOME } = process.env;
    // Python would find the checkout, which is what is installed, and not its copy.
    const PYTHONPATH = join(this.folder, "backend");
    return { PATH, HOME, PYTHONPATH, ...this.settings, ...settings };
  }

  private write({ file, text }: Block) {
    const path = join(this.folder, file);
    fs.mkdirSync(dirname(path), { recursive: true });
    fs.writeFileSync(path, text, { flag: "wx" });
  }

  private change({ file, text }: Block) {
    const path = this.find(file);
    const without = (sign: string) =>
      text.replace(new RegExp(`^\\${sign}.*\n`, "gm"), "").replace(/^./gm, "");
    const parts = fs.readFileSync(path, "utf8").split(without("+"));
    expect(parts, `${file} has this once:\n${without("+")}`).toHaveLength(2);
    fs.writeFileSync(path, parts.join(without("-")));
  }

  /** The one file that fits `pattern`, in whose name a star may stand for what comes first. */
  private find(pattern: string) {
    const folder = join(this.folder, dirname(pattern));
    const [, end = ""] = pattern.split("*");
    if (!end) return join(this.folder, pattern);
    const found = fs.readdirSync(folder).filter((name) => name.endsWith(end));
    expect(found, pattern).toHaveLength(1);
    return join(folder, `${found}`);
  }

  private async serve(settings: Record<string, string>) {
    const options = { cwd: this.folder, env: this.env(settings), detached: true };
    const server = spawn("make", ["run"], options);
    this.server = server;
    let said = "";
    for (const stream of [server.stdout, server.stderr]) {
      stream.on("data", (chunk) => {
        said += chunk;
      });
    }
    const ready = async () => {
      if (server.exitCode !== null) return said;
      const address = `http://localhost:${this.settings.PORT}/api/ready`;
      return (await fetch(address).catch(() => undefined))?.status;
    };
    await expect.poll(ready, { timeout: 120_000 }).not.toBe(undefined);
    expect(await ready()).toBe(200);
  }
}

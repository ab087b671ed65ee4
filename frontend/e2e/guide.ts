/**
 * Follows a page of docs/ block by block in a copy of this checkout. A code block is a new file or a diff, whose path
 * is in the paragraph above it; or shell commands; or JSON to send to the API.
 */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "@playwright/test";

export const CHECKOUT = join(import.meta.dirname, "../..");

/** Paths that are not copied, because they are installed, generated or private. */
const NOT_COPIED =
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
    const filter = (path: string) => !NOT_COPIED.test(path.slice(CHECKOUT.length));
    fs.cpSync(CHECKOUT, this.folder, { recursive: true, filter });
    this.linkInstalled("backend/.venv", ["run.stamp", "dev.stamp"]);
    this.linkInstalled("frontend/node_modules", [".stamp"]);
  }

  /** Execute the blocks up to the next `make run`, which keeps running, and remove them from the array. */
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
    throw new Error("The page has no further `make run`.");
  }

  run(command: string) {
    execFileSync("sh", ["-c", command], { cwd: this.folder, env: this.env(), stdio: "pipe" });
  }

  async stop() {
    const { server } = this;
    if (!server?.pid || server.exitCode !== null || server.signalCode) return;
    const ended = once(server, "exit");
    process.kill(-server.pid); // the process group of make
    await ended;
  }

  remove() {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** Link the packages that are installed in this folder of the checkout. */
  private linkInstalled(folder: string, stamps: string[]) {
    fs.mkdirSync(join(this.folder, folder));
    for (const name of fs.readdirSync(join(CHECKOUT, folder))) {
      if (!/^\.(?!bin$)|stamp$/.test(name)) {
        fs.symlinkSync(join(CHECKOUT, folder, name), join(this.folder, folder, name));
      }
    }
    for (const stamp of stamps) {
      const path = join(this.folder, folder, stamp);
      fs.writeFileSync(path, "");
      // Newer than all files of the copy, so that make does not install the packages again.
      fs.utimesSync(path, 4e9, 4e9);
    }
  }

  /** The environment of the commands. From the shell that runs the tests it has PATH and HOME only. */
  private env(settings: Record<string, string> = {}) {
    const { PATH, HOME } = process.env;
    // The virtual environment has the checkout installed. PYTHONPATH makes Python import the copy instead.
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

  /** The only file that matches `pattern`. Its name may begin with a star. */
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
    let output = "";
    for (const stream of [server.stdout, server.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    const ready = async () => {
      if (server.exitCode !== null) return output;
      const address = `http://localhost:${this.settings.PORT}/api/ready`;
      return (await fetch(address).catch(() => undefined))?.status;
    };
    await expect.poll(ready, { timeout: 120_000 }).not.toBe(undefined);
    expect(await ready()).toBe(200);
  }
}

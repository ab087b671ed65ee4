import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

// Made for tests only. It is valid for all names that end in .example, until 2126.
const certificate = readFileSync(join(import.meta.dirname, "certificate.pem"));

/** Arguments of a Chromium that finds the sites on this machine. */
export const FIND_SITES = "--host-resolver-rules=MAP *.example 127.0.0.1";

/** Polls at https://polls.example, as behind a TLS proxy, and pages of other sites. */
export class Sites {
  /** The HTML of pages, by host name. */
  readonly pages = new Map<string, string>();

  /** `backend` is the port of Polls. */
  constructor(private readonly backend: number) {}

  private readonly server = createServer(
    { key: certificate, cert: certificate },
    (incoming, outgoing) => {
      const host = incoming.headers.host?.split(":")[0] ?? "";
      if (incoming.url?.startsWith("/cookies")) {
        const cookie = "=1; Secure; SameSite=None";
        outgoing.setHeader("Set-Cookie", [`plain${cookie}`, `partitioned${cookie}; Partitioned`]);
        outgoing.end(incoming.headers.cookie);
      } else if (host !== "polls.example") {
        outgoing.setHeader("Content-Type", "text/html").end(this.pages.get(host));
      } else {
        const { method, url, headers } = incoming;
        const forwarded = { ...headers, "x-forwarded-proto": "https" };
        const options = { port: this.backend, method, path: url, headers: forwarded };
        const backend = request(options, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        });
        outgoing.on("close", () => backend.destroy());
        incoming.pipe(backend.on("error", () => outgoing.destroy()));
      }
    },
  );

  async open() {
    await new Promise<void>((ready) => this.server.listen(0, "127.0.0.1", ready));
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** The origin of a site. */
  at(name: "polls" | "news" | "blog") {
    return `https://${name}.example:${(this.server.address() as AddressInfo).port}`;
  }
}

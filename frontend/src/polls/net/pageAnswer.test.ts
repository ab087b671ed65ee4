import { afterEach, expect, test, vi } from "vitest";
import { readAnswer, takeAnswer } from "./pageAnswer";
import { request } from "./request";

const bring = (path: string, status: number, answer: object) => {
  document.body.innerHTML = `<script type="application/json" id="answer" data-path="${path}" data-status="${status}">${JSON.stringify(answer)}</script>`;
};

afterEach(() => {
  vi.restoreAllMocks();
  document.body.innerHTML = "";
});

test("the first request takes the answer that the page brought, and later ones ask the API", async () => {
  const fetch = vi
    .spyOn(globalThis, "fetch")
    .mockImplementation(async () => Response.json({ n: 2 }));
  bring("/api/polls/a", 200, { n: 1 });

  expect(readAnswer("/api/polls/a")).toEqual({ n: 1 });
  expect(await request("/api/polls/a")).toEqual({ n: 1 });
  expect(fetch).not.toHaveBeenCalled();
  expect(readAnswer("/api/polls/a")).toBeNull();
  expect(await request("/api/polls/a")).toEqual({ n: 2 });
});

test("an error that the page brought is an error of the request", async () => {
  bring("/api/polls/a", 404, { code: "not_found", message: "Not found." });

  expect(readAnswer("/api/polls/a")).toBeNull();
  await expect(request("/api/polls/a")).rejects.toMatchObject({ status: 404, code: "not_found" });
});

test("the answer to another request is not taken", () => {
  bring("/api/polls/a", 200, { n: 1 });

  expect(readAnswer("/api/polls/b")).toBeNull();
  expect(takeAnswer("/api/polls/b")).toBeNull();
});

test("after Back, the page may be an old copy, and the API is asked", () => {
  bring("/api/polls/a", 200, { n: 1 });
  const visit = { type: "back_forward" } as unknown as PerformanceEntry;
  vi.spyOn(performance, "getEntriesByType").mockReturnValue([visit]);

  expect(readAnswer("/api/polls/a")).toBeNull();
  expect(takeAnswer("/api/polls/a")).toBeNull();
});

import { i18n } from "@lingui/core";
import { cleanup, render, screen } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { bestLanguage } from "../../shared/languages";
import { App } from "../App";
import { Tally } from "../result/Tally";
import { pollWith, resultOf } from "../testing/poll";
import { refuse, stubFetch } from "../testing/server";
import { chooseLanguage, speak, startLanguage, startSpeaking } from "./language";
import { Trans } from "./Trans";

const { documentElement } = document;

const browserWith = (...languages: string[]) =>
  vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  localStorage.clear();
  cleanup(); // before the page's address is reset
  history.replaceState(null, "", "/");
});

// The first test, because a catalogue that was loaded before is there at once.
test("of two languages that are chosen in a row, the last one stays, even if it loads first", async () => {
  await speak("de");
  const slow = chooseLanguage("es");
  await chooseLanguage("de");
  await slow;
  expect(documentElement.lang).toBe("de");
  expect(localStorage.getItem("polls:language")).toBe("de");
});

test.each([
  [["de-AT", "en"], "de"],
  [["nl-BE", "FR-be"], "fr"],
  [["ar"], "ar"],
  [["arn", "eng", "estonian", ""], "en"],
  [["nl", null, undefined], "en"],
  [[], "en"],
])("of %j, the page speaks %s", (wanted, language) => {
  expect(bestLanguage(wanted)).toBe(language);
});

test("the voter's choice comes before the browser's, and that before the installation's", async () => {
  documentElement.lang = "fr";
  browserWith("nl");
  expect(startLanguage()).toBe("fr");
  browserWith("nl", "es-MX");
  expect(startLanguage()).toBe("es");
  await chooseLanguage("ar");
  expect(startLanguage()).toBe("ar");
});

test("blocked storage does not keep the page from changing its language", async () => {
  vi.stubGlobal("localStorage", undefined);
  browserWith("de");
  await startSpeaking();
  expect(documentElement.lang).toBe("de");
  await chooseLanguage("es");
  expect(documentElement.lang).toBe("es");
});

test("the page has the direction of its language", async () => {
  await speak("ar");
  expect(documentElement).toHaveAttribute("lang", "ar");
  expect(documentElement).toHaveAttribute("dir", "rtl");
  await speak("fr");
  expect(documentElement).toHaveAttribute("dir", "ltr");
});

test("another language takes the place of the texts, and nothing that was typed is lost", async () => {
  history.replaceState(null, "", "/vote");
  stubFetch(() => refuse(401, "code_needed"));
  render(<App />);
  const picker = await screen.findByRole("combobox", { name: "Language" });
  await userEvent.click(await screen.findByRole("button", { name: "Continue" }));
  expect(screen.getByText("Enter your code first.")).toBeVisible();
  await userEvent.selectOptions(picker, "Deutsch");

  expect(await screen.findByText("Geben Sie zuerst Ihren Code ein.")).toBeVisible();
  expect(screen.getByRole("heading", { name: "Geben Sie Ihren Code ein" })).toBeVisible();
  expect(document.title).toBe("Geben Sie Ihren Code ein · Polls");
  expect(screen.getByRole("combobox", { name: "Sprache" })).toHaveValue("de");
  expect(localStorage.getItem("polls:language")).toBe("de");

  await userEvent.type(screen.getByLabelText("Code"), "abc");
  await userEvent.selectOptions(screen.getByRole("combobox"), "Français");
  await screen.findByRole("heading", { name: "Saisissez votre code" });
  expect(screen.getByLabelText("Code")).toHaveValue("abc");
});

test.each([
  [0, "لا أصوات"],
  [1, "صوت واحد"],
  [2, "صوتان"],
  [3, "3 أصوات"],
  [11, "11 صوتًا"],
  [100, "100 صوت"],
])("%i votes have their own form in Arabic", async (ballots, text) => {
  browserWith("ar-MA");
  await speak("ar");
  const poll = pollWith({ is_open: false });
  render(<Tally poll={poll} results={resultOf(poll.choices, ballots)} lost={false} />);
  expect(screen.getByText(`النتيجة: ${text}`)).toBeVisible();
});

test("numbers follow the region of the reader", async () => {
  browserWith("de-CH");
  await speak("de");
  const poll = pollWith({ is_open: false });
  render(<Tally poll={poll} results={resultOf(poll.choices, 12_345)} lost={false} />);
  const swiss = (12_345).toLocaleString("de-CH");
  expect(swiss).not.toBe((12_345).toLocaleString("de-DE"));
  expect(screen.getByText(`Ergebnis: ${swiss} Stimmen`)).toBeVisible();
});

test("a text that someone typed never becomes an element of a message", () => {
  i18n.loadAndActivate({ locale: "en", messages: { test: "“<0>{0}</0>” has {n} of <1/>" } });
  const typed = "<0>bold</0> <1/> {n} <$0/>";
  const components = { 0: <strong />, 1: <hr /> };
  const { container } = render(
    <p>
      <Trans id="test" values={{ 0: typed, n: 2 }} components={components} />
    </p>,
  );
  expect(container.querySelector("strong")).toHaveTextContent(typed);
  expect(container.querySelectorAll("strong, hr")).toHaveLength(2);
  expect(container).toHaveTextContent(`“${typed}” has 2 of`);
});

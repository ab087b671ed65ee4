import { render } from "@testing-library/react";
import { I18nContextProvider } from "react-admin";
import { expect, test } from "vitest";
import { i18nProvider } from "../i18nProvider";
import { Actor } from "./Actor";
import type { Change } from "./change";

const shown = ({ actor, actor_id }: Pick<Change, "actor" | "actor_id">) => {
  const { container } = render(
    <I18nContextProvider value={i18nProvider}>
      <Actor change={{ actor, actor_id } as Change} />
    </I18nContextProvider>,
  );
  return container.textContent;
};

test("an author without an account has a name, and an account keeps its own", () => {
  expect(shown({ actor: "cli", actor_id: null })).toBe("Command line");
  expect(shown({ actor: "server", actor_id: null })).toBe("Server");
  expect(shown({ actor: "server", actor_id: 3 })).toBe("server");
});

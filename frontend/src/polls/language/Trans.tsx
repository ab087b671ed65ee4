import { i18n } from "@lingui/core";
import { type ComponentChild, cloneElement, isValidElement } from "preact";

type Parts = Record<string, ComponentChild>;
type Props = { id: string; message?: string; values?: Parts; components?: Parts };

/** An element of the message, as `<0>text</0>` or `<0/>`, or the place of a text, as `<$name/>`. */
const PART = /<(\d+)>(.*?)<\/\1>|<(\$?\w+)\/>/s;

/**
 * Renders a message with elements. Lingui's macro of this name compiles to it.
 *
 * Texts fill their places after the message was parsed, so nothing that people typed is taken for an element.
 */
export function Trans({ id, message = "", values = {}, components = {} }: Props) {
  const parts = { ...components };
  const places: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    parts[`$${name}`] = value;
    places[name] = typeof value === "string" ? `<$${name}/>` : value;
  }
  return <>{fill(i18n._(id, places, { message }), parts)}</>;
}

function fill(message: string, parts: Parts): ComponentChild[] {
  const [whole, element, inner = "", place = ""] = PART.exec(message) ?? [];
  if (whole === undefined) return [message];
  const at = message.indexOf(whole);
  const part = parts[element ?? place];
  const filled =
    element && isValidElement(part) ? cloneElement(part, {}, ...fill(inner, parts)) : part;
  return [message.slice(0, at), filled, ...fill(message.slice(at + whole.length), parts)];
}
